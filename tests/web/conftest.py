"""What tests of the web edge may use beyond the common fixtures."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event


@pytest.fixture
def count_queries():
    """Collect the statements that the application sends to its database in a block."""

    @contextmanager
    def counting(app):
        engine = app.extensions["workshop"].db.engine
        statements = []

        def note(_connection, _cursor, statement, *_):
            statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
