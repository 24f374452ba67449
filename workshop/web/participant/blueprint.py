"""The blueprint of the participant's pages."""

from flask import Blueprint

from workshop.web.compressed import compressed

blueprint = Blueprint("participant", __name__)
blueprint.after_request(compressed)
