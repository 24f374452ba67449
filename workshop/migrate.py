"""The database's shape: made where there is none, upgraded when asked, refused when older."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from workshop.config import ROOT, Config, make_private_folder
from workshop.db import Database

MIGRATIONS = ROOT / "migrations"


class DatabaseError(Exception):
    """A database that this program cannot use as it is, in words."""


def head() -> str:
    """Return the newest migration this program knows."""
    revision = ScriptDirectory.from_config(_alembic()).get_current_head()
    assert revision is not None
    return revision


def ensure(config: Config, db: Database) -> None:
    """Make an empty database ready; raises DatabaseError for one that is older or newer."""
    if config.sqlite_file is not None:
        _make_private(config.sqlite_file)
    with _locked(db) as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        if at == head():
            return
        if at is None and not set(inspect(connection).get_table_names()) - {"alembic_version"}:
            _run(connection, "head")
            return
        if at is None:
            raise DatabaseError(
                "This database holds tables of another program; choose an empty one "
                "in WORKSHOP_DATABASE_URL."
            )
        if at not in _known():
            raise DatabaseError(
                "This database was made by a newer version of the program; update the program."
            )
    raise DatabaseError(
        "This database was made by an older version of the program. "
        "Run `workshop upgrade`: it makes a backup first, then brings the database up to date."
    )


def upgrade(config: Config, db: Database) -> Path | None:
    """Bring a database up to date, after a backup; returns the backup's file, if one was made."""
    if config.sqlite_file is not None:
        _make_private(config.sqlite_file)
    with _locked(db) as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        if at == head():
            return None
        if at is not None and at not in _known():
            raise DatabaseError(
                "This database was made by a newer version of the program; update the program."
            )
    backup = None
    if at is not None and config.sqlite_file is not None and config.sqlite_file.exists():
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        backup = config.sqlite_file.with_suffix(f".before-{head()}.{stamp}.sqlite3")
        # The backup interface copies what is still in the write-ahead log too.
        with (
            closing(sqlite3.connect(config.sqlite_file)) as source,
            closing(sqlite3.connect(backup)) as target,
        ):
            source.backup(target)
        os.chmod(backup, 0o600)
    with _locked(db) as connection:
        _run(connection, "head")
    return backup


def migrate(db: Database, target: str) -> None:
    """Run migrations up or down to a revision; `base` is the empty database."""
    with _locked(db) as connection:
        _run(connection, target)


def _make_private(file: Path) -> None:
    # SQLite gives its write-ahead log the mode of the database file.
    make_private_folder(file)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


@contextmanager
def _locked(db: Database) -> Iterator[Connection]:
    # SQLite's own write lock, or PostgreSQL's advisory one: two processes
    # that start together must not both create the tables.
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(7221801)"))
        yield connection


def _run(connection: Connection, target: str) -> None:
    config = _alembic()
    config.attributes["connection"] = connection
    at = MigrationContext.configure(connection).get_current_revision()
    order = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    down = target == "base" or (
        at in order and target in order and order.index(target) > order.index(at)
    )
    (command.downgrade if down else command.upgrade)(config, target)


def _known() -> set[str]:
    return {s.revision for s in ScriptDirectory.from_config(_alembic()).walk_revisions()}


def _alembic() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
