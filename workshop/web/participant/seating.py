"""Which table a phone sits at, chosen and changed on a plain page."""

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.live import codes
from workshop.live.refusal import Refusal
from workshop.models import Workshop
from workshop.web.errors import STATUS, Problem
from workshop.web.participant import who
from workshop.web.participant.api import seated
from workshop.web.participant.blueprint import blueprint
from workshop.web.services import services


@blueprint.get("/w/<code>/table")
def table_page(code: str) -> Response:
    return _page(code, chosen=request.args.get("table", ""))


@blueprint.post("/w/<code>/table")
def sit_down(code: str) -> Response:
    s = services()
    token, wanted = who.token_in_request(code), request.form.get("table", "")
    try:
        respondent = s.writer.run(lambda db: seated(db, s, token, wanted))
    except Refusal as refusal:
        return _page(code, problem=refusal.words, status=STATUS[refusal.code])
    s.hub.answered(respondent.workshop_id)
    return redirect(url_for("participant.room", code=codes.normal(code)), 303)


def _page(code: str, *, chosen: str = "", problem: str = "", status: int = 200) -> Response:
    s = services()
    with s.db.reading() as db:
        try:
            respondent = who.respondent_in(db, s, who.token_in_request(code))
        except Problem:
            where = url_for("participant.join_page", code=codes.normal(code), table=chosen or None)
            return redirect(where, 303)
        g.language = respondent.locale
        page = render_template(
            "participant/table.html",
            workshop=db.get_one(Workshop, respondent.workshop_id),
            respondent=respondent,
            chosen=chosen or respondent.table or "",
            problem=problem,
        )
    return make_response(page, status)
