"""Two answers that every kind takes: support of what somebody else wrote, a table's agreement."""

from typing import Any, Literal
from uuid import UUID

from pydantic import field_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.live import consents, decisions
from workshop.models import CurrentResponse
from workshop.schema import Schema, Words

PREFIX = "support:"
AGREEMENT = "agreement"
LONGEST_NOTE = 500


class Support(Schema):
    """`supports` is the id of an answer, as the tally names it."""

    supports: UUID

    def slot(self) -> str:
        return f"{PREFIX}{self.supports}"

    def summary(self) -> tuple[str, str]:
        return "support", ""


class Agreement(Schema):
    """How far a table agrees on its sheet, with what divides it."""

    agreement: Literal["agreed", "mostly", "divided"]
    note: Words = ""

    @field_validator("note")
    @classmethod
    def _not_too_long(cls, note: str) -> str:
        if len(note) > LONGEST_NOTE:
            raise ValueError(f"please keep the note under {LONGEST_NOTE} characters")
        return note

    def slot(self) -> str:
        return AGREEMENT

    def summary(self) -> tuple[str, str]:
        return self.agreement, self.note


def shape_of(raw: Any) -> type[Support] | type[Agreement] | None:
    """Return the schema of an answer that is not the kind's own, or None."""
    if isinstance(raw, dict):
        if "supports" in raw:
            return Support
        if "agreement" in raw:
            return Agreement
    return None


def is_apart(slot: str) -> bool:
    """Tell whether a slot holds one of these two, and no answer of the kind's own."""
    return slot.startswith(PREFIX) or slot == AGREEMENT


def check_support(
    db: Session, activity_id: str, round_: int, respondent_ids: tuple[str, ...], wanted: Support
) -> None:
    """Raise ValueError unless the answer stands, others may read it, and it is somebody else's."""
    target = db.execute(
        select(CurrentResponse.respondent_id, CurrentResponse.slot).where(
            CurrentResponse.activity_id == activity_id,
            CurrentResponse.round == round_,
            CurrentResponse.response_id == str(wanted.supports),
            CurrentResponse.answer.is_not(None),
        )
    ).first()
    decided = decisions.standing(db, activity_id).get(str(wanted.supports), decisions.UNDECIDED)
    readable = decided.approved and consents.quotable(db, str(wanted.supports))
    if target is None or is_apart(target.slot) or not readable:
        raise ValueError("this was changed or taken back meanwhile; nothing to support any more")
    if target.respondent_id in respondent_ids:
        raise ValueError("these are your own words; others can support them")
