"""The log of what facilitators do."""

from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from workshop.models import Act, Workshop

WORDS = {
    "create": "made the workshop",
    "duplicate": "made the workshop as a copy of another one",
    "change": "changed the details of the workshop",
    "add-activity": "put an activity on the agenda",
    "edit-activity": "changed an activity",
    "move-activity": "moved an activity on the agenda",
    "remove-activity": "took an activity off the agenda",
    "start": "started the workshop",
    "end": "ended the workshop",
    "reopen": "reopened the workshop",
    "open": "opened an activity",
    "close": "closed an activity",
    "reveal": "revealed what the room said",
    "hide": "hid what the room said",
    "again": "asked once more",
    "correct": "corrected the wording",
    "approve": "let the room read an answer",
    "unapprove": "took an answer off the screen again",
    "propose": "took back what was decided about an answer",
    "consider": "took an answer into consideration",
    "adopt": "adopted an answer",
    "decline": "declined an answer",
    "withdraw": "withdrew an answer from the decisions",
    "on-behalf": "entered answers for somebody without a phone: {whom}",
    "seat": "seated participants at tables",
    "settle": "settled what a table answered",
    "invite": "invited {member} as {role}",
    "remove-member": "removed {member}, {role}",
    "renew-link": "made a new sign-in link for {member}",
    "transfer": "made {member} the owner",
    "export": "downloaded everything as {format}",
    "erase": "erased everything that one participant had sent",
    "erase-own": "erased everything they had sent as a participant",
    "rehearse": "let {participants} simulated participants come for a rehearsal",
    "clear-rehearsal": "cleared the rehearsal: {participants} simulated participants",
}
"""Every verb that is logged, as the log says it after a name; a new verb comes in here too."""


def log(
    db: Session,
    workshop: Workshop,
    account_id: str | None,
    verb: str,
    activity_id: str | None = None,
    *,
    response_id: str | None = None,
    **detail: Any,
) -> None:
    """Add one act to the workshop's log."""
    db.add(
        Act(
            id=str(uuid4()),
            workshop_id=workshop.id,
            account_id=account_id,
            activity_id=activity_id,
            response_id=response_id,
            verb=verb,
            detail=detail,
        )
    )
