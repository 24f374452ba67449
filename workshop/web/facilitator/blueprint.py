"""The blueprint, whose workshop it is, and how it says no."""

from flask import Blueprint, g, make_response, render_template, request
from flask_login import current_user, login_required
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live.refusal import Refusal
from workshop.models import Activity, Workshop
from workshop.web.errors import STATUS, Problem, answer, wants_json

blueprint = Blueprint("facilitator", __name__, url_prefix="/desk")


@blueprint.before_request
@login_required
def _only_signed_in() -> None:
    """Every route of this blueprint is for signed-in people."""


def own_workshop(db: Session, workshop_id: str) -> Workshop:
    """Return a workshop of the signed-in facilitator; somebody else's does not exist for them."""
    workshop = db.get(Workshop, workshop_id)
    if workshop is None or workshop.owner_id != current_user.id:
        raise Problem("not-found", "There is no such workshop on your desk.")
    g.language = workshop.languages[0]
    return workshop


def own_activity(workshop: Workshop, activity_id: str) -> Activity:
    """Return an activity of this workshop's agenda."""
    for activity in workshop.activities:
        if activity.id == activity_id:
            return activity
    raise Problem("not-found", "This activity is not on the agenda of this workshop.")


@blueprint.errorhandler(Refusal)
@blueprint.errorhandler(Problem)
def _refused(error: Refusal | Problem) -> Response:
    """Say it on a page of the desk, with the way back, and to scripts as a problem document."""
    if wants_json() or not current_user.is_authenticated:
        return answer(error.code, STATUS[error.code], error.words)
    workshop_id = (request.view_args or {}).get("workshop_id")
    back = f"/desk/{workshop_id}" if workshop_id and error.code != "not-found" else "/desk/"
    page = render_template("facilitator/refused.html", words=error.words, back=back)
    return make_response(page, STATUS[error.code])
