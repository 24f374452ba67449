"""After a rehearsal: simulated participants go, and the agenda starts over."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from workshop.live.acts import log
from workshop.live.join import has_real_answers
from workshop.models import Respondent, Workshop


def clear(db: Session, workshop: Workshop, account_id: str | None) -> int:
    """Remove simulated participants with their answers; returns how many there were.

    Where nobody real has answered, every activity becomes planned again, and
    a workshop that the rehearsal took to its end is a draft once more.
    """
    removed = db.execute(
        delete(Respondent).where(
            Respondent.workshop_id == workshop.id, Respondent.origin == "simulated"
        )
    ).rowcount  # type: ignore[attr-defined]
    if not has_real_answers(db, workshop):
        workshop.current_activity_id = None
        if workshop.state == "ended":
            workshop.state, workshop.started_at, workshop.ended_at = "draft", None, None
        for activity in workshop.activities:
            activity.state, activity.revealed, activity.round = "planned", False, 1
            activity.opened_at = activity.closed_at = None
    workshop.revision += 1
    log(db, workshop, account_id, "clear-rehearsal", participants=removed)
    db.flush()
    return removed
