"""Whether somebody was only simulated: such data says so wherever it goes."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workshop.models import Respondent, ResponseEvent

SIMULATED = "SIMULATED"
NOTICE = (
    f"{SIMULATED}: this workshop holds participants or answers that a program made up. "
    "They say nothing about what real people think."
)


def holds_simulated(db: Session, workshop_id: str) -> bool:
    """Tell whether any respondent or any answer of a workshop was simulated."""
    return any(
        db.scalar(select(exists().where(one.workshop_id == workshop_id, one.origin == "simulated")))
        for one in (Respondent, ResponseEvent)
    )


def marked(origin: str) -> str | None:
    """Return SIMULATED for an origin that is, else None."""
    return SIMULATED if origin == "simulated" else None
