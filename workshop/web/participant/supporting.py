"""Supporting what somebody else wrote, by a plain form; script sends the same to the API."""

from uuid import UUID, uuid4, uuid5

from flask import g, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live import codes
from workshop.live.respond import Receipt, respond
from workshop.live.support import PREFIX
from workshop.models import Respondent
from workshop.web.errors import Problem
from workshop.web.participant import who
from workshop.web.participant.blueprint import blueprint
from workshop.web.services import Services, services


@blueprint.post("/w/<code>/support")
def support_form(code: str) -> Response:
    """Support one answer, or take the support back."""
    s = services()
    token, form = who.token_in_request(code), dict(request.form.items())
    s.limiter.answers(who.id_in(s, token), 1)
    respondent, receipt = s.writer.run(lambda db: _save(db, s, token, form))
    g.language = respondent.locale
    s.hub.answered(respondent.workshop_id)
    if receipt.problem:
        raise Problem("not-now" if receipt.status == "closed" else "invalid", receipt.problem)
    return redirect(
        url_for("participant.room", code=codes.normal(code), saved=1, _anchor="supports"), 303
    )


def _save(db: Session, s: Services, token: str, form: dict[str, str]) -> tuple[Respondent, Receipt]:
    respondent = who.respondent_in(db, s, token)
    response, number = form.get("response", ""), form.get("round", "")
    on = form.get("on") == "yes"
    submission = {
        "submission_id": _submission_id(form.get("nonce", ""), f"{response} {on}"),
        "activity_id": form.get("activity_id", ""),
        "round": int(number) if number.isascii() and number.isdecimal() else 1,
        "slot": f"{PREFIX}{response}",
        "answer": {"supports": response} if on else None,
    }
    (receipt,) = respond(db, respondent, [submission], who.origin(s, token, "form"))
    return respondent, receipt


def _submission_id(nonce: str, change: str) -> str:
    """Return the same id for the same press on the same page: pressing twice saves once."""
    try:
        return str(uuid5(UUID(nonce), change))
    except ValueError:
        return str(uuid4())
