"""Coming in and leaving: a code, a stakeholder group, one consent."""

from uuid import uuid4

from flask import Response, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from workshop.live import codes
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
        consents={"take_part": form.get("take_part") == "yes"},
        origin="phone",
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


def _join_page(code: str, problem: str = "", status: int = 200) -> AnyResponse:
    s = services()
    s.limiter.before_code(who.device())
    try:
        with s.db.reading() as db:
            workshop = workshop_with_code(db, code)
            if not problem and _is_in(db, workshop):
                return redirect(url_for("participant.room", code=workshop.code), 303)
    except Refusal as refusal:
        s.limiter.wrong_code(who.device())
        page = render_template("participant/front.html", problem=refusal.words, code=code[:12])
        return _with_device(make_response(page, 404))
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
        join_id=request.form.get("join_id") or uuid4().hex,
        language=g.language,
        problem=problem,
        chosen=request.form.get("stakeholder_group", ""),
    )
    return _with_device(make_response(page, status))


def _is_in(db: Session, workshop: Workshop) -> bool:
    known = services().tokens.participant(who.token_in_request(workshop.code))
    return known is not None and db.get(Respondent, known) is not None


def _with_device(response: Response) -> Response:
    if not who.known_device():
        response.set_cookie(
            who.DEVICE_COOKIE,
            uuid4().hex,
            max_age=who.COOKIE_LASTS,
            httponly=True,
            samesite="Lax",
            secure=services().config.is_https,
        )
    return response
