"""What the answers of an activity add up to now."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import Audience, Given
from workshop.live import consents, decisions, frozen
from workshop.live.support import AGREEMENT, PREFIX
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent

_current = CurrentResponse.__table__
_people = Respondent.__table__


def given(db: Session, activity: Activity, round_: int | None = None) -> Iterator[Given]:
    """Yield the current answers up to a round (all rounds if None), withdrawn ones left out."""
    recall = kind_named(activity.kind).recall
    decided = decisions.standing(db, activity.id)
    supporters = supporters_of(db, activity)
    query = (
        select(
            _current.c.answer,
            _current.c.response_id,
            _current.c.round,
            _current.c.saved_at,
            _current.c.origin,
            _people.c.id,
            _people.c.stakeholder_group,
            _people.c.sub_role,
            _people.c.table_name,
            _people.c.is_table,
        )
        .join(_people, _people.c.id == _current.c.respondent_id)
        .where(
            _current.c.activity_id == activity.id,
            _current.c.answer.is_not(None),
            _current.c.slot.not_like(f"{PREFIX}%"),
            _current.c.slot != AGREEMENT,
        )
        .order_by(_current.c.round, _current.c.saved_at, _current.c.respondent_id, _current.c.slot)
    )
    if round_ is not None:
        query = query.where(_current.c.round <= round_)
    willing = consents.willing(db, activity.workshop_id)
    for row in db.execute(query):
        decision = decided.get(row.response_id, decisions.UNDECIDED)
        quotable = willing.to(consents.BE_QUOTED, row.response_id, row.id)
        yield Given(
            respondent=row.id,
            # A table has people of several groups, and stands for none of them.
            group=row.stakeholder_group or None,
            sub_role=row.sub_role,
            table=row.table_name,
            round=row.round,
            at=row.saved_at,
            origin=row.origin,
            # Who changes their mind takes the words off the screen.
            approved=decision.approved and quotable,
            # Checked when it was saved; checking thousands again for each
            # picture of the room would cost more than everything else.
            answer=recall(row.answer),
            response=row.response_id or "",
            state=decision.state,
            why=decision.why,
            supporters=supporters.get(row.response_id, {}),
            is_table=row.is_table,
            quotable=quotable,
            poolable=willing.to(consents.POOL, row.response_id, row.id),
        )


def supporters_of(db: Session, activity: Activity) -> dict[str, dict[str, int]]:
    """Return how many of each stakeholder group support an answer, by the answer's id."""
    counted: dict[str, dict[str, int]] = {}
    for slot, group, n in db.execute(
        select(_current.c.slot, _people.c.stakeholder_group, func.count())
        .join(_people, _people.c.id == _current.c.respondent_id)
        .where(
            _current.c.activity_id == activity.id,
            _current.c.slot.like(f"{PREFIX}%"),
            _current.c.answer.is_not(None),
        )
        .group_by(_current.c.slot, _people.c.stakeholder_group)
    ):
        counted.setdefault(slot.removeprefix(PREFIX), {})[group] = n
    return counted


def agreements(db: Session, activity: Activity) -> dict[str, dict[str, Any]]:
    """Return how far each table says it agrees in the round that is on, by the table."""
    return {
        table: answer
        for table, answer in db.execute(
            select(_people.c.table_name, _current.c.answer)
            .join(_people, _people.c.id == _current.c.respondent_id)
            .where(
                _current.c.activity_id == activity.id,
                _current.c.round == activity.round,
                _current.c.slot == AGREEMENT,
                _current.c.answer.is_not(None),
            )
        )
        if table is not None
    }


def tally(
    db: Session, activity: Activity, audience: Audience, table: str | None = None
) -> dict[str, Any]:
    """Return the kind's tally of the round that is on, for one audience; of one table if named."""
    settings = frozen.settings_now(db, activity)
    answers: Iterable[Given] = given(db, activity, activity.round)
    if table is not None:
        answers = (one for one in answers if one.table == table)
    return kind_named(activity.kind).tally(settings, answers, audience, activity.round)


def progress(db: Session, activity: Activity) -> dict[str, int]:
    """Return how many answers there are, from how many respondents: all a hidden round shows."""
    answers, respondents = db.execute(
        select(func.count(), func.count(_current.c.respondent_id.distinct())).where(
            _current.c.activity_id == activity.id,
            _current.c.round == activity.round,
            _current.c.answer.is_not(None),
            _current.c.slot.not_like(f"{PREFIX}%"),
            _current.c.slot != AGREEMENT,
        )
    ).one()
    return {"answers": answers, "respondents": respondents}


def latest_seq(db: Session, activity: Activity) -> int:
    """Return the number of the newest event of the round: it rises whenever the tally may."""
    return (
        db.scalar(
            select(func.max(ResponseEvent.seq)).where(
                ResponseEvent.activity_id == activity.id, ResponseEvent.round == activity.round
            )
        )
        or 0
    )
