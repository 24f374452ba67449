"""The log of what facilitators do."""

from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from workshop.models import Act, Workshop


def log(
    db: Session,
    workshop: Workshop,
    account_id: str | None,
    verb: str,
    activity_id: str | None = None,
    **detail: Any,
) -> None:
    """Add one act to the workshop's log."""
    db.add(
        Act(
            id=str(uuid4()),
            workshop_id=workshop.id,
            account_id=account_id,
            activity_id=activity_id,
            verb=verb,
            detail=detail,
        )
    )
