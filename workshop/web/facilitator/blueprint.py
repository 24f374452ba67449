"""The blueprint, and whose workshop it is."""

from flask import Blueprint, g
from flask_login import current_user, login_required
from sqlalchemy.orm import Session

from workshop.models import Workshop
from workshop.web.errors import Problem

blueprint = Blueprint("facilitator", __name__, url_prefix="/desk")


@blueprint.before_request
@login_required
def _only_signed_in() -> None:
    """Every route of this blueprint is for signed-in people."""


def own_workshop(db: Session, workshop_id: str) -> Workshop:
    """Return a workshop of the signed-in facilitator; somebody else's does not exist for them."""
    workshop = db.get(Workshop, workshop_id)
    if workshop is None or workshop.owner_id != current_user.id:
        raise Problem("not-found", "There is no such workshop on your desk.")
    g.language = workshop.languages[0]
    return workshop
