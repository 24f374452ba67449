"""Routes for administrators: accounts, and workshops whose owner is gone; nobody's answers."""

from flask import Flask

from workshop.web.administration import accounts, deletions, workshops
from workshop.web.administration.blueprint import blueprint

__all__ = ["accounts", "blueprint", "deletions", "workshops"]


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
