"""The wiring of the whole program, read from top to bottom."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from workshop import library
from workshop.config import ROOT, Config, secret_key
from workshop.db import Database
from workshop.hub import Hub
from workshop.live.casebook import Casebook
from workshop.live.tallies import Tallies
from workshop.presence import Presence, SharedPresence
from workshop.web import (
    account,
    administration,
    assets,
    errors,
    facilitator,
    guard,
    participant,
    pictures,
    screen,
    shared,
    styleguide,
)
from workshop.web.admission import admit
from workshop.web.limiter import Limiter
from workshop.web.results import Results
from workshop.web.services import Services
from workshop.web.tokens import Tokens
from workshop.writer import Writer


def create_app(config: Config, *, async_mode: str = "gevent") -> Flask:
    """Put the parts together; makes no table and starts no server."""
    app = Flask(
        "workshop",
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        root_path=str(ROOT / "workshop"),
    )
    app.secret_key = secret_key(config)
    app.config.update(
        MAX_CONTENT_LENGTH=1024 * 1024,
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
    )
    if config.trusted_proxies:
        n = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n)  # type: ignore[method-assign]

    db = Database(config.database_url, greenlets=async_mode == "gevent")
    tallies = Tallies()
    presence = SharedPresence(config.redis_url) if config.redis_url else Presence()
    hub = Hub(db, tallies, presence, admit)
    services = Services(
        config=config,
        db=db,
        casebook=Casebook(library.load()),
        hub=hub,
        tallies=tallies,
        results=Results(),
        presence=presence,
        tokens=Tokens(app.secret_key),
        limiter=Limiter(config.redis_url),
        writer=Writer(db),
    )
    app.extensions["workshop"] = services

    shared.init_app(app)
    errors.init_app(app)
    guard.init_app(app)
    account.init_app(app)
    participant.init_app(app)
    facilitator.init_app(app)
    administration.init_app(app)
    screen.init_app(app)
    hub.init_app(app, async_mode=async_mode, redis_url=config.redis_url)
    assets.init_app(app)
    pictures.init_app(app)
    styleguide.init_app(app)
    return app
