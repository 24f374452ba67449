"""What every command begins with: the settings, and the database they name."""

from workshop import config as configuration
from workshop.config import Config
from workshop.db import Database


def settings() -> Config:
    return configuration.from_environment()


def database(config: Config) -> Database:
    """Return the database, made and migrated where it was empty."""
    from workshop import migrate

    db = Database(config.database_url)
    migrate.ensure(config, db)
    return db
