"""What every route may use, found through the application."""

from dataclasses import dataclass
from typing import cast

from flask import current_app, g

from workshop.config import Config
from workshop.db import Database
from workshop.hub import Hub
from workshop.library import Library
from workshop.live.casebook import Casebook
from workshop.live.tallies import Tallies
from workshop.presence import Presence
from workshop.web.limiter import Limiter
from workshop.web.results import Results
from workshop.web.tokens import Tokens
from workshop.writer import Writer


@dataclass(frozen=True)
class Services:
    config: Config
    db: Database
    casebook: Casebook
    hub: Hub
    tallies: Tallies
    results: Results
    presence: Presence
    tokens: Tokens
    limiter: Limiter
    writer: Writer

    @property
    def library(self) -> Library:
        """All cases, as they stand when the current request first asks."""
        if "library" not in g:
            with self.db.reading() as db:
                g.library = self.casebook.library(db)
        return cast(Library, g.library)


def services() -> Services:
    """Return the parts of the application that answers the current request."""
    return cast(Services, current_app.extensions["workshop"])
