"""Routes for facilitators: the desk with their workshops, set-up, and the console in the room."""

from flask import Flask

from workshop.web.facilitator import (
    agenda,
    cases,
    conduct,
    console,
    desk,
    downloads,
    guides,
    page,
    planning,
    programs,
    wording,
    words,
)
from workshop.web.facilitator.blueprint import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "cases",
    "conduct",
    "console",
    "desk",
    "downloads",
    "guides",
    "page",
    "planning",
    "programs",
    "wording",
    "words",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
