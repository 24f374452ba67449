"""What the answers of an activity add up to now."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import Audience, Given
from workshop.live import frozen
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent

_current = CurrentResponse.__table__
_people = Respondent.__table__


def given(db: Session, activity: Activity, round_: int | None = None) -> Iterator[Given]:
    """Yield the current answers of one round (all rounds if None), withdrawn ones left out."""
    answer_of = kind_named(activity.kind).Answer.model_construct
    query = (
        select(
            _current.c.answer,
            _current.c.round,
            _current.c.saved_at,
            _current.c.origin,
            _people.c.id,
            _people.c.stakeholder_group,
            _people.c.sub_role,
            _people.c.table_name,
        )
        .join(_people, _people.c.id == _current.c.respondent_id)
        .where(_current.c.activity_id == activity.id, _current.c.answer.is_not(None))
        .order_by(_current.c.round, _current.c.saved_at, _current.c.respondent_id, _current.c.slot)
    )
    if round_ is not None:
        query = query.where(_current.c.round == round_)
    for row in db.execute(query):
        yield Given(
            respondent=row.id,
            group=row.stakeholder_group,
            sub_role=row.sub_role,
            table=row.table_name,
            round=row.round,
            at=row.saved_at,
            origin=row.origin,
            approved=False,
            # Checked when it was saved; checking thousands again for each
            # picture of the room would cost more than everything else.
            answer=answer_of(**row.answer),
        )


def tally(db: Session, activity: Activity, audience: Audience) -> dict[str, Any]:
    """Return the kind's tally of the round that is on, for one audience."""
    settings = frozen.settings(db, activity)
    kind = kind_named(activity.kind)
    return kind.tally(settings, given(db, activity, activity.round), audience)


def progress(db: Session, activity: Activity) -> dict[str, int]:
    """Return how many answers there are, from how many respondents: all a hidden round shows."""
    answers, respondents = db.execute(
        select(func.count(), func.count(_current.c.respondent_id.distinct())).where(
            _current.c.activity_id == activity.id,
            _current.c.round == activity.round,
            _current.c.answer.is_not(None),
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
