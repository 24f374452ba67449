"""What belongs to a participant: what they agree to, a copy of what they sent, its erasure."""

import orjson
from flask import Response, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from workshop.live import codes, consents, erasure
from workshop.live.belongings import as_text, belongings
from workshop.models import Respondent, Workshop
from workshop.web.errors import Problem
from workshop.web.participant import who
from workshop.web.participant.blueprint import blueprint
from workshop.web.services import Services, services

A_CHANGE = 100
"""How many answers one change of what somebody agrees to counts for."""


@blueprint.post("/w/<code>/consents")
def change_consents(code: str) -> AnyResponse:
    s = services()
    token, chosen = who.token_in_request(code), set(request.form)
    # Every change makes the whole room look anew: a few a minute are enough for anybody.
    s.limiter.answers(who.id_in(s, token), A_CHANGE)
    workshop_id, changed = s.writer.run(lambda db: _change(db, s, token, chosen))
    if changed:
        s.hub.announce(workshop_id)
    return redirect(url_for("participant.mine", code=codes.normal(code), changed="yes"), 303)


def _change(db: Session, s: Services, token: str, chosen: set[str]) -> tuple[str, bool]:
    respondent = who.respondent_in(db, s, token)
    workshop = db.get_one(Workshop, respondent.workshop_id)
    return workshop.id, consents.choose(db, workshop, respondent, chosen)


@blueprint.get("/w/<code>/mine/copy.<any(json, txt):format_>")
def copy(code: str, format_: str) -> AnyResponse:
    """Everything this participant sent, as a file: for programs, or to read."""
    s = services()
    with s.db.reading() as db:
        respondent = who.respondent_in(db, s, who.token_in_request(code))
        held = belongings(db, respondent)
        zone = db.get_one(Workshop, respondent.workshop_id).time_zone
    if format_ == "json":
        held["participant"]["receipt"] = s.tokens.receipt(respondent.id)
        response = Response(
            orjson.dumps(held, option=orjson.OPT_INDENT_2), content_type="application/json"
        )
    else:
        response = Response(as_text(held, zone), content_type="text/plain; charset=utf-8")
    name = f"my-answers-{held['workshop']['code']}.{format_}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@blueprint.get("/w/<code>/erase")
def erase_page(code: str) -> AnyResponse:
    s = services()
    with s.db.reading() as db:
        try:
            respondent = who.respondent_in(db, s, who.token_in_request(code))
        except Problem:
            return redirect(url_for("participant.join_page", code=codes.normal(code)), 303)
        return _page("participant/erase.html", db, respondent)


@blueprint.post("/w/<code>/erase")
def erase(code: str) -> AnyResponse:
    s = services()
    with s.db.transaction() as db:
        respondent = who.respondent_in(db, s, who.token_in_request(code))
        workshop = db.get_one(Workshop, respondent.workshop_id)
        response = _page("participant/erased.html", db, respondent)
        tables = erasure.erase(db, workshop, respondent)
        workshop_id = workshop.id
    tell_erased(s, workshop_id, tables)
    who.forget(response, code)
    return response


def tell_erased(s: Services, workshop_id: str, tables: set[str]) -> None:
    """Make sure that it is gone from the disk, and tell the room; call it after the commit."""
    s.db.wipe_log()
    s.hub.announce(workshop_id)
    for table in tables:
        s.hub.sheet_changed(workshop_id, table)


def _page(template: str, db: Session, respondent: Respondent) -> Response:
    g.language = respondent.locale
    return make_response(
        render_template(
            template,
            workshop=db.get_one(Workshop, respondent.workshop_id),
            respondent=respondent,
        )
    )
