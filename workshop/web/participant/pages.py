"""The participant's pages: plain forms that work without script, which script then speeds up."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from flask import g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.activities import kind_named
from workshop.live import codes, frozen
from workshop.live import stage as live_stage
from workshop.live.respond import Receipt, respond
from workshop.models import Activity, Respondent, Workshop
from workshop.web.errors import Problem
from workshop.web.participant import who
from workshop.web.participant.blueprint import blueprint
from workshop.web.services import Services, services


@blueprint.get("/w/<code>")
def room(code: str) -> Response:
    with services().db.reading() as db:
        try:
            respondent = _respondent(db, code)
        except Problem:
            return redirect(url_for("participant.join_page", code=codes.normal(code)), 303)
        scene = _scene(db, respondent)
        scene["just_saved"] = request.args.get("saved", type=int)
        return make_response(render_template("participant/room.html", **scene))


ANSWERS_IN_A_FORM = 10
"""What one posted form counts for: it may hold as many answers as were asked."""


@blueprint.get("/w/<code>/panel")
def panel(code: str) -> Response:
    """The part of the page that changes with the stage, for the page's own script."""
    with services().db.reading() as db:
        scene = _scene(db, _respondent(db, code))
        return make_response(render_template("participant/panel.html", **scene))


@blueprint.post("/w/<code>/answers")
def answers_form(code: str) -> Response:
    """Take the whole plain form; what did not change since the last time is not sent again."""
    s = services()
    form = {name: request.form.getlist(name) for name in request.form}
    token = who.token_in_request(code)
    s.limiter.answers(who.id_in(s, token), ANSWERS_IN_A_FORM)
    # The work may be done inside somebody else's request: it gets all it needs from here.
    sent = s.writer.run(lambda db: _save(db, s, token, form))
    g.language = sent.respondent.locale
    s.hub.answered(sent.respondent.workshop_id)
    refused = [receipt for receipt in sent.receipts if receipt.problem]
    if not refused:
        saved = sum(receipt.status in ("saved", "duplicate") for receipt in sent.receipts)
        return redirect(url_for("participant.room", code=codes.normal(code), saved=saved), 303)
    with s.db.reading() as db:
        scene = _scene(db, sent.respondent)
        on = scene["activity"]
        if on is not None and on.id == sent.activity.id and on.state == "open":
            scene["typed"] = form
        else:
            scene["unsent"] = _unsent(db, sent, form)
        scene["problems"] = list(dict.fromkeys(receipt.problem for receipt in refused))
        return make_response(render_template("participant/room.html", **scene), 422)


@blueprint.get("/w/<code>/mine")
def mine(code: str) -> Response:
    """Everything this participant answered."""
    with services().db.reading() as db:
        try:
            respondent = _respondent(db, code)
        except Problem:
            return redirect(url_for("participant.join_page", code=codes.normal(code)), 303)
        workshop = db.get_one(Workshop, respondent.workshop_id)
        given = []
        for activity in workshop.activities:
            answers = live_stage.mine(db, respondent, activity) if activity.version else []
            if any(answer["answer"] for answer in answers):
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


@dataclass(frozen=True)
class _Sent:
    """A plain form that was sent, and what became of each answer in it."""

    respondent: Respondent
    activity: Activity
    answers: list[dict[str, Any]]
    receipts: list[Receipt]


def _save(db: Session, s: Services, token: str, form: dict[str, list[str]]) -> _Sent:
    respondent = who.respondent_in(db, s, token)
    activity = db.get(Activity, _first(form, "activity_id"))
    # What was never opened does not exist for a participant.
    if (
        activity is None
        or activity.workshop_id != respondent.workshop_id
        or activity.state == "planned"
    ):
        raise Problem("not-found", "This question is not part of your workshop.")
    kind = kind_named(activity.kind)
    before = {m["slot"]: m for m in live_stage.mine(db, respondent, activity)}
    number = _first(form, "round")
    answers, submissions = [], []
    for answer in kind.answers_from_form(frozen.settings(db, activity), form):
        edit, says_the_same = _standing(kind, answer, before)
        if says_the_same:
            continue
        answers.append(answer)
        submissions.append(
            {
                "submission_id": _submission_id(_first(form, "nonce"), answer, edit),
                "activity_id": activity.id,
                "round": int(number) if number.isdecimal() else 1,
                "answer": answer,
            }
        )
    return _Sent(respondent, activity, answers, respond(db, respondent, submissions, "form"))


def _unsent(db: Session, sent: _Sent, form: dict[str, list[str]]) -> dict[str, Any]:
    """Return what was refused, as the kind shows answers, and the form to send it once more."""
    slot = kind_named(sent.activity.kind).slot
    answer_of = kind_named(sent.activity.kind).Answer.model_construct
    return {
        "activity": sent.activity,
        "settings": frozen.settings(db, sent.activity),
        "mine": {
            slot(answer_of(**answer)): {"answer": answer}
            for answer, receipt in zip(sent.answers, sent.receipts, strict=True)
            if receipt.problem
        },
        "form": form,
    }


def _respondent(db: Session, code: str) -> Respondent:
    respondent = who.respondent_in(db, services(), who.token_in_request(code))
    g.language = respondent.locale
    return respondent


def _scene(db: Session, respondent: Respondent) -> dict[str, Any]:
    s = services()
    s.presence.seen(respondent.workshop_id, respondent.id)
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
        "unsent": None,
    }
    if activity is not None:
        scene["settings"] = frozen.settings(db, activity)
        scene["mine"] = {m["slot"]: m for m in live_stage.mine(db, respondent, activity)}
        if activity.revealed:
            scene["tally"], _ = s.tallies.room(db, activity)
    return scene


def _first(form: dict[str, list[str]], name: str) -> str:
    return (form.get(name) or [""])[0]


def _submission_id(nonce: str, answer: dict[str, Any], edit: int) -> str:
    """Return the same id for the same change made on the same page: pressing twice saves once.

    `edit` is that of the answer it replaces: who goes back and forth between
    two answers on one page means it each time.
    """
    try:
        namespace = UUID(nonce)
    except ValueError:
        namespace = uuid4()
    change = orjson.dumps([answer, edit], option=orjson.OPT_SORT_KEYS).decode()
    return str(uuid5(namespace, change))


def _standing(kind: Any, answer: dict[str, Any], before: dict[str, Any]) -> tuple[int, bool]:
    """Return the edit of the answer that stands in this one's place, and if it says the same."""
    try:
        parsed = kind.Answer.model_validate(answer)
    except ValueError:
        return 0, False
    stands = before.get(kind.slot(parsed))
    if stands is None:
        return 0, False
    return stands["edit"], stands["answer"] == parsed.model_dump(mode="json")
