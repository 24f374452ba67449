"""The tables of the room: their cards to print, how far each one is, what each one said."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from workshop.live import frozen, seated
from workshop.live import stage as live_stage
from workshop.live.tally import tally
from workshop.web.addresses import join_url
from workshop.web.facilitator.blueprint import blueprint, own_activity, workshop_for
from workshop.web.services import services


@blueprint.get("/<workshop_id>/tables")
def tables(workshop_id: str) -> Response:
    """How far each table is, and a card for each to print."""
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        activity = live_stage.current_activity(db, workshop)
        page = render_template(
            "facilitator/tables.html",
            workshop=workshop,
            activity=activity,
            opened=[one for one in workshop.activities if one.state != "planned"],
            tables=seated.tables(db, workshop, activity),
            join_url=join_url(workshop.code),
        )
    return make_response(page)


@blueprint.get("/<workshop_id>/activities/<activity_id>/tables")
def table_results(workshop_id: str, activity_id: str) -> Response:
    """What each table said, side by side; for the facilitator, never for the room."""
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        activity = own_activity(workshop, activity_id)
        asked = activity.state != "planned"
        found = seated.tables(db, workshop, activity) if asked else []
        page = render_template(
            "facilitator/tables_results.html",
            workshop=workshop,
            activity=activity,
            settings=frozen.settings_now(db, activity) if asked else None,
            tables=[
                (table, tally(db, activity, "facilitator", table=table.number))
                for table in found
                if table.answers or table.agreement
            ],
            silent=[table.number for table in found if not table.answers and not table.agreement],
        )
    return make_response(page)
