"""Deleting what has been kept long enough: a workshop goes with everything in it on its day."""

import datetime as dt
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.db import now
from workshop.models import Deletion, Respondent, ResponseEvent, Workshop

WARNED = dt.timedelta(days=30)
"""How long before its day a workshop's facilitators are told."""


def due(db: Session, today: dt.date | None = None) -> list[Workshop]:
    """Return the workshops whose day has come, the first ones first; none that is live."""
    return list(
        db.scalars(
            select(Workshop)
            .where(Workshop.keep_until <= (today or now().date()), Workshop.state != "live")
            .order_by(Workshop.keep_until, Workshop.id)
        )
    )


def delete_due(db: Session, today: dt.date | None = None) -> list[Deletion]:
    """Delete every workshop that is due; call `wipe_log` after the commit."""
    gone = []
    for workshop in due(db, today):
        gone.append(note(db, workshop, "retention"))
        db.delete(workshop)
        db.flush()
    return gone


def note(db: Session, workshop: Workshop, why: str) -> Deletion:
    """Note that a workshop is deleted and how much it was, without a word of it."""
    deletion = Deletion(
        id=str(uuid4()),
        code=workshop.code,
        why=why,
        participants=_how_many(db, Respondent, workshop),
        responses=_how_many(db, ResponseEvent, workshop),
        deleted_at=now(),
    )
    db.add(deletion)
    db.flush()
    return deletion


def goes_soon(workshop: Workshop, today: dt.date | None = None) -> bool:
    """Tell whether a workshop's day is so near that its facilitators should know."""
    return workshop.keep_until is not None and (
        workshop.keep_until - (today or now().date()) <= WARNED
    )


def _how_many(db: Session, what: type[Respondent | ResponseEvent], workshop: Workshop) -> int:
    return db.scalar(select(func.count()).where(what.workshop_id == workshop.id)) or 0
