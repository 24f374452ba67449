"""A submission held against the activity it answers: may it be saved, and whose is it?

Most answers are of the activity's kind. Two others may come to every kind:
support of somebody else's words, and how far a table agrees on its sheet.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.live import frozen, tables
from workshop.live.receipt import NotSaved
from workshop.live.refusal import Refusal
from workshop.live.submission import Submission
from workshop.live.support import AGREEMENT, Support, check_support, is_apart, shape_of
from workshop.models import Respondent
from workshop.schema import problems_in_words

CLOSED = (
    "This question was closed before your answer arrived. "
    "Your words are still on your phone; the facilitator can open it again."
)


@dataclass(frozen=True)
class Checked:
    """An answer that may be saved; `limit` is None where how many there are is no matter."""

    respondent: Respondent
    slot: str
    answer: dict[str, Any] | None
    limit: int | None

    @property
    def shared(self) -> bool:
        """Whether several people write on the sheet this answer stands on."""
        return self.respondent.is_table


def check(db: Session, activity: Row[Any], sender: Respondent, sent: Submission) -> Checked:
    """Return what is to be saved; raises NotSaved closed or invalid."""
    shape = shape_of(sent.answer)
    supporting = shape is Support or (
        sent.answer is None and is_apart(sent.slot or "") and sent.slot != AGREEMENT
    )
    _refuse_closed(activity, sent, supporting=supporting)
    # One supports as a person: a table's sheet holds what the table says.
    whose = sender if supporting else _respondent(db, activity, sender)
    if sent.answer is None:
        return Checked(whose, sent.slot or "", None, 0)
    try:
        if shape is None:
            return _of_kind(db, activity, whose, sent.answer)
        answer = shape.model_validate(sent.answer)
        if isinstance(answer, Support):
            own = (sender.id, tables.id_of(db, sender))
            check_support(db, activity.id, sent.round, own, answer)
        elif not whose.is_table:
            raise ValueError("only a table says how far it agrees")
        return Checked(whose, answer.slot(), answer.model_dump(mode="json"), None)
    except ValidationError as error:
        raise NotSaved("invalid", problems_in_words(error)) from error
    except ValueError as error:
        raise NotSaved("invalid", str(error)) from error


def _of_kind(db: Session, activity: Row[Any], whose: Respondent, raw: dict[str, Any]) -> Checked:
    kind = kind_named(activity.kind)
    settings = frozen.settings_now(db, activity)
    answer = kind.read(raw)
    kind.check(settings, answer)
    return Checked(whose, kind.slot(answer), answer.model_dump(mode="json"), kind.limit(settings))


def _refuse_closed(activity: Row[Any], sent: Submission, *, supporting: bool) -> None:
    """Answers are taken while it is open, support while the room's answers are shown."""
    if supporting:
        takes = activity.revealed and activity.current_activity_id == activity.id
    else:
        takes = activity.state == "open"
    if not takes or activity.workshop_state != "live" or activity.round != sent.round:
        raise NotSaved("closed", CLOSED)


def _respondent(db: Session, activity: Row[Any], sender: Respondent) -> Respondent:
    """Return whose answer it is: the sender's own, or that of the table the sender sits at."""
    if activity.answered_by != "table" or sender.is_table:
        return sender
    try:
        return tables.table_of(db, sender)
    except Refusal as refusal:
        raise NotSaved("invalid", refusal.words) from refusal
