"""The statements on the path of an answer, made once: building one costs more than running it."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Executable,
    Table,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workshop.live.support import AGREEMENT, PREFIX
from workshop.models import Activity, CurrentResponse, ResponseEvent, Workshop

# The tables, not the classes: nothing here is to become an object of the session.
event = cast(Table, ResponseEvent.__table__)
current = cast(Table, CurrentResponse.__table__)
_activity = Activity.__table__
_workshop = Workshop.__table__
_ASKED = (
    "id", "workshop_id", "kind", "state", "round", "version", "revealed", "asked", "answered_by",
)  # fmt: skip
_REPLACED = ("seq", "response_id", "edit", "answer", "origin", "saved_at")


@dataclass(frozen=True)
class Statements:
    """What `respond` runs; parameters are named like the columns they stand for."""

    activity: Executable
    known: Executable
    standing: Executable
    filled: Executable
    add: Executable
    replace: Executable
    replace_sheet: Executable
    late: Executable
    take_back: Executable


def statements(db: Session) -> Statements:
    """Return the statements in the words of the session's database."""
    return _statements(db.get_bind().dialect.name)


@cache
def _statements(dialect: str) -> Statements:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    of_respondent = and_(
        *(current.c[name] == bindparam(name) for name in ("activity_id", "round", "respondent_id"))
    )
    add = insert(event).values({c.name: bindparam(c.name) for c in event.c if c.name != "seq"})
    replace = insert(current).values({c.name: bindparam(c.name) for c in current.c})

    def replacing(where: Callable[[ColumnElement[int], ColumnElement[int]], Any]) -> Executable:
        return replace.on_conflict_do_update(
            index_elements=["activity_id", "round", "respondent_id", "slot"],
            set_={name: replace.excluded[name] for name in _REPLACED},
            # Where rows are locked, none can be before the first answer is there.
            where=where(current.c.edit, replace.excluded.edit),
        ).returning(current.c.seq)

    return Statements(
        # Shared lock where there are row locks: closing waits for answers that
        # were accepted as open, so none is committed behind a closed door.
        activity=select(
            *(_activity.c[n] for n in _ASKED),
            _workshop.c.state.label("workshop_state"),
            _workshop.c.current_activity_id,
        )
        .join(_workshop, _workshop.c.id == _activity.c.workshop_id)
        .where(_activity.c.id == bindparam("activity_id"))
        .with_for_update(read=True, of=_activity),
        known=select(event.c.digest, event.c.saved_at, event.c.edit).where(
            event.c.submission_id == bindparam("submission_id")
        ),
        # Locked where there are row locks, so that two edits of one answer are
        # compared one after the other.
        standing=select(current.c.edit, current.c.answer)
        .where(of_respondent, current.c.slot == bindparam("slot"))
        .with_for_update(),
        filled=select(func.count())
        .select_from(current)
        .where(
            of_respondent,
            current.c.slot.not_like(f"{PREFIX}%"),
            current.c.slot != AGREEMENT,
        ),
        add=add.on_conflict_do_nothing(index_elements=["submission_id"]).returning(event.c.seq),
        replace=replacing(operator.le),
        # On a sheet that several share, the same edit twice is two people's.
        replace_sheet=replacing(operator.lt),
        take_back=delete(event).where(event.c.seq == bindparam("seq_")),
        late=update(event).where(event.c.seq == bindparam("seq_")).values(status="superseded"),
    )
