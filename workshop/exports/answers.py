"""The stored answers of a workshop, read as a stream in the order in which they were saved."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from workshop.activities.base import Given
from workshop.live.tally import given
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent

_event = ResponseEvent.__table__
_current = CurrentResponse.__table__
_people = Respondent.__table__


def events(db: Session, workshop_id: str) -> Iterator[Any]:
    """Yield every stored event with its respondent's group, sub-role and table, and `is_current`.

    A withdrawal is current too, with an answer of None, until another answer
    takes its place.
    """
    query = (
        select(
            _event,
            _people.c.stakeholder_group,
            _people.c.sub_role,
            _people.c.table_name,
            _current.c.seq.is_not(None).label("is_current"),
        )
        .join(_people, _people.c.id == _event.c.respondent_id)
        .outerjoin(
            _current,
            and_(
                _current.c.activity_id == _event.c.activity_id,
                _current.c.round == _event.c.round,
                _current.c.respondent_id == _event.c.respondent_id,
                _current.c.slot == _event.c.slot,
                _current.c.seq == _event.c.seq,
            ),
        )
        .where(_event.c.workshop_id == workshop_id)
        .order_by(_event.c.seq)
    )
    yield from db.execute(query)


class Answers:
    """The current answers of an activity in all its rounds, read anew whenever iterated.

    A kind that makes several sheets goes through them several times, and none
    of it need be in memory.
    """

    def __init__(self, db: Session, activity: Activity) -> None:
        self._db = db
        self._activity = activity

    def __iter__(self) -> Iterator[Given]:
        return given(self._db, self._activity)
