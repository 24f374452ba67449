"""Databases of their own on the PostgreSQL server of the tests, made from a migrated template."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, text

from tests.services import DATABASE_URL


@contextmanager
def database(template: str | None = None) -> Iterator[str]:
    """Give the URL of a fresh database, dropped afterwards."""
    name = f"workshop_{uuid4().hex[:12]}"
    admin = create_engine(
        DATABASE_URL.replace("postgresql://", "postgresql+pg8000://"), isolation_level="AUTOCOMMIT"
    )
    try:
        with admin.connect() as connection:
            like = f" template {template}" if template else ""
            connection.execute(text(f"create database {name}{like}"))
        yield DATABASE_URL.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"drop database if exists {name} with (force)"))
        admin.dispose()
