"""What facilitators decide about an answer: show its words, and what becomes of the proposal.

Every decision is an act that names the answer as it was worded: who changes
their words has made another proposal, which nobody has approved yet.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.live import consents
from workshop.live.acts import log
from workshop.live.refusal import Refusal
from workshop.models import Act, Activity, CurrentResponse, Workshop
from workshop.schema import clean

State = Literal["proposed", "considered", "adopted", "declined", "withdrawn"]
STATE_AFTER: dict[str, State] = {
    "propose": "proposed",
    "consider": "considered",
    "adopt": "adopted",
    "decline": "declined",
    "withdraw": "withdrawn",
}
"""What a proposal is after each verb; `propose` takes an earlier decision back."""
VERBS = ("approve", "unapprove", *STATE_AFTER)
SHOWS = ("approve", "adopt")
"""What puts words on the screen or into the report: never against the will of who wrote them."""
LONGEST_WHY = 500
NOT_QUOTED = (
    "Whoever wrote this does not want to be quoted. The answer counts; "
    "its words are not shown and not taken over."
)


@dataclass(frozen=True)
class Decision:
    """What stands about one answer: may others read it, and what became of it."""

    approved: bool = False
    state: State = "proposed"
    why: str = ""
    by: str | None = None


UNDECIDED = Decision()


def decide(
    db: Session,
    workshop: Workshop,
    account_id: str | None,
    response_id: str,
    verb: str,
    why: str = "",
) -> Activity:
    """Record one decision about an answer that stands; returns the activity it belongs to."""
    if verb not in VERBS:
        raise Refusal("invalid", f"Choose one of {', '.join(VERBS)}.")
    why = clean(why)
    if verb == "decline" and not why:
        raise Refusal("invalid", "Please say why: whoever proposed it will ask.")
    if len(why) > LONGEST_WHY:
        raise Refusal("invalid", f"Please give the reason in at most {LONGEST_WHY} characters.")
    found = db.execute(
        select(Activity, CurrentResponse.answer)
        .join(CurrentResponse, CurrentResponse.activity_id == Activity.id)
        .where(
            Activity.workshop_id == workshop.id,
            CurrentResponse.response_id == response_id,
            CurrentResponse.answer.is_not(None),
        )
    ).first()
    if found is None:
        raise Refusal(
            "not-found",
            "This answer was changed or taken back meanwhile. Look at its words once more.",
        )
    activity, answer = found
    if verb in SHOWS and _holds_words(activity, answer) and not consents.quotable(db, response_id):
        raise Refusal("not-now", NOT_QUOTED)
    detail = {"why": why} if why else {}
    log(db, workshop, account_id, verb, activity.id, response_id=response_id, **detail)
    db.flush()
    return activity


def _holds_words(activity: Activity, answer: dict[str, Any]) -> bool:
    # Imported here: whom others support is in turn checked against what is decided.
    from workshop.live.support import shape_of

    if shape := shape_of(answer):
        return any(shape.model_validate(answer).summary()[1:])
    kind = kind_named(activity.kind)
    return any(kind.words(kind.recall(answer)))


def standing(db: Session, activity_id: str) -> dict[str, Decision]:
    """Return what stands about each answer of an activity, by the answer's id."""
    decisions: dict[str, Decision] = {}
    rows = db.execute(
        select(Act.response_id, Act.verb, Act.detail, Act.account_id)
        .where(Act.activity_id == activity_id, Act.response_id.is_not(None))
        .order_by(Act.seq)
    )
    for response_id, verb, detail, account_id in rows:
        before = decisions.get(response_id, UNDECIDED)
        if verb in STATE_AFTER:
            why = str((detail or {}).get("why", ""))
            after = replace(before, state=STATE_AFTER[verb], why=why, by=account_id)
        else:
            after = replace(before, approved=verb == "approve")
        decisions[response_id] = after
    return decisions


def latest(db: Session, activity_id: str) -> int:
    """Return the number of the newest act about an activity: it rises with every decision."""
    return (
        db.scalar(
            select(Act.seq).where(Act.activity_id == activity_id).order_by(Act.seq.desc()).limit(1)
        )
        or 0
    )
