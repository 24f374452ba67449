"""What stands where events were removed: the latest of those that are left."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.orm import Session

from workshop.models import CurrentResponse, ResponseEvent

PLACE = ("activity_id", "round", "respondent_id", "slot")
_of_event = [getattr(ResponseEvent, name) for name in PLACE]


def remove_events(db: Session, *which: ColumnElement[bool]) -> None:
    """Remove events, and put the latest that are left in the place of those that stood."""
    places = [tuple(row) for row in db.execute(select(*_of_event).where(*which).distinct())]
    db.execute(
        delete(ResponseEvent).where(*which), execution_options={"synchronize_session": False}
    )
    stand_again(db, places)


def stand_again(db: Session, places: Iterable[tuple[Any, ...]]) -> None:
    """Make the latest saved event of each place current; where none is left, nothing stands."""
    for place in places:
        before = db.scalar(
            select(ResponseEvent)
            .where(tuple_(*_of_event) == place, ResponseEvent.status == "saved")
            .order_by(ResponseEvent.seq.desc())
            .limit(1)
        )
        current = db.get(CurrentResponse, place, populate_existing=True)
        if current is None:
            continue
        if before is None:
            db.delete(current)
        else:
            current.seq, current.response_id = before.seq, before.submission_id
            for name in ("edit", "answer", "origin", "saved_at"):
                setattr(current, name, getattr(before, name))
    db.flush()
