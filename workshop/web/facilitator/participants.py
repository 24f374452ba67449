"""Who took part, by pseudonym and without a word of theirs; one of them erased on request."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live import erasure
from workshop.models import CurrentResponse, Respondent, Workshop
from workshop.web.errors import Problem
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.participant.own import tell_erased
from workshop.web.services import services


@blueprint.get("/<workshop_id>/participants")
def participants(workshop_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        answers = (
            select(func.count())
            .where(
                CurrentResponse.respondent_id == Respondent.id, CurrentResponse.answer.is_not(None)
            )
            .correlate(Respondent)
            .scalar_subquery()
        )
        people = db.execute(
            select(Respondent, answers)
            .where(
                Respondent.workshop_id == workshop.id,
                # A table that nobody answers for with a device of its own is nobody.
                or_(Respondent.is_table.is_(False), answers > 0),
            )
            .order_by(Respondent.joined_at, Respondent.id)
        ).all()
        return make_response(
            render_template("facilitator/participants.html", workshop=workshop, people=people)
        )


@blueprint.get("/<workshop_id>/participants/<respondent_id>/erase")
def erase_page(workshop_id: str, respondent_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        return make_response(
            render_template(
                "facilitator/erase.html",
                workshop=workshop,
                person=_participant(db, workshop, respondent_id),
            )
        )


@blueprint.post("/<workshop_id>/participants/<respondent_id>/erase")
def erase(workshop_id: str, respondent_id: str) -> Response:
    s = services()
    with s.db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="lead")
        person = _participant(db, workshop, respondent_id)
        tables = erasure.erase(db, workshop, person, current_user.id)
    tell_erased(s, workshop_id, tables)
    flash("Erased: this participant and everything they had sent.")
    return redirect(url_for("facilitator.participants", workshop_id=workshop_id), 303)


def _participant(db: Session, workshop: Workshop, respondent_id: str) -> Respondent:
    person = db.get(Respondent, respondent_id)
    if person is None or person.workshop_id != workshop.id:
        raise Problem("not-found", "This participant is not in this workshop, or not any more.")
    return person
