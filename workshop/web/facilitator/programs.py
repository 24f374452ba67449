"""What a program needs that conducts a workshop; the verbs are those of the console."""

from flask import Response, jsonify
from flask_login import current_user

from workshop.live import members
from workshop.schema import Text
from workshop.web.facilitator.blueprint import blueprint
from workshop.web.services import services


@blueprint.get("/workshops.json")
def workshops() -> Response:
    """List the workshops that this account leads, oldest first."""
    with services().db.reading() as db:
        here = members.desk(db, current_user.id, current_user.role)
        return jsonify(
            [
                {
                    "id": workshop.id,
                    "code": workshop.code,
                    "title": str(Text(workshop.title).in_(workshop.languages[0])),
                    "state": workshop.state,
                    "revision": workshop.revision,
                }
                for workshop, may in reversed(here)
                if may != "read"
            ]
        )
