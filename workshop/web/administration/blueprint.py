"""The blueprint, which lets in administrators only."""

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from workshop.live.refusal import Refusal
from workshop.web.errors import STATUS, Problem, answer, wants_json

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


@blueprint.before_request
@login_required
def _only_administrators() -> None:
    if not current_user.administers:
        raise Problem("forbidden", "This page is for administrators.")


@blueprint.get("/")
def administration() -> Response:
    return redirect(url_for("administration.accounts"), 303)


@blueprint.errorhandler(Refusal)
@blueprint.errorhandler(Problem)
def _refused(error: Refusal | Problem) -> Response:
    """Say it on a page, with the way back, and to scripts as a problem document."""
    if wants_json() or not current_user.is_authenticated:
        return answer(error.code, STATUS[error.code], error.words)
    back = "/administration/accounts" if current_user.administers else "/desk/"
    page = render_template(
        "facilitator/refused.html",
        words=error.words,
        back=back,
        back_words="To the accounts" if current_user.administers else "",
    )
    return make_response(page, STATUS[error.code])
