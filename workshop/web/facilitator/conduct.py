"""Conducting from the console: each verb is one POST, and the room is told after the commit."""

import time
from collections.abc import Callable

from flask import Response, flash, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from workshop.live.conduct import Conductor
from workshop.live.refusal import Refusal
from workshop.live.stage import in_all_languages
from workshop.web.errors import wants_json
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services

VERBS: dict[str, Callable[[Conductor], object]] = {
    "start": Conductor.start,
    "end": Conductor.end,
    "reopen": Conductor.reopen,
    "next": Conductor.next,
}


def _again(conductor: Conductor, activity_id: str) -> None:
    """Ask the ticked items again; all of them where nothing was there to be ticked."""
    items = request.form.getlist("item")
    if request.form.get("chosen") and not items:
        raise Refusal("invalid", "Tick what shall be asked once more.")
    conductor.again(activity_id, items)


def _focus(conductor: Conductor, activity_id: str) -> None:
    conductor.focus(activity_id, request.form.get("item", ""))


ACTIVITY_VERBS: dict[str, Callable[[Conductor, str], object]] = {
    "open": Conductor.open,
    "close": Conductor.close,
    "reveal": Conductor.reveal,
    "hide": Conductor.hide,
    "again": _again,
    "focus": _focus,
}
TURNING = ("focus",)
"""Verbs that only turn a page of the screen: nothing that a phone shows is another."""


@blueprint.post("/<workshop_id>/<any(start, end, reopen, next):verb>")
def conduct(workshop_id: str, verb: str) -> AnyResponse:
    return _conduct(workshop_id, VERBS[verb])


@blueprint.post(
    "/<workshop_id>/activities/<activity_id>/<any(open, close, reveal, hide, again, focus):verb>"
)
def conduct_activity(workshop_id: str, activity_id: str, verb: str) -> AnyResponse:
    return _conduct(
        workshop_id, lambda c: ACTIVITY_VERBS[verb](c, activity_id), turns=verb in TURNING
    )


def _conduct(
    workshop_id: str, verb: Callable[[Conductor], object], *, turns: bool = False
) -> AnyResponse:
    s = services()
    with s.db.transaction() as db:
        workshop_for(db, workshop_id, may="lead")
        conductor = Conductor(db, workshop_id, current_user.id, s.library)
        before = request.form.get("revision", type=int)
        # Two fast presses of Next, or two facilitators at once, are one step:
        # a press counts only for the stage it was made on.
        if before is None or before == conductor.workshop.revision:
            verb(conductor)
        elif not wants_json():
            flash("The room went on meanwhile. Look where it is now, then press again.")
        revision = conductor.workshop.revision
        # Made before the commit: nobody waits for it between the step and the news.
        stages = {} if turns else in_all_languages(db, conductor.workshop)
    saved = (time.perf_counter() - g.began) * 1000
    if turns:
        s.hub.turned(workshop_id, revision)
    else:
        s.hub.announce(workshop_id, stages)
    if wants_json():
        response = Response(f'{{"revision": {revision}}}', content_type="application/json")
        response.headers["Server-Timing"] = f"save;dur={saved:.1f}"
        return response
    back = "page" if request.form.get("back") == "page" else "console"
    return redirect(url_for(f"facilitator.{back}", workshop_id=workshop_id), 303)
