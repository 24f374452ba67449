"""Routes for the anonymous public: joining, answering, looking back. No account, no sign-in."""

from flask import Flask

from workshop.web.participant import (
    api,
    joining,
    own,
    pages,
    privacy,
    receipts,
    seating,
    supporting,
)
from workshop.web.participant.blueprint import blueprint

__all__ = ["blueprint", "joining", "own", "pages", "privacy", "receipts", "seating", "supporting"]


def init_app(app: Flask) -> None:
    app.register_blueprint(api.blueprint)
    app.register_blueprint(blueprint)
