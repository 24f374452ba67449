"""Coming in and leaving: a code, a stakeholder group, one consent."""

from collections.abc import Mapping
from uuid import uuid4

from flask import g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from workshop.live import codes
from workshop.live.consents import OPTIONAL, texts
from workshop.live.join import Join, consent_text, join, leave, locale_for, workshop_with_code
from workshop.live.refusal import Refusal
from workshop.models import Respondent, Workshop
from workshop.web.errors import STATUS, answer
from workshop.web.participant import who
from workshop.web.participant.blueprint import blueprint
from workshop.web.services import services


@blueprint.get("/")
def front() -> AnyResponse:
    code = codes.normal(request.args.get("code", ""))
    if code:
        return redirect(url_for("participant.join_page", code=code), 303)
    return make_response(render_template("participant/front.html"))


@blueprint.get("/j/<code>")
def join_page(code: str) -> AnyResponse:
    return _join_page(code)


@blueprint.post("/j/<code>")
def join_form(code: str) -> AnyResponse:
    s = services()
    form = request.form
    s.limiter.before_code(who.device())
    wanted = Join(
        code=code,
        join_id=form.get("join_id", "")[:64] or uuid4().hex,
        stakeholder_group=form.get("stakeholder_group", ""),
        locale=form.get("locale", "en"),
        consents=_consents(form),
        origin="phone",
        table=form.get("table", ""),
        as_table=form.get("as_table") == "yes",
    )
    try:
        respondent = s.writer.run(lambda db: join(db, wanted))
    except Refusal as refusal:
        # The page says the same, with what was chosen still chosen.
        return _join_page(code, problem=refusal.words, status=STATUS[refusal.code])
    s.hub.answered(respondent.workshop_id)
    code = codes.normal(code)
    response = redirect(url_for("participant.room", code=code), 303)
    who.remember(response, code, s.tokens.for_participant(respondent.id))  # type: ignore[arg-type]
    return response


def _consents(form: Mapping[str, str]) -> dict[str, bool]:
    """Return what was ticked; where age is asked for, saying nothing is no answer."""
    said = {name: form.get(name) == "yes" for name in ("take_part", *OPTIONAL)}
    if form.get("age") == "under":
        return {**said, "adult": False, "guardian": True}
    return {**said, "adult": form.get("age") == "adult" or "asks_age" not in form}


@blueprint.post("/w/<code>/leave")
def leave_form(code: str) -> AnyResponse:
    s = services()
    with s.db.transaction() as db:
        respondent = who.respondent_in(db, s, who.token_in_request(code))
        g.language = respondent.locale
        leave(db, respondent)
        workshop_id = respondent.workshop_id
    s.hub.answered(workshop_id)
    response = make_response(render_template("participant/left.html", code=codes.normal(code)))
    who.forget(response, code)
    return response


@blueprint.post("/w/<code>/done")
def done_on_behalf(code: str) -> AnyResponse:
    """Stop answering for somebody else, and go back to the desk."""
    s = services()
    token = who.token_in_request(code)
    with s.db.reading() as db:
        workshop_id = who.respondent_in(db, s, token).workshop_id
    if not s.tokens.is_on_behalf(token):
        return redirect(url_for("participant.room", code=codes.normal(code)), 303)
    response = redirect(f"/desk/{workshop_id}/on-behalf", 303)
    who.stand_back(response, code)  # type: ignore[arg-type]
    return response


def _join_page(code: str, problem: str = "", status: int = 200) -> AnyResponse:
    s = services()
    s.limiter.before_code(who.device())
    try:
        with s.db.reading() as db:
            workshop = workshop_with_code(db, code)
            if not problem and _is_in(db, workshop):
                table = request.args.get("table")
                # The card on a table was scanned by somebody who is in already.
                where = "participant.table_page" if table else "participant.room"
                return redirect(url_for(where, code=workshop.code, table=table), 303)
    except Refusal as refusal:
        s.limiter.wrong_code(who.device())
        page = render_template("participant/front.html", problem=refusal.words, code=code[:12])
        return who.with_device(make_response(page, 404))
    g.language = locale_for(
        workshop,
        request.args.get("lang")
        or request.form.get("locale")
        or request.accept_languages.best_match(workshop.languages)
        or "",
    )
    if workshop.state == "ended":
        return answer("ended", 410, "This workshop has ended; it takes no new participants.")
    page = render_template(
        "participant/join.html",
        workshop=workshop,
        consent=consent_text(workshop, g.language),
        optional=texts(workshop),
        join_id=request.form.get("join_id") or uuid4().hex,
        language=g.language,
        problem=problem,
        chosen=request.form.get("stakeholder_group", ""),
        table=request.values.get("table", ""),
        as_table=request.form.get("as_table") == "yes",
    )
    return who.with_device(make_response(page, status))


def _is_in(db: Session, workshop: Workshop) -> bool:
    known = services().tokens.participant(who.token_in_request(workshop.code))
    return known is not None and db.get(Respondent, known) is not None
