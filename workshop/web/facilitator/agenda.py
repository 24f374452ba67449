"""The agenda: activities are added, set up, moved, looked at and removed."""

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from pydantic import ValidationError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.activities import kind_named
from workshop.activities.base import ActivityKind
from workshop.live import frozen, plan
from workshop.live.refusal import Refusal
from workshop.models import Activity, Workshop
from workshop.schema import Text
from workshop.web.errors import Problem
from workshop.web.facilitator.blueprint import blueprint, own_activity, workshop_for
from workshop.web.facilitator.workshop_form import in_languages
from workshop.web.services import services

MINUTES = 20


@blueprint.get("/<workshop_id>/activities/new/<kind_name>")
def new_activity_page(workshop_id: str, kind_name: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        return _form_page(workshop, _kind(kind_name))


@blueprint.post("/<workshop_id>/activities/new/<kind_name>")
def new_activity(workshop_id: str, kind_name: str) -> Response:
    kind = _kind(kind_name)

    def add(db: Session, workshop: Workshop, planned: plan.ActivityPlan) -> None:
        plan.add_activity(db, workshop, current_user.id, planned, services().library)

    return _save(workshop_id, kind, None, add)


@blueprint.get("/<workshop_id>/activities/<activity_id>")
def edit_activity_page(workshop_id: str, activity_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        activity = own_activity(workshop, activity_id)
        if activity.state != "planned":
            return redirect(
                url_for(
                    "facilitator.wording_page", workshop_id=workshop_id, activity_id=activity_id
                ),
                303,
            )
        settings = frozen.settings(db, activity)
        return _form_page(workshop, kind_named(activity.kind), activity, settings)


@blueprint.post("/<workshop_id>/activities/<activity_id>")
def edit_activity(workshop_id: str, activity_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        kind = kind_named(own_activity(workshop, activity_id).kind)

    def change(db: Session, workshop: Workshop, planned: plan.ActivityPlan) -> None:
        activity = own_activity(workshop, activity_id)
        plan.edit_activity(db, workshop, current_user.id, activity, planned, services().library)

    return _save(workshop_id, kind, activity_id, change)


@blueprint.post("/<workshop_id>/activities/<activity_id>/move")
def move_activity(workshop_id: str, activity_id: str) -> Response:
    by = -1 if request.form.get("to") == "up" else 1
    with services().db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        activity = own_activity(workshop, activity_id)
        plan.move_activity(db, workshop, current_user.id, activity, by)
    return _to_agenda(workshop_id)


@blueprint.post("/<workshop_id>/activities/<activity_id>/remove")
def remove_activity(workshop_id: str, activity_id: str) -> Response:
    with services().db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        activity = own_activity(workshop, activity_id)
        plan.remove_activity(db, workshop, current_user.id, activity)
    flash("The activity is off the agenda.")
    return _to_agenda(workshop_id)


@blueprint.get("/<workshop_id>/activities/<activity_id>/preview")
def preview(workshop_id: str, activity_id: str) -> Response:
    """The activity as a phone will show it, in one of the workshop's languages."""
    s = services()
    with s.db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        activity = own_activity(workshop, activity_id)
        settings = frozen.settings(db, activity)
        try:
            settings = kind_named(activity.kind).prepare(settings, s.library)
        except ValueError as problem:
            raise Refusal("invalid", str(problem)) from problem
        return make_response(
            render_template(
                "facilitator/preview.html",
                workshop=workshop,
                activity=activity,
                settings=settings,
                language=chosen_language(workshop),
                mine={},
                typed={},
            )
        )


def chosen_language(workshop: Workshop) -> str:
    """Return the workshop's language that the address asks for, and speak it on this page."""
    from flask import g

    wanted = request.values.get("lang", "")
    g.language = wanted if wanted in workshop.languages else workshop.languages[0]
    return str(g.language)


def _kind(name: str) -> ActivityKind:
    try:
        return kind_named(name)
    except LookupError as problem:
        raise Problem("not-found", str(problem)) from problem


def _save(workshop_id: str, kind: ActivityKind, activity_id: str | None, verb: Any) -> Response:
    """Read the form and do `verb` with it; whatever is wrong is shown on the form as typed."""
    s = services()
    with s.db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        activity = own_activity(workshop, activity_id) if activity_id else None
    try:
        planned = _planned(kind, workshop)
        with s.db.transaction() as db:
            verb(db, workshop_for(db, workshop_id, may="lead"), planned)
    except (ValueError, Refusal) as problem:
        words = problem.words if isinstance(problem, Refusal) else str(problem)
        return _form_page(workshop, kind, activity, problem=words, status=422)
    s.hub.announce(workshop_id)
    flash("The agenda is saved.")
    return _to_agenda(workshop_id)


def _planned(kind: ActivityKind, workshop: Workshop) -> plan.ActivityPlan:
    form = {name: request.form.getlist(name) for name in request.form}
    title = in_languages(request.form, "title")
    if not title:
        raise ValueError("Give the activity a title; participants see it above the questions.")
    minutes = request.form.get("minutes", "").strip() or str(MINUTES)
    if not minutes.isdecimal() or int(minutes) > 1440:
        raise ValueError("Planned minutes is a whole number, such as 20.")
    settings = kind.settings_from_form(form, workshop.languages[0])
    try:
        return plan.ActivityPlan(
            kind=kind.name,
            title=Text(title),
            minutes=int(minutes),
            answered_by="table" if request.form.get("answered_by") == "table" else "person",
            settings=settings,
        )
    except ValidationError as error:
        raise ValueError("Keep the title under 200 characters.") from error


def _form_page(
    workshop: Workshop,
    kind: ActivityKind,
    activity: Activity | None = None,
    settings: Any = None,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    typed = {name: request.form.getlist(name) for name in request.form} if problem else None
    page = render_template(
        "facilitator/activity.html",
        workshop=workshop,
        kind=kind,
        activity=activity,
        settings=settings,
        typed=typed,
        problem=problem,
        default_minutes=MINUTES,
    )
    return make_response(page, status)


def _to_agenda(workshop_id: str) -> Response:
    return redirect(url_for("facilitator.page", workshop_id=workshop_id, _anchor="agenda"), 303)
