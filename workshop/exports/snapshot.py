"""One view of the database from the first row of a file to its last, read as a stream."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from workshop.models import Workshop


@contextmanager
def snapshot(db: Session, workshop: Workshop) -> Iterator[tuple[Session, Workshop]]:
    """Give a session in which nothing changes while a live workshop goes on, and the workshop.

    A transaction on SQLite is such a view already, and its cursors stream. On
    PostgreSQL each statement would see newer answers, some of people that were
    not there when the participants were read, and the driver would fetch whole
    results: so a transaction of its own, with cursors kept by the server.
    """
    if db.get_bind().dialect.name == "sqlite":
        yield db, db.get_one(Workshop, workshop.id)
        return
    engine = db.get_bind().engine.execution_options(
        isolation_level="REPEATABLE READ", stream_results=True
    )
    with Session(engine) as own:
        yield own, own.get_one(Workshop, workshop.id)
