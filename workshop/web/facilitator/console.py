"""The console in the room, and the desk it is reached from."""

from flask import make_response, render_template
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from workshop.models import Workshop
from workshop.web.facilitator.blueprint import blueprint, own_workshop
from workshop.web.services import services


@blueprint.get("/")
def desk() -> Response:
    with services().db.reading() as db:
        workshops = db.scalars(select(Workshop).where(Workshop.owner_id == current_user.id)).all()
        return make_response(render_template("facilitator/desk.html", workshops=workshops))


@blueprint.get("/<workshop_id>/console")
def console(workshop_id: str) -> Response:
    with services().db.reading() as db:
        workshop = own_workshop(db, workshop_id)
        return make_response(render_template("facilitator/console.html", workshop=workshop))
