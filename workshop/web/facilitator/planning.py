"""Planning a workshop: one form to make it and to change it."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live import plan
from workshop.live.refusal import Refusal
from workshop.models import Respondent, Workshop
from workshop.schema import LANGUAGES
from workshop.web.facilitator import places, workshop_form
from workshop.web.facilitator.blueprint import blueprint, for_leaders, workshop_for
from workshop.web.facilitator.workshop_form import WorkshopForm
from workshop.web.services import services


@blueprint.get("/new")
def new_page() -> Response:
    for_leaders()
    return _page(workshop_form.new())


@blueprint.post("/new")
def new() -> Response:
    for_leaders()
    form = workshop_form.typed(request.form)
    if wish := request.form.get("groups"):
        form.rearrange(wish)
        return _page(form)
    planned = form.plan()
    if planned is None:
        return _page(form, status=422)
    with services().db.transaction() as db:
        workshop = plan.create(db, current_user.id, planned)
    flash("The workshop is made. Now put activities on its agenda.")
    return redirect(url_for("facilitator.page", workshop_id=workshop.id), 303)


@blueprint.get("/<workshop_id>/edit")
def edit_page(workshop_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        return _page(workshop_form.of(workshop), workshop, chosen=chosen_groups(db, workshop))


@blueprint.post("/<workshop_id>/edit")
def edit(workshop_id: str) -> Response:
    s = services()
    form = workshop_form.typed(request.form)
    with s.db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        chosen = chosen_groups(db, workshop)
    if wish := request.form.get("groups"):
        form.rearrange(wish)
        return _page(form, workshop, chosen=chosen)
    planned = form.plan(workshop)
    if planned is None:
        return _page(form, workshop, chosen=chosen, status=422)
    try:
        with s.db.transaction() as db:
            plan.change(db, workshop_for(db, workshop_id, may="lead"), current_user.id, planned)
    except Refusal as refusal:
        form.problems = {"stakeholder_groups": refusal.words}
        return _page(form, workshop, chosen=chosen, status=422)
    s.hub.announce(workshop_id)
    flash("Saved.")
    return redirect(url_for("facilitator.page", workshop_id=workshop_id), 303)


def chosen_groups(db: Session, workshop: Workshop) -> dict[str, int]:
    """Return how many participants chose each stakeholder group, by its id."""
    return dict(
        db.execute(
            select(Respondent.stakeholder_group, func.count())
            .where(Respondent.workshop_id == workshop.id)
            .group_by(Respondent.stakeholder_group)
        ).all()
    )


def _page(
    form: WorkshopForm,
    workshop: Workshop | None = None,
    *,
    chosen: dict[str, int] | None = None,
    status: int = 200,
) -> Response:
    page = render_template(
        "facilitator/workshop_form.html",
        form=form,
        workshop=workshop,
        chosen=chosen or {},
        languages=LANGUAGES,
        countries=places.countries(),
        time_zones=places.time_zones(),
    )
    return make_response(page, status)
