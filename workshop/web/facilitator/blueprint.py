"""The blueprint, who may do what in whose workshop, and how it says no."""

from flask import Blueprint, g, make_response, render_template, request
from flask_login import current_user, login_required
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live import members
from workshop.live.members import RANK, Standing
from workshop.live.refusal import Refusal
from workshop.models import Activity, Workshop
from workshop.web.errors import STATUS, Problem, answer, wants_json

blueprint = Blueprint("facilitator", __name__, url_prefix="/desk")

NOT_YOURS = {
    "lead": "You were invited to read this workshop: its page, its log and its results. "
    "Leading it is for its facilitators.",
    "own": "Only the owner of this workshop can do this.",
}


@blueprint.before_request
@login_required
def _only_signed_in() -> None:
    """Every route of this blueprint is for signed-in people."""


def workshop_for(db: Session, workshop_id: str, may: Standing) -> Workshop:
    """Return a workshop in which the signed-in account may read, lead, or do what owners do.

    A workshop that somebody was not invited to does not exist for them.
    """
    workshop = db.get(Workshop, workshop_id)
    here = None
    if workshop is not None:
        here = members.standing(db, workshop, current_user.id, current_user.role)
    if workshop is None or here is None:
        raise Problem("not-found", "There is no such workshop on your desk.")
    if RANK[here] < RANK[may]:
        raise Problem("forbidden", NOT_YOURS[may])
    g.standing = here
    g.language = workshop.languages[0]
    return workshop


@blueprint.app_template_global("may")
def may(wanted: Standing) -> bool:
    """Tell a template what the signed-in account may do in the workshop it shows."""
    return RANK.get(g.get("standing", ""), 0) >= RANK[wanted]


def for_leaders() -> None:
    """Refuse what makes something new to those whose account only reads."""
    if not current_user.leads:
        raise Problem(
            "forbidden",
            "Your account is a researcher's: it reads the workshops you are invited to, "
            "and the cases. An administrator can change that.",
        )


def own_activity(workshop: Workshop, activity_id: str) -> Activity:
    """Return an activity of this workshop's agenda."""
    for activity in workshop.activities:
        if activity.id == activity_id:
            return activity
    raise Problem("not-found", "This activity is not on the agenda of this workshop.")


@blueprint.errorhandler(Refusal)
@blueprint.errorhandler(Problem)
def refused(error: Refusal | Problem) -> Response:
    """Say it on a page of the desk, with the way back, and to scripts as a problem document."""
    if wants_json() or not current_user.is_authenticated:
        return answer(error.code, STATUS[error.code], error.words)
    workshop_id = (request.view_args or {}).get("workshop_id")
    back = f"/desk/{workshop_id}" if workshop_id and error.code != "not-found" else "/desk/"
    page = render_template("facilitator/refused.html", words=error.words, back=back)
    return make_response(page, STATUS[error.code])
