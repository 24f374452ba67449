"""Erasing one participant: every event they sent, what was decided about it, who supported it.

Erasure outranks history. What is left is a pseudonym, so that no older archive
brings back what belongs to it. What others wrote stays, also where they wrote
on a shared sheet after the person who is erased.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from workshop.live import tables
from workshop.live.acts import log
from workshop.live.standing import remove_events
from workshop.live.support import PREFIX
from workshop.models import Act, CurrentResponse, Erasure, Respondent, ResponseEvent, Workshop

TOGETHER = 400
"""How many ids go into one statement; a database takes only so many parameters."""


def erase(
    db: Session, workshop: Workshop, respondent: Respondent, account_id: str | None = None
) -> set[str]:
    """Erase a participant; returns the tables whose sheets have changed.

    With an account it is a facilitator who does it, else the person. Call
    `wipe_log` after the commit.
    """
    written_at = set(
        db.scalars(
            select(Respondent.table)
            .join(ResponseEvent, ResponseEvent.respondent_id == Respondent.id)
            .where(ResponseEvent.sent_by == respondent.id)
        )
    )
    of_theirs = or_(
        ResponseEvent.sent_by == respondent.id,
        (ResponseEvent.respondent_id == respondent.id) & ResponseEvent.sent_by.is_(None),
    )
    responses = db.scalars(select(ResponseEvent.submission_id).where(of_theirs)).all()
    _forget_decisions(db, responses)
    for some in _some(responses):
        slots = [f"{PREFIX}{one}" for one in some]
        # These answers are gone, and with them what supports them.
        db.execute(delete(CurrentResponse).where(CurrentResponse.slot.in_(slots)))
        db.execute(delete(ResponseEvent).where(ResponseEvent.slot.in_(slots)))
    remove_events(db, of_theirs)
    if respondent.is_table:
        written_at.add(respondent.table)
        _hand_over_sheet(db, workshop, respondent)
    remember(db, workshop.id, [respondent.id])
    db.execute(delete(Respondent).where(Respondent.id == respondent.id))
    workshop.revision += 1
    # Without the pseudonym: a log is read by more people than may erase.
    if account_id:
        log(db, workshop, account_id, "erase")
    else:
        log(db, workshop, None, "erase-own")
    db.flush()
    db.expire_all()
    return {table for table in written_at if table}


def erase_all(db: Session, workshop: Workshop, pseudonyms: Iterable[str]) -> int:
    """Erase those of these people who are here; returns how many there were."""
    erased = 0
    for one in sorted(set(pseudonyms)):
        respondent = db.get(Respondent, one)
        if respondent is not None and respondent.workshop_id == workshop.id:
            erase(db, workshop, respondent)
            erased += 1
    return erased


def remember(db: Session, workshop_id: str, pseudonyms: Iterable[str]) -> None:
    """Keep pseudonyms that were erased elsewhere, so that they stay erased here too."""
    for one in sorted(set(pseudonyms) - erased(db, workshop_id)):
        db.add(Erasure(respondent_id=one, workshop_id=workshop_id))
    db.flush()


def erased(db: Session, workshop_id: str) -> set[str]:
    """Return the pseudonyms of everybody who was erased from a workshop."""
    return set(db.scalars(select(Erasure.respondent_id).where(Erasure.workshop_id == workshop_id)))


def sweep(db: Session) -> None:
    """Remove what somebody sent onto a shared sheet in the very moment they were erased."""
    late = tuple_(ResponseEvent.sent_by, ResponseEvent.workshop_id).in_(
        select(Erasure.respondent_id, Erasure.workshop_id)
    )
    _forget_decisions(db, db.scalars(select(ResponseEvent.submission_id).where(late)).all())
    remove_events(db, late)


def without_words(detail: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what an act says beside words: numbers, such as that of a round."""
    return {name: value for name, value in (detail or {}).items() if isinstance(value, int)}


def _forget_decisions(db: Session, responses: Collection[str]) -> None:
    for some in _some(responses):
        for act in db.scalars(select(Act).where(Act.response_id.in_(some))):
            act.response_id, act.detail = None, without_words(act.detail)
    db.flush()


def _hand_over_sheet(db: Session, workshop: Workshop, before: Respondent) -> None:
    """Give what others wrote on a sheet to a new one; the device that went cannot open it."""
    left = select(ResponseEvent.seq).where(ResponseEvent.respondent_id == before.id).limit(1)
    seated = select(Respondent.id).where(
        Respondent.workshop_id == workshop.id,
        Respondent.table == before.table,
        Respondent.is_table.is_(False),
    )
    table = before.table or ""
    before.join_id = f"erased:{before.id}"
    db.flush()
    if db.scalar(left) is None and db.scalar(seated.limit(1)) is None:
        return
    after = tables.open_sheet(db, workshop, table)
    for model in (ResponseEvent, CurrentResponse):
        db.execute(
            update(model).where(model.respondent_id == before.id).values(respondent_id=after.id),
            execution_options={"synchronize_session": False},
        )


def _some(ids: Collection[str]) -> Iterable[list[str]]:
    rest = list(ids)
    while rest:
        some, rest = rest[:TOGETHER], rest[TOGETHER:]
        yield some
