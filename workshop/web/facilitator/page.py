"""A workshop's page: how people join, what is on the agenda, what can be done with it."""

from flask import make_response, render_template
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from workshop import exports
from workshop.activities import kinds
from workshop.live.join import has_real_answers
from workshop.models import Respondent
from workshop.web.addresses import join_url
from workshop.web.facilitator import rehearsal
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services


@blueprint.get("/<workshop_id>")
def page(workshop_id: str) -> Response:
    s = services()
    with s.db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        joined = dict(
            db.execute(
                select(Respondent.origin, func.count())
                .where(Respondent.workshop_id == workshop.id, Respondent.is_table.is_(False))
                .group_by(Respondent.origin)
            ).all()
        )
        return make_response(
            render_template(
                "facilitator/workshop.html",
                workshop=workshop,
                kinds=kinds(),
                participants=sum(joined.values()),
                simulated=joined.get("simulated", 0),
                rehearsing=rehearsal.is_on(workshop.id),
                has_real_answers=has_real_answers(db, workshop),
                join_url=join_url(workshop.code),
                screen_key=s.tokens.for_screen(workshop.id),
                formats=exports.formats(workshop),
            )
        )


@blueprint.get("/<workshop_id>/poster")
def poster(workshop_id: str) -> Response:
    """A sheet to print: how to join, in the largest letters that fit."""
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        return make_response(
            render_template(
                "facilitator/poster.html", workshop=workshop, join_url=join_url(workshop.code)
            )
        )
