"""Entering answers for somebody without a phone, on the participant's own page."""

from flask import make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from workshop.live import on_behalf
from workshop.live.refusal import Refusal
from workshop.web.errors import STATUS
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.participant import who
from workshop.web.services import services


@blueprint.get("/<workshop_id>/on-behalf")
def on_behalf_page(workshop_id: str) -> Response:
    return _page(workshop_id)


@blueprint.post("/<workshop_id>/on-behalf")
def answer_on_behalf(workshop_id: str) -> Response:
    """Go on as somebody else, until *Done* is pressed on the participant's page."""
    s = services()
    group, table = request.form.get("stakeholder_group", ""), request.form.get("table", "")
    with s.db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        code = workshop.code
        try:
            if request.form.get("take_part") != "yes":
                raise Refusal("consent-missing", "Ask them first, then confirm that they agree.")
            respondent = on_behalf.begin(db, workshop, current_user.id, group, table)
        except Refusal as refusal:
            db.rollback()
            return _page(workshop_id, refusal.words, STATUS[refusal.code])
        token = s.tokens.for_on_behalf(respondent.id)
    s.hub.answered(workshop_id)
    response = redirect(url_for("participant.room", code=code), 303)
    who.stand_in(response, code, token)  # type: ignore[arg-type]
    return response


def _page(workshop_id: str, problem: str = "", status: int = 200) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        page = render_template(
            "facilitator/on_behalf.html",
            workshop=workshop,
            problem=problem,
            group=request.form.get("stakeholder_group", ""),
            table=request.form.get("table", request.args.get("table", "")),
        )
    return make_response(page, status)
