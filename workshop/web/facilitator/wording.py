"""Correcting the words of an activity that was opened: its questions stay what they are."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from workshop.activities import kind_named
from workshop.live import frozen
from workshop.live.conduct import Conductor
from workshop.schema import clean
from workshop.web.errors import Problem
from workshop.web.facilitator.agenda import chosen_language
from workshop.web.facilitator.blueprint import blueprint, own_activity, workshop_for
from workshop.web.services import services

LONGEST_TITLE = 200


@blueprint.get("/<workshop_id>/activities/<activity_id>/wording")
def wording_page(workshop_id: str, activity_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        activity = own_activity(workshop, activity_id)
        language = chosen_language(workshop)
        settings = frozen.settings(db, activity)
        return make_response(
            render_template(
                "facilitator/wording.html",
                workshop=workshop,
                activity=activity,
                language=language,
                items=kind_named(activity.kind).items(settings),
            )
        )


@blueprint.post("/<workshop_id>/activities/<activity_id>/wording")
def correct_wording(workshop_id: str, activity_id: str) -> Response:
    s = services()
    form = {name: request.form.getlist(name) for name in request.form}
    title = clean(request.form.get("title", ""))
    if len(title) > LONGEST_TITLE:
        raise Problem("invalid", "Keep the title under 200 characters.")
    with s.db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        activity = own_activity(workshop, activity_id)
        language = chosen_language(workshop)
        corrected = kind_named(activity.kind).correct_wording(
            frozen.settings(db, activity), form, language
        )
        conductor = Conductor(db, workshop_id, current_user.id, s.library)
        titles = {**activity.title, language: title} if title else activity.title
        conductor.correct_wording(activity_id, titles, corrected)
    s.hub.announce(workshop_id)
    flash("The new wording is on the phones. Answers given before keep the words they answered.")
    return redirect(url_for("facilitator.page", workshop_id=workshop_id, _anchor="agenda"), 303)
