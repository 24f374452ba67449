"""The privacy notice, for everybody: what is stored, why, how long, and whom to ask."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from workshop.web.participant.blueprint import blueprint
from workshop.web.services import services


@blueprint.get("/privacy")
def privacy() -> Response:
    config = services().config
    page = render_template(
        "participant/privacy.html", operator=config.operator, contact=config.operator_contact
    )
    return make_response(page)
