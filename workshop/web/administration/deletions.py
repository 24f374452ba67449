"""Which workshops were deleted, when and why: codes and numbers, nothing else is left of them."""

from flask import make_response, render_template
from sqlalchemy import select
from werkzeug.wrappers import Response

from workshop.models import Deletion
from workshop.web.administration.blueprint import blueprint
from workshop.web.services import services

MOST = 500


@blueprint.get("/deletions")
def deletions() -> Response:
    with services().db.reading() as db:
        newest = db.scalars(
            select(Deletion).order_by(Deletion.deleted_at.desc(), Deletion.id).limit(MOST)
        ).all()
        return make_response(render_template("administration/deletions.html", deletions=newest))
