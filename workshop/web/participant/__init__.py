"""Routes for the anonymous public: joining, answering, looking back. No account, no sign-in."""

from flask import Flask

from workshop.web.participant import api, joining, pages
from workshop.web.participant.blueprint import blueprint

__all__ = ["blueprint", "joining", "pages"]


def init_app(app: Flask) -> None:
    app.register_blueprint(api.blueprint)
    app.register_blueprint(blueprint)
