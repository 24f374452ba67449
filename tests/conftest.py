"""What every test may use: a real database, an application, a served program, a named cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.services import require_services
from tests.serving import Server
from workshop import accounts, library, migrate
from workshop.app import create_app
from workshop.config import Config
from workshop.db import Database
from workshop.live import plan
from workshop.live.conduct import Conductor
from workshop.live.join import Join, join
from workshop.models import Account, Respondent, Workshop
from workshop.schema import Text

SECRET = "0123456789abcdef" * 4
ALL_CONSENTS = {"take_part": True, "be_quoted": True, "pool": True}
MECHANISMS = [
    {"id": "lights", "title": {"en": "Lights that people chose"}, "text": {"en": "More light."}},
    {"id": "walks", "title": {"en": "Walks at night"}, "text": {"en": "Walk together."}},
    {"id": "forum", "title": {"en": "A monthly forum"}, "text": {"en": "Meet each month."}},
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_ci = os.environ.get("CI") == "true"
    for item in items:
        if "slow" in item.keywords and not in_ci:
            item.add_marker(pytest.mark.skip(reason="slow; runs where CI=true"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if "distributed" in item.keywords:
        require_services()


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "workshop.sqlite3"
    config = Config(database_url=f"sqlite:///{file}")
    db = Database(config.database_url)
    migrate.ensure(config, db)
    db.dispose()
    return file


@pytest.fixture
def sqlite_config(tmp_path: Path, _migrated: Path) -> Config:
    """Settings of an installation of its own, its database migrated and empty."""
    file = tmp_path / "workshop.sqlite3"
    shutil.copy(_migrated, file)
    return Config(
        database_url=f"sqlite:///{file}",
        secret_key=SECRET,
        public_url="http://localhost",
    )


@pytest.fixture
def config(sqlite_config: Config) -> Config:
    return sqlite_config


@pytest.fixture
def db(config: Config) -> Iterator[Database]:
    database = Database(config.database_url)
    yield database
    database.dispose()


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.transaction() as session:
        yield session


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config, async_mode="threading")
    services = app.extensions["workshop"]
    services.hub.pace = 0.001
    yield app
    services.hub.settle()
    services.db.dispose()


@pytest.fixture
def client(app: Flask) -> Any:
    return app.test_client()


@pytest.fixture
def create_account(db: Database) -> Callable[..., Account]:
    """Make an account; Fatima by default."""

    def create(email: str = "fatima@city.example", **kwargs: Any) -> Account:
        with db.transaction() as session:
            return accounts.with_email(session, email) or accounts.add(session, email, **kwargs)

    return create


@pytest.fixture
def sign_in(db: Database, client: Any) -> Callable[..., Any]:
    """Sign the client in with a one-time link; Fatima unless told otherwise."""

    def do(account: Account | str = "fatima@city.example") -> Any:
        with db.transaction() as session:
            email = account if isinstance(account, str) else account.email
            known = accounts.with_email(session, email) or accounts.add(session, email)
            secret = accounts.mint_link(session, known)
        assert client.post(f"/sign-in/{secret}").status_code == 303
        return client

    return do


@pytest.fixture
def create_workshop(db: Database, create_account: Callable[..., Account]) -> Callable[..., Any]:
    """Make a workshop with one `reactions` activity, live and open unless told otherwise."""

    def create(
        *,
        state: str = "open",
        owner: str = "fatima@city.example",
        activities: int = 1,
        title: dict[str, str] | None = None,
        answered_by: str = "person",
        settings: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> Workshop:
        account = create_account(owner)
        material = library.load()
        with db.transaction() as session:
            workshop = plan.create(
                session,
                account.id,
                plan.WorkshopPlan(title=Text(title or {"en": "A safer square"}), **kwargs),
            )
            for number in range(activities):
                plan.add_activity(
                    session,
                    workshop,
                    account.id,
                    plan.ActivityPlan(
                        kind="reactions",
                        title=Text({"en": f"Reactions {number + 1}"}),
                        answered_by=answered_by,
                        settings=settings or {"stem": "here", "mechanisms": MECHANISMS},
                    ),
                    material,
                )
            if state != "draft":
                conductor = Conductor(session, workshop.id, account.id, material)
                conductor.start()
                if state in ("open", "closed", "revealed", "ended") and workshop.activities:
                    first = conductor.open(workshop.activities[0].id)
                    if state in ("closed", "revealed"):
                        conductor.close(first.id)
                    if state == "revealed":
                        conductor.reveal(first.id)
                if state == "ended":
                    conductor.end()
            session.flush()
            assert list(workshop.activities) is not None
            return workshop

    return create


@pytest.fixture
def conduct(db: Database) -> Callable[..., Conductor]:
    """Do one verb of a facilitator: `conduct(workshop, "close", activity_id)`."""

    def do(workshop: Workshop, verb: str, *args: Any) -> Any:
        with db.transaction() as session:
            conductor = Conductor(session, workshop.id, workshop.owner_id, library.load())
            return getattr(conductor, verb)(*args)

    return do


@pytest.fixture
def join_as(db: Database) -> Callable[..., Respondent]:
    """Let somebody join: Ana, a resident, by default."""

    def do(workshop: Workshop, group: str = "civil-society", **kwargs: Any) -> Respondent:
        with db.transaction() as session:
            return join(
                session,
                Join(
                    code=workshop.code,
                    join_id=kwargs.pop("join_id", uuid4().hex),
                    stakeholder_group=group,
                    consents=kwargs.pop("consents", ALL_CONSENTS),
                    **kwargs,
                ),
            )

    return do


def submission(workshop: Workshop, /, **kwargs: Any) -> dict[str, Any]:
    """Return one answer as a phone sends it: it confirms `lights` unless told otherwise."""
    answer = {
        "item": kwargs.pop("item", "lights"),
        "reaction": kwargs.pop("reaction", "confirm"),
        "text": kwargs.pop("text", ""),
    }
    return {
        "submission_id": str(uuid4()),
        "activity_id": workshop.activities[0].id,
        "round": 1,
        "edit": 1,
        "answer": answer,
        **kwargs,
    }


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The program, served from an empty database."""
    server = Server(tmp_path)
    yield server.start()
    server.stop()
