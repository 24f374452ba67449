"""The desk: one's own workshops and those one was invited to, to open, copy and delete."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.live import members, plan, retention
from workshop.models import Respondent, ResponseEvent
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services

SHELVES = (("live", "On now"), ("draft", "In preparation"), ("ended", "Ended"))


@blueprint.get("/")
def desk() -> Response:
    with services().db.reading() as db:
        here = members.desk(db, current_user.id, current_user.role)
        joined = dict(
            db.execute(
                select(Respondent.workshop_id, func.count())
                .where(Respondent.workshop_id.in_([workshop.id for workshop, _ in here]))
                .group_by(Respondent.workshop_id)
            ).all()
        )
        shelves = [
            (name, [(workshop, may) for workshop, may in here if workshop.state == state])
            for state, name in SHELVES
        ]
        return make_response(
            render_template(
                "facilitator/desk.html",
                shelves=shelves,
                joined=joined,
                goes_soon=retention.goes_soon,
            )
        )


@blueprint.post("/<workshop_id>/duplicate")
def duplicate(workshop_id: str) -> Response:
    with services().db.transaction() as db:
        copy = plan.duplicate(db, workshop_for(db, workshop_id, may="lead"), current_user.id)
    flash("This is your copy: the same agenda, nobody's answers, and a join code of its own.")
    return redirect(url_for("facilitator.page", workshop_id=copy.id), 303)


@blueprint.get("/<workshop_id>/delete")
def delete_page(workshop_id: str) -> Response:
    with services().db.reading() as db:
        workshop = workshop_for(db, workshop_id, may="own")
        return make_response(
            render_template(
                "facilitator/delete.html",
                workshop=workshop,
                participants=_how_many(db, Respondent, workshop_id),
                answers=_how_many(db, ResponseEvent, workshop_id),
            )
        )


@blueprint.post("/<workshop_id>/delete")
def delete(workshop_id: str) -> Response:
    s = services()
    with s.db.transaction() as db:
        plan.delete(db, workshop_for(db, workshop_id, may="own"))
    s.db.wipe_log()
    flash("The workshop is deleted.")
    return redirect(url_for("facilitator.desk"), 303)


def _how_many(db: Session, what: type[Respondent | ResponseEvent], workshop_id: str) -> int:
    return db.scalar(select(func.count()).where(what.workshop_id == workshop_id)) or 0
