"""What every route may use, found through the application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from workshop.config import Config
from workshop.db import Database
from workshop.hub import Hub
from workshop.library import Library
from workshop.live.tallies import Tallies
from workshop.presence import Presence
from workshop.web.limiter import Limiter
from workshop.web.tokens import Tokens
from workshop.writer import Writer


@dataclass(frozen=True)
class Services:
    config: Config
    db: Database
    library: Library
    hub: Hub
    tallies: Tallies
    presence: Presence
    tokens: Tokens
    limiter: Limiter
    writer: Writer


def services() -> Services:
    """Return the parts of the application that answers the current request."""
    return cast(Services, current_app.extensions["workshop"])
