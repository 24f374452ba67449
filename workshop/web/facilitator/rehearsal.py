"""Rehearsals: simulated participants come with one press, and go with one."""

import atexit
import os
import subprocess
import sys

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from workshop.config import ROOT
from workshop.live import rehearsal
from workshop.live.acts import log
from workshop.live.join import has_real_answers
from workshop.live.refusal import Refusal
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services

PROGRAM = [sys.executable, "-m", "workshop", "simulate"]
MOST = 200
_rehearsing: dict[str, subprocess.Popen[bytes]] = {}
"""The simulations that this process has begun, by the workshop."""


@blueprint.post("/<workshop_id>/rehearsal")
def rehearse(workshop_id: str) -> Response:
    """Let simulated participants join and follow what the facilitator does."""
    s = services()
    wanted = request.form.get("participants", "").strip() or "20"
    if not wanted.isdecimal() or not 1 <= int(wanted) <= MOST:
        raise Refusal("invalid", f"Between 1 and {MOST} simulated participants can come.")
    with s.db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        if workshop.state == "ended":
            raise Refusal("not-now", "This workshop has ended. Reopen it, then rehearse.")
        if has_real_answers(db, workshop):
            raise Refusal(
                "not-now",
                "Real people have answered here. Rehearse in a copy of this workshop: "
                "press Duplicate.",
            )
        log(db, workshop, current_user.id, "rehearse", participants=int(wanted))
        code = workshop.code
    _end(workshop_id)
    # A process of its own, as a rehearsal from the terminal is: twenty phones that this server
    # played itself would slow down the room they are meant to try.
    _rehearsing[workshop_id] = subprocess.Popen(  # noqa: S603  our own program and arguments
        [*PROGRAM, code, "--participants", wanted],
        cwd=ROOT,
        env={
            **os.environ,
            "WORKSHOP_DATABASE_URL": s.config.database_url,
            "WORKSHOP_SECRET_KEY": s.config.secret_key,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    flash(
        f"{wanted} simulated participants are on their way. "
        "They answer whatever you open, until you clear the rehearsal."
    )
    return _back(workshop_id)


@blueprint.post("/<workshop_id>/rehearsal/clear")
def clear_rehearsal(workshop_id: str) -> Response:
    s = services()
    with s.db.reading() as db:
        workshop_for(db, workshop_id, may="lead")
    _end(workshop_id)
    with s.db.transaction() as db:
        removed = rehearsal.clear(db, workshop_for(db, workshop_id, may="lead"), current_user.id)
    s.db.wipe_log()
    s.hub.announce(workshop_id)
    flash(f"The rehearsal is cleared: {removed} simulated participants and their answers are gone.")
    return _back(workshop_id)


def is_on(workshop_id: str) -> bool:
    """Tell whether a rehearsal that this process began is going on."""
    process = _rehearsing.get(workshop_id)
    return process is not None and process.poll() is None


@atexit.register
def _end_all() -> None:
    for workshop_id in list(_rehearsing):
        _end(workshop_id)


def _end(workshop_id: str) -> None:
    process = _rehearsing.pop(workshop_id, None)
    if process is not None and process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _back(workshop_id: str) -> Response:
    return redirect(
        url_for("facilitator.page", workshop_id=workshop_id, _anchor="rehearsal-name"), 303
    )
