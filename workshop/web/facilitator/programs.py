"""What a program needs that conducts a workshop; the verbs are those of the console."""

from flask import Response, jsonify
from flask_login import current_user
from sqlalchemy import select

from workshop.models import Workshop
from workshop.schema import Text
from workshop.web.facilitator.blueprint import blueprint
from workshop.web.services import services


@blueprint.get("/workshops.json")
def workshops() -> Response:
    """List the workshops of this desk, oldest first."""
    with services().db.reading() as db:
        rows = db.scalars(
            select(Workshop)
            .where(Workshop.owner_id == current_user.id)
            .order_by(Workshop.created_at, Workshop.id)
        )
        return jsonify(
            [
                {
                    "id": workshop.id,
                    "code": workshop.code,
                    "title": str(Text(workshop.title).in_(workshop.languages[0])),
                    "state": workshop.state,
                    "revision": workshop.revision,
                }
                for workshop in rows
            ]
        )
