"""The console in the room: what is on, who is here, what they say, and what comes next."""

from datetime import datetime
from typing import Any

from flask import make_response, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop import exports
from workshop.activities import kind_named
from workshop.db import now
from workshop.live import clock, frozen
from workshop.live import stage as live_stage
from workshop.live.conduct import next_step
from workshop.models import Activity, Respondent, Workshop
from workshop.web.addresses import join_url
from workshop.web.facilitator.approval import OUTCOMES, STATES
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services


@blueprint.get("/<workshop_id>/console")
def console(workshop_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        return make_response(render_template("facilitator/console.html", **_scene(db, workshop)))


@blueprint.get("/<workshop_id>/console/panel")
def console_panel(workshop_id: str) -> Response:
    """The part of the console that changes, for the page's own script."""
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        return make_response(
            render_template("facilitator/console_panel.html", **_scene(db, workshop))
        )


def _scene(db: Session, workshop: Workshop) -> dict[str, Any]:
    s = services()
    activity = live_stage.current_activity(db, workshop)
    agenda = list(workshop.activities)
    scene: dict[str, Any] = {
        "workshop": workshop,
        "agenda": agenda,
        "activity": activity,
        "step": next_step(workshop),
        "coming": next((a for a in agenda if a.state == "planned"), None),
        "people": _people(db, workshop),
        "began": (began := clock.began(db, workshop)),
        "seconds_on": lambda activity: _seconds_on(activity, began.get(activity.id)),
        "planned_minutes": sum(a.planned_minutes for a in agenda),
        "join_url": join_url(workshop.code),
        "screen_key": s.tokens.for_screen(workshop.id),
        "formats": exports.formats(workshop),
        "fresh": True,
    }
    if activity is not None:
        kind = kind_named(activity.kind)
        scene["settings"] = frozen.settings_now(db, activity)
        scene["items"] = kind.items(scene["settings"])
        scene["all_items"] = kind.items(frozen.settings(db, activity))
        scene["outcomes"], scene["states"] = OUTCOMES, STATES
        scene["progress"] = s.tallies.progress(db, activity)
        scene["tally"], scene["fresh"] = s.tallies.facilitator(db, activity)
    return scene


def _people(db: Session, workshop: Workshop) -> dict[str, Any]:
    """Return who joined and who is here now, in all and by stakeholder group."""
    here = services().presence.here(workshop.id)
    joined_by: dict[str, int] = {}
    here_by: dict[str, int] = {}
    for respondent_id, group in db.execute(
        select(Respondent.id, Respondent.stakeholder_group).where(
            Respondent.workshop_id == workshop.id, Respondent.is_table.is_(False)
        )
    ):
        joined_by[group] = joined_by.get(group, 0) + 1
        if respondent_id in here:
            here_by[group] = here_by.get(group, 0) + 1
    return {
        "joined": sum(joined_by.values()),
        "here": sum(here_by.values()),
        "groups": [
            (label, here_by.get(group, 0), joined_by.get(group, 0))
            for group, label in workshop.group_labels().items()
        ],
    }


def _seconds_on(activity: Activity, began: datetime | None) -> int:
    """Return how long the latest round of an activity has been on, or was."""
    if began is None:
        return 0
    return max(0, int(((activity.closed_at or now()) - began).total_seconds()))
