"""The participant's pages: plain forms that work without script, which script then speeds up."""

from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from workshop.activities import kind_named
from workshop.live import codes, frozen
from workshop.live import stage as live_stage
from workshop.live.join import Join, consent_text, join, leave, locale_for, workshop_with_code
from workshop.live.refusal import Refusal
from workshop.live.respond import Receipt, respond
from workshop.models import Activity, Respondent, Workshop
from workshop.web.errors import Problem, answer
from workshop.web.participant import who
from workshop.web.services import services

blueprint = Blueprint("participant", __name__)


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
    try:
        with s.db.transaction() as db:
            respondent = join(
                db,
                Join(
                    code=code,
                    join_id=form.get("join_id", "")[:64] or uuid4().hex,
                    stakeholder_group=form.get("stakeholder_group", ""),
                    locale=form.get("locale", "en"),
                    consents={"take_part": form.get("take_part") == "yes"},
                    origin="phone",
                ),
            )
            code = db.get_one(Workshop, respondent.workshop_id).code
    except Refusal as refusal:
        if refusal.code in ("unknown-group", "consent-missing"):
            return _join_page(code, problem=refusal.words, status=422)
        raise
    s.hub.answered(respondent.workshop_id)
    response = redirect(url_for("participant.room", code=code), 303)
    who.remember(response, code, s.tokens.for_participant(respondent.id))  # type: ignore[arg-type]
    return response


@blueprint.get("/w/<code>")
def room(code: str) -> AnyResponse:
    s = services()
    with s.db.reading() as db:
        try:
            respondent = _respondent(db, code)
        except Problem:
            return redirect(url_for("participant.join_page", code=codes.normal(code)), 303)
        return make_response(render_template("participant/room.html", **_scene(db, respondent)))


@blueprint.get("/w/<code>/panel")
def panel(code: str) -> AnyResponse:
    """The part of the page that changes with the stage, for the page's own script."""
    s = services()
    with s.db.reading() as db:
        respondent = _respondent(db, code)
        s.presence.seen(respondent.workshop_id, respondent.id)
        return make_response(render_template("participant/panel.html", **_scene(db, respondent)))


@blueprint.post("/w/<code>/answers")
def answers_form(code: str) -> AnyResponse:
    """Take the whole plain form; what did not change since the last time is not sent again."""
    s = services()
    form = {name: request.form.getlist(name) for name in request.form}
    activity_id = request.form.get("activity_id", "")
    with s.db.transaction() as db:
        respondent = _respondent(db, code)
        activity = db.get(Activity, activity_id)
        if activity is None or activity.workshop_id != respondent.workshop_id:
            raise Problem("not-found", "This question is not part of your workshop.")
        kind = kind_named(activity.kind)
        settings = frozen.settings(db, activity)
        before = {m["slot"]: m["answer"] for m in live_stage.mine(db, respondent, activity)}
        submissions = []
        for given in kind.answers_from_form(settings, form):
            if _unchanged(kind, given, before):
                continue
            submissions.append(
                {
                    "submission_id": _submission_id(request.form.get("nonce", ""), given),
                    "activity_id": activity.id,
                    "round": request.form.get("round", 1, type=int),
                    "answer": given,
                }
            )
        origin = "simulated" if respondent.origin == "simulated" else "form"
        receipts = respond(db, respondent, submissions, origin)
        refused = [r for r in receipts if r.problem]
        page = None
        if refused:
            scene = _scene(db, respondent)
            scene.update(problems=refused, typed=form)
            page = make_response(render_template("participant/room.html", **scene), 422)
    s.hub.answered(respondent.workshop_id)
    return page or redirect(
        url_for("participant.room", code=codes.normal(code), saved=_saved(receipts)), 303
    )


@blueprint.get("/w/<code>/mine")
def mine(code: str) -> AnyResponse:
    """Everything this participant answered."""
    s = services()
    with s.db.reading() as db:
        respondent = _respondent(db, code)
        workshop = db.get_one(Workshop, respondent.workshop_id)
        g.language = respondent.locale
        given = []
        for activity in workshop.activities:
            answers = live_stage.mine(db, respondent, activity) if activity.version else []
            if answers:
                settings = frozen.settings(db, activity, activity.version)
                given.append((activity, settings, {a["slot"]: a for a in answers}))
        return make_response(
            render_template(
                "participant/mine.html",
                workshop=workshop,
                respondent=respondent,
                given=given,
                language=respondent.locale,
            )
        )


@blueprint.post("/w/<code>/leave")
def leave_form(code: str) -> AnyResponse:
    s = services()
    with s.db.transaction() as db:
        respondent = _respondent(db, code)
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
            known = s.tokens.participant(who.token_in_request(workshop.code))
            if known and db.get(Respondent, known) and not problem:
                return redirect(url_for("participant.room", code=workshop.code), 303)
    except Refusal as refusal:
        s.limiter.wrong_code(who.device())
        if refusal.code == "unknown-code":
            return _with_device(
                make_response(
                    render_template("participant/front.html", problem=refusal.words, code=code), 404
                )
            )
        raise
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


def _with_device(response: Response) -> Response:
    if not who.device():
        response.set_cookie(
            who.DEVICE_COOKIE,
            uuid4().hex,
            max_age=who.COOKIE_LASTS,
            httponly=True,
            samesite="Lax",
            secure=services().config.is_https,
        )
    return response


def _respondent(db: Session, code: str) -> Respondent:
    respondent = who.respondent_in(db, services(), who.token_in_request(code))
    g.language = respondent.locale
    return respondent


def _scene(db: Session, respondent: Respondent) -> dict[str, Any]:
    s = services()
    workshop = db.get_one(Workshop, respondent.workshop_id)
    activity = live_stage.current_activity(db, workshop)
    scene: dict[str, Any] = {
        "workshop": workshop,
        "respondent": respondent,
        "language": respondent.locale,
        "activity": activity,
        "nonce": uuid4().hex,
        "problems": [],
        "typed": {},
        "just_saved": request.args.get("saved", type=int),
    }
    if activity is not None:
        scene["settings"] = frozen.settings(db, activity)
        scene["mine"] = {m["slot"]: m for m in live_stage.mine(db, respondent, activity)}
        if activity.revealed:
            scene["tally"], _ = s.tallies.room(db, activity)
    return scene


def _submission_id(nonce: str, given: dict[str, Any]) -> str:
    """Return the same id for the same answer of the same page: pressing twice saves once."""
    try:
        namespace = UUID(nonce)
    except ValueError:
        namespace = uuid4()
    return str(uuid5(namespace, orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()))


def _unchanged(kind: Any, given: dict[str, Any], before: dict[str, Any]) -> bool:
    try:
        parsed = kind.Answer.model_validate(given)
    except ValueError:
        return False
    return bool(before.get(kind.slot(parsed)) == parsed.model_dump(mode="json"))


def _saved(receipts: list[Receipt]) -> int:
    return sum(r.status in ("saved", "duplicate") for r in receipts)
