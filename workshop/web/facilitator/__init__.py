"""Routes for facilitators: the desk with their workshops, set-up, and the console in the room."""

from flask import Flask

from workshop.web.facilitator import (
    agenda,
    approval,
    case_files,
    case_form,
    cases,
    conduct,
    console,
    desk,
    downloads,
    guides,
    log,
    on_behalf,
    page,
    participants,
    people,
    planning,
    programs,
    rehearsal,
    tables,
    wording,
    words,
)
from workshop.web.facilitator.blueprint import blueprint

__all__ = [
    "agenda",
    "approval",
    "blueprint",
    "case_files",
    "case_form",
    "cases",
    "conduct",
    "console",
    "desk",
    "downloads",
    "guides",
    "log",
    "on_behalf",
    "page",
    "participants",
    "people",
    "planning",
    "programs",
    "rehearsal",
    "tables",
    "wording",
    "words",
]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
