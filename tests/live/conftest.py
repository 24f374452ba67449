"""What happens in the room keeps its promises on both databases."""

import pytest

from tests import postgres
from tests.conftest import SECRET
from tests.services import require_services
from workshop import migrate
from workshop.config import Config
from workshop.db import Database


@pytest.fixture(scope="session")
def _postgres_template():
    require_services()
    with postgres.database() as url:
        config = Config(database_url=url, secret_key=SECRET)
        db = Database(url)
        migrate.ensure(config, db)
        db.dispose()
        yield url.rsplit("/", 1)[1]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.distributed)])
def config(request):
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_config")
        return
    with postgres.database(request.getfixturevalue("_postgres_template")) as url:
        yield Config(database_url=url, secret_key=SECRET, public_url="http://localhost")
