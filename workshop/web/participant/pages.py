"""The participant's pages: plain forms that work without script, which script then speeds up."""

from typing import Any
from uuid import uuid4

from flask import g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live import codes, consents, frozen, travels
from workshop.live import stage as live_stage
from workshop.models import Respondent, Workshop
from workshop.web.errors import Problem
from workshop.web.participant import posted, who
from workshop.web.participant.api import tell_tables
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
    tell_tables(s, sent.respondent, sent.receipts)
    if not sent.refused:
        saved = sum(receipt.status in ("saved", "duplicate") for receipt in sent.receipts)
        return redirect(url_for("participant.room", code=codes.normal(code), saved=saved), 303)
    with s.db.reading() as db:
        scene = _scene(db, sent.respondent)
        on = scene["activity"]
        if on is not None and on.id == sent.activity.id and on.state == "open":
            scene["typed"] = form
            scene["bases"] = sent.bases_now(scene["mine"]) if scene["shared"] else {}
            scene["conflicts"], scene["kept"] = sent.conflicts, sent.kept
            # What their cards show now is one's own, and not saved.
            scene["mine"] = {k: v for k, v in scene["mine"].items() if k not in sent.conflicts}
        else:
            scene["unsent"] = sent.unsent(db)
        scene["problems"] = list(dict.fromkeys(receipt.problem for receipt in sent.refused))
        return make_response(render_template("participant/room.html", **scene), 422)


def _save(db: Session, s: Services, token: str, form: posted.Form) -> posted.Posted:
    return posted.save(db, who.respondent_in(db, s, token), form, who.origin(s, token, "form"))


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
                optional=consents.texts(workshop),
                receipt=services().tokens.receipt(respondent.id),
                changed="changed" in request.args,
            )
        )


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
        "shared": False,
        "bases": {},
        "before": {},
        "elsewhere": {},
        "travels": False,
        "conflicts": {},
        "kept": [],
        "receipt": s.tokens.receipt(respondent.id),
        "on_behalf": s.tokens.is_on_behalf(who.token_in_request(workshop.code)),
    }
    if activity is not None:
        scene["settings"] = frozen.settings_now(db, activity)
        scene["mine"] = {m["slot"]: m for m in live_stage.mine(db, respondent, activity)}
        if activity.round > 1:
            earlier = live_stage.mine(db, respondent, activity, activity.round - 1)
            scene["before"] = {m["slot"]: m for m in earlier}
        others = travels.elsewhere(db, activity) if activity.state == "open" else {}
        scene["travels"] = bool(others)
        # Who has not answered yet must not be led by what others said.
        answered = {slot for slot, one in scene["mine"].items() if one["answer"]}
        scene["elsewhere"] = {item: some for item, some in others.items() if item in answered}
        sheet = live_stage.answers_as(db, respondent, activity)
        scene["sheet"] = sheet
        scene["shared"] = sheet is not None and sheet.is_table
        if scene["shared"]:
            scene["bases"] = {slot: one["edit"] for slot, one in scene["mine"].items()}
        if activity.revealed:
            tally, _ = s.tallies.room(db, activity)
            scene["tally"] = tally
            scene["results"] = s.results.html(
                workshop, activity, scene["settings"], tally, respondent.locale
            )
    return scene
