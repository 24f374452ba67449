"""The database: engine, naming convention, UTC times, and the one way to open a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import orjson
from sqlalchemy import DateTime, Engine, MetaData, TypeDecorator, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

PATIENCE_MS = 10_000
"""How long SQLite waits for another process that writes."""


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


def now() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """A point in time, aware in Python, kept as UTC without zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """One engine and the two ways to use it: `transaction()` to write, `reading()` to look."""

    def __init__(self, url: str, *, greenlets: bool = False) -> None:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+pg8000")
        options: dict[str, Any] = {}
        if parsed.get_backend_name() == "postgresql":
            options = {"pool_size": 10, "max_overflow": 20, "pool_pre_ping": True}
        self.engine: Engine = create_engine(
            parsed,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            # Rows hold what people wrote; a log of errors is no place for it.
            hide_parameters=True,
            **options,
        )
        # SQLite has one writer. Waiting for it inside SQLite would hold up
        # everybody, the one who is waited for too: greenlets share a thread.
        is_sqlite = self.engine.dialect.name == "sqlite"
        self._one_writer = Lock() if greenlets and is_sqlite else nullcontext()
        self._reader = self.engine.execution_options(reading=True)
        if self.engine.dialect.name == "sqlite":
            _keep_promises_on_sqlite(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit what the block does, or nothing of it; only the edges call this."""
        with (
            self._one_writer,
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a consistent view to read from; what is changed in it is thrown away."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    def wipe_log(self) -> bool:
        """Write SQLite's log into the database and empty it, so that what was deleted is gone.

        Tells whether it could: not while somebody reads what was there before,
        as an export does. Waiting for them long would hold up the whole room.
        """
        if self.engine.dialect.name != "sqlite":
            return True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=500")
            (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
            return not busy
        finally:
            connection.close()

    def dispose(self) -> None:
        self.engine.dispose()


def _keep_promises_on_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # sqlite3 would begin transactions by itself, and late; see `begin`.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # NORMAL may lose the last commits when power fails; "saved" means saved.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # A writer takes the lock at once: upgrading from a read lock in the
        # middle of a transaction fails without waiting when another writes.
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
