"""Who may connect to the live channel, and to which room."""

from typing import Any

from flask import request
from flask_login import current_user

from workshop.hub import Admission
from workshop.live import members
from workshop.models import Respondent, Workshop
from workshop.web.participant import who
from workshop.web.services import services


def admit(auth: Any) -> Admission | None:
    """Return the room a connecting client belongs to, or None."""
    if not isinstance(auth, dict):
        return None
    s = services()
    token, code, screen, console = (
        auth.get(name) for name in ("token", "participant", "screen", "console")
    )
    if isinstance(code, str):
        # The participant's own page: its token is in a cookie no script can read.
        token = request.cookies.get(who.cookie_name(code), "")
    with s.db.reading() as db:
        if isinstance(token, str):
            respondent = db.get(Respondent, s.tokens.participant(token) or "")
            if respondent:
                return Admission(
                    respondent.workshop_id,
                    "participants",
                    respondent.locale,
                    respondent.id,
                    respondent.table,
                )
        elif isinstance(screen, str):
            workshop_id = s.tokens.screen(screen)
            if workshop_id:
                return Admission(workshop_id, "screen")
        elif isinstance(console, str) and current_user.is_authenticated:
            workshop = db.get(Workshop, console)
            here = workshop and members.standing(db, workshop, current_user.id, current_user.role)
            if workshop and here in ("lead", "own"):
                return Admission(workshop.id, "console")
    return None
