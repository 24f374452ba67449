"""The demo workshop: one activity of every kind, live and waiting, nobody in it yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.activities import kinds
from workshop.activities.base import Material
from workshop.live import plan
from workshop.live.conduct import Conductor
from workshop.models import Workshop
from workshop.schema import Text

MINUTES = 20


def ensure(db: Session, owner_id: str, material: Material, *, fresh: bool = False) -> Workshop:
    """Return the demo workshop, made where there is none yet or a fresh one is asked for."""
    known = db.scalar(
        select(Workshop).where(Workshop.is_demo).order_by(Workshop.created_at.desc()).limit(1)
    )
    if known is not None and not fresh:
        return known
    workshop = plan.create(
        db,
        owner_id,
        plan.WorkshopPlan(
            title=Text({"en": "A safer square: demo workshop"}),
            place="Market Square",
            country="DE",
            time_zone="Europe/Berlin",
        ),
        is_demo=True,
    )
    for kind in kinds().values():
        plan.add_activity(
            db,
            workshop,
            owner_id,
            plan.ActivityPlan(
                kind=kind.name,
                title=kind.demo_title,
                minutes=MINUTES,
                settings=kind.demo(material).model_dump(mode="json"),
            ),
            material,
        )
    Conductor(db, workshop.id, owner_id, material).start()
    return workshop
