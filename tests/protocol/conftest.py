"""One served program for all tests of the protocol, and workshops of their own in its database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import SECRET
from tests.protocol.line import Line
from tests.protocol.phone import Phone
from tests.protocol.rooms import Desk
from tests.serving import Server
from workshop import accounts
from workshop.db import Database
from workshop.models import Account
from workshop.web.tokens import Tokens


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("served"), WORKSHOP_SECRET_KEY=SECRET).start()
    yield server
    server.stop()


@pytest.fixture
def db(served: Server) -> Iterator[Database]:
    """The served program's own database, so that `create_workshop` fills that."""
    database = Database(served.environment["WORKSHOP_DATABASE_URL"])
    yield database
    database.dispose()


@pytest.fixture
def desk(served: Server, db: Database, create_account: Callable[..., Account]) -> Desk:
    """Fatima at her desk."""
    account = create_account()
    with db.transaction() as session:
        secret = accounts.mint_link(session, account)
    return Desk(served.url, secret)


@pytest.fixture
def phone(served: Server) -> Callable[..., Phone]:
    """Let somebody join over the network: `phone(workshop)`."""

    def join(workshop: Any, **more: Any) -> Phone:
        return Phone(served.url, workshop.code, **more).join()

    return join


@pytest.fixture
def listen(served: Server) -> Iterator[Callable[..., Line]]:
    """Connect to the live channel: `listen(phone)`, or `listen({"screen": key})`."""
    lines: list[Line] = []

    def connect(who: Any, cookie: str = "") -> Line:
        auth = {"token": who.token} if isinstance(who, Phone) else who
        lines.append(Line(served.url, auth, cookie))
        return lines[-1]

    yield connect
    for line in lines:
        line.close()


@pytest.fixture
def screen_key() -> Callable[[Any], str]:
    """Return the key in the signed link of a workshop's screen."""
    return lambda workshop: Tokens(SECRET).for_screen(workshop.id)
