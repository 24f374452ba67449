"""What participants wrote in an activity, as the facilitator reads it to pick what the room reads.

Every kind of activity says which of its answers hold words (`words`) and in a
word what else was answered (`summary`); nothing here knows one from another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import Item
from workshop.live import consents, decisions, frozen
from workshop.live.support import is_apart
from workshop.live.tally import supporters_of
from workshop.models import Activity, CurrentResponse, Respondent

_current = CurrentResponse.__table__
_people = Respondent.__table__


@dataclass(frozen=True)
class Writing:
    """One answer with words, as it stands in the round that is on.

    `seq` rises with every answer and with every change of one, which gets
    another `response` too. `item` is what it is about, where that is asked for
    by name; `value` what was answered beside the words.
    """

    seq: int
    response: str
    slot: str
    item: Item | None
    group: str | None
    table: str | None
    is_table: bool
    at: datetime
    value: str
    words: Sequence[str]
    answer: Any
    approved: bool = False
    state: str = "proposed"
    why: str = ""
    supporters: Mapping[str, int] = field(default_factory=dict)
    quotable: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.words)

    @property
    def waits(self) -> bool:
        """Whether it may be shown, and nobody has decided anything about it yet."""
        return self.quotable and not self.approved and self.state == "proposed"


def written(db: Session, activity: Activity) -> list[Writing]:
    """Return what was written in the round that is on, the newest first."""
    if not activity.version:
        return []
    kind = kind_named(activity.kind)
    items = {item.id: item for item in kind.items(frozen.settings_now(db, activity))}
    decided = decisions.standing(db, activity.id)
    supporters = supporters_of(db, activity)
    query = (
        select(
            _current.c.seq,
            _current.c.response_id,
            _current.c.slot,
            _current.c.answer,
            _current.c.saved_at,
            _people.c.id.label("respondent"),
            _people.c.stakeholder_group,
            _people.c.table_name,
            _people.c.is_table,
        )
        .join(_people, _people.c.id == _current.c.respondent_id)
        .where(
            _current.c.activity_id == activity.id,
            _current.c.round == activity.round,
            _current.c.answer.is_not(None),
            _current.c.response_id.is_not(None),
        )
        .order_by(_current.c.seq.desc())
    )
    willing = consents.willing(db, activity.workshop_id)
    found = []
    for row in db.execute(query):
        if is_apart(row.slot):
            continue
        answer = kind.recall(row.answer)
        words = tuple(kind.words(answer))
        if not words:
            continue
        decision = decided.get(row.response_id, decisions.UNDECIDED)
        quotable = willing.to(consents.BE_QUOTED, row.response_id, row.respondent)
        found.append(
            Writing(
                seq=row.seq,
                response=row.response_id,
                slot=row.slot,
                item=items.get(row.slot),
                group=row.stakeholder_group or None,
                table=row.table_name,
                is_table=row.is_table,
                at=row.saved_at,
                value=kind.summary(answer)[0],
                words=words,
                answer=answer,
                approved=decision.approved and quotable,
                state=decision.state,
                why=decision.why,
                supporters=supporters.get(row.response_id, {}),
                quotable=quotable,
            )
        )
    return found
