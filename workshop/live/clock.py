"""Since when rounds have been on: what the clocks of console and screen count from."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.models import Act, Workshop


def began(db: Session, workshop: Workshop) -> dict[str, datetime]:
    """Return when the latest round of each opened activity was first opened, by its id.

    A round that was closed and opened again goes on; one that asks once more
    begins anew.
    """
    rounds = {a.id: a.round for a in workshop.activities}
    first = {a.id: a.opened_at for a in workshop.activities if a.opened_at}
    found: dict[str, datetime] = {}
    for activity_id, detail, at in db.execute(
        select(Act.activity_id, Act.detail, Act.at)
        .where(Act.workshop_id == workshop.id, Act.verb == "open")
        .order_by(Act.seq)
    ):
        if detail.get("round", 1) == rounds.get(activity_id):
            found.setdefault(activity_id, at)
    return first | found
