"""After a rehearsal: simulated participants go, and the agenda starts over."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workshop.live.acts import log
from workshop.live.join import has_real_answers
from workshop.live.standing import remove_events
from workshop.models import Respondent, ResponseEvent, Workshop


def clear(db: Session, workshop: Workshop, account_id: str | None) -> int:
    """Remove simulated participants with their answers; returns how many there were.

    On the sheet of a table stands again what real people wrote there.
    Where nobody real has answered, every activity becomes planned again, and
    a workshop that the rehearsal took to its end is a draft once more.
    """
    _clear_sheets(db, workshop)
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
            activity.asked = None
            activity.opened_at = activity.closed_at = None
    workshop.revision += 1
    log(db, workshop, account_id, "clear-rehearsal", participants=removed)
    db.flush()
    return removed


def _clear_sheets(db: Session, workshop: Workshop) -> None:
    """Take what simulated people wrote off the tables' sheets."""
    tables = select(Respondent.id).where(
        Respondent.workshop_id == workshop.id, Respondent.is_table.is_(True)
    )
    remove_events(db, ResponseEvent.respondent_id.in_(tables), ResponseEvent.origin == "simulated")
