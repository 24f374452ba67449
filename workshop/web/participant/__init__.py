"""Routes for the anonymous public: joining, answering, looking back. No account, no sign-in."""

from flask import Flask

from workshop.web.participant import api, pages


def init_app(app: Flask) -> None:
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages.blueprint)
