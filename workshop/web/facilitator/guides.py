"""The guides, and a workshop made from the agenda that one brings."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from workshop import guides as shelf
from workshop.guides import Guide
from workshop.live import plan
from workshop.schema import Text, clean
from workshop.web.errors import Problem
from workshop.web.facilitator.blueprint import blueprint, for_leaders
from workshop.web.services import services


@blueprint.get("/guides/")
def guides() -> Response:
    return make_response(render_template("facilitator/guides.html", guides=shelf.load()))


@blueprint.get("/guides/<slug>")
def guide(slug: str) -> Response:
    return make_response(render_template("facilitator/guide.html", guide=_guide(slug)))


@blueprint.post("/guides/<slug>")
def start_from_guide(slug: str) -> Response:
    """Make a draft with the guide's agenda."""
    for_leaders()
    chosen = _guide(slug)
    if not chosen.agenda:
        raise Problem("not-found", "This guide brings no agenda; choose another one to start from.")
    title = clean(request.form.get("title", ""))[:200] or chosen.title
    s = services()
    with s.db.transaction() as db:
        workshop = plan.create(
            db, current_user.id, plan.WorkshopPlan(title=Text({chosen.language: title}))
        )
        for entry in chosen.agenda:
            planned = plan.ActivityPlan.model_validate(entry.model_dump())
            plan.add_activity(db, workshop, current_user.id, planned, s.library)
    flash("Your workshop is made, agenda and all. Set place and day, then look at each activity.")
    return redirect(url_for("facilitator.page", workshop_id=workshop.id), 303)


def _guide(slug: str) -> Guide:
    for one in shelf.load():
        if one.slug == slug:
            return one
    raise Problem("not-found", "There is no such guide.")
