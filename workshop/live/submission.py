"""The envelope an answer travels in."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, model_validator

from workshop.schema import Schema, Words


class Submission(Schema):
    """One answer on its way.

    `submission_id` is minted where the answer is pressed; `edit` rises per
    slot (None: given on arrival); `answer` None withdraws what `slot` holds.
    """

    submission_id: UUID
    activity_id: Annotated[str, Field(max_length=36, pattern=r"^[\x20-\x7e]*$")]
    round: Annotated[int, Field(ge=1, le=100)] = 1
    edit: Annotated[int | None, Field(ge=0, le=2**53 - 1)] = None
    base: Annotated[int | None, Field(ge=0, le=2**53 - 1)] = None
    slot: Annotated[Words | None, Field(max_length=120)] = None
    answer: dict[str, Any] | None

    @model_validator(mode="after")
    def _withdrawal_names_its_slot(self) -> "Submission":
        if self.answer is None and not self.slot:
            raise ValueError("to take an answer back (answer: null), name its slot")
        return self


def read(raw: Any) -> Submission:
    """Read an envelope; raises pydantic's ValidationError for what is none."""
    return Submission.model_validate(raw)
