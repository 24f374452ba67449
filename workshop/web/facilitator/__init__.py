"""Routes for facilitators: the desk with their workshops, set-up, and the console in the room."""

from flask import Flask

from workshop.web.facilitator import conduct, console
from workshop.web.facilitator.blueprint import blueprint

__all__ = ["blueprint", "conduct", "console"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
