"""Where the database server and Redis of the distributed set-up are, and whether they answer."""

import os
import socket
from functools import cache
from urllib.parse import urlsplit

import pytest

DATABASE_URL = os.environ.get(
    "WORKSHOP_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
REDIS_URL = os.environ.get("WORKSHOP_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


@cache
def _missing() -> tuple[str, ...]:
    missing = []
    for name, url, port in (("PostgreSQL", DATABASE_URL, 5432), ("Redis", REDIS_URL, 6379)):
        parts = urlsplit(url)
        try:
            socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), 2).close()
        except OSError:
            missing.append(name)
    return tuple(missing)


def require_services() -> None:
    """Skip in one line where PostgreSQL or Redis is not there; fail in CI."""
    if _missing():
        words = f"{' and '.join(_missing())} not reachable; see WORKSHOP_TEST_DATABASE_URL"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
