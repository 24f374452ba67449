"""Back to one's own answers from any device, also after the workshop, with a receipt."""

from flask import make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from workshop.live import codes
from workshop.live.join import workshop_with_code
from workshop.live.refusal import Refusal
from workshop.models import Respondent
from workshop.web.participant import who
from workshop.web.participant.blueprint import blueprint
from workshop.web.services import services

UNKNOWN = "No answers belong to these two codes. They may be erased already, or a sign is wrong."
LASTS = 60 * 60
"""Seconds that the other device is let in for; it may be a borrowed one."""


@blueprint.get("/receipt")
def receipt_page() -> Response:
    return who.with_device(make_response(render_template("participant/receipt.html")))


@blueprint.post("/receipt")
def receipt() -> Response:
    s = services()
    s.limiter.before_code(device := who.device())
    code, typed = request.form.get("code", ""), request.form.get("receipt", "")
    wanted = codes.normal(typed)
    with s.db.reading() as db:
        try:
            workshop = workshop_with_code(db, code)
            everybody = db.scalars(
                select(Respondent.id).where(Respondent.workshop_id == workshop.id)
            ).all()
            found = s.tokens.with_receipt(everybody, wanted)
        except Refusal:
            found = None
    if found is None:
        s.limiter.wrong_code(device)
        page = render_template(
            "participant/receipt.html", problem=UNKNOWN, code=code[:12], receipt=typed[:24]
        )
        return who.with_device(make_response(page, 404))
    response = redirect(url_for("participant.mine", code=workshop.code), 303)
    who.remember(response, workshop.code, s.tokens.for_participant(found), LASTS)  # type: ignore[arg-type]
    return response
