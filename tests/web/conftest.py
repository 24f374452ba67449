"""What tests of the web edge may use beyond the common fixtures."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from workshop import accounts
from workshop.live import members
from workshop.models import Workshop


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


@pytest.fixture
def browser_of(app, db):
    """Sign somebody in on a browser of their own; a facilitator unless told otherwise."""

    def signed_in(email, **kwargs):
        with db.transaction() as session:
            account = accounts.with_email(session, email) or accounts.add(session, email, **kwargs)
            secret = accounts.mint_link(session, account)
        browser = app.test_client()
        assert browser.post(f"/sign-in/{secret}").status_code == 303
        return browser

    return signed_in


@pytest.fixture
def invite(db):
    """Invite somebody into a workshop, with an account that is made where there is none."""

    def invited(workshop, email="bert@town.example", role="facilitator", **kwargs):
        with db.transaction() as session:
            account = accounts.with_email(session, email) or accounts.add(
                session, email, **{"role": role, **kwargs}
            )
            here = session.get(Workshop, workshop.id)
            members.invite(session, here, here.owner_id, account, role)
            return account

    return invited
