"""The library of cases, to read."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from workshop.web.errors import Problem
from workshop.web.facilitator.blueprint import blueprint
from workshop.web.services import services


@blueprint.get("/cases")
def cases() -> Response:
    return make_response(render_template("facilitator/cases.html", cases=services().library.cases))


@blueprint.get("/cases/<slug>")
def case(slug: str) -> Response:
    try:
        found = services().library.case(slug)
    except LookupError as problem:
        raise Problem("not-found", "There is no such case in the library.") from problem
    return make_response(render_template("facilitator/case.html", case=found))
