"""Routes for facilitators: the desk with their workshops, set-up, and the console in the room."""

from flask import Flask

from workshop.web.facilitator import (
    agenda,
    case_files,
    case_form,
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
    "case_files",
    "case_form",
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
