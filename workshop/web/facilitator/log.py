"""The log of a workshop: who did what, when and why, newest first."""

from itertools import groupby
from zoneinfo import ZoneInfo

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from workshop.live import logbook
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services


@blueprint.get("/<workshop_id>/log")
def log(workshop_id: str) -> Response:
    wanted = request.args.get("before", "")
    before = int(wanted) if wanted.isascii() and wanted.isdecimal() else logbook.NEWEST
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        entries, older = logbook.page(db, workshop, before)
        zone = ZoneInfo(workshop.time_zone)
        return make_response(
            render_template(
                "facilitator/log.html",
                workshop=workshop,
                days=[
                    (day, list(some))
                    for day, some in groupby(entries, lambda one: one.at.astimezone(zone).date())
                ],
                older=older,
                is_newest=before == logbook.NEWEST,
            )
        )
