"""Who is here: open sockets, and phones that asked a moment ago."""

from uuid import uuid4

import pytest

from tests.services import REDIS_URL
from workshop import presence as module
from workshop.presence import Presence, SharedPresence


def test_a_phone_with_two_sockets_is_here_until_the_last_one_closes():
    presence = Presence()
    presence.connected("w", "ana", "s1")
    presence.connected("w", "ana", "s2")
    assert presence.disconnected("s1") == "w"
    assert presence.here("w") == {"ana"}
    presence.disconnected("s2")
    assert presence.here("w") == set()
    assert presence.disconnected("s2") is None


def test_a_phone_without_socket_is_here_while_it_keeps_asking(monkeypatch):
    presence, clock = Presence(), [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    presence.seen("w", "ana")
    assert presence.count("w") == 1
    clock[0] += module.LINGERS + 1
    assert presence.count("w") == 0


@pytest.mark.distributed
def test_two_processes_see_each_others_phones():
    first, second = SharedPresence(REDIS_URL), SharedPresence(REDIS_URL)
    workshop = uuid4().hex
    first.connected(workshop, "ana", "s1")
    second.seen(workshop, "bo")
    assert first.here(workshop) == second.here(workshop) == {"ana", "bo"}
    first.seen(workshop, "ana")
    first.disconnected("s1")
    second.refresh()
    assert second.here(workshop) == {"bo"}
    for one in (first, second):
        one._redis.delete(f"workshop:here:{workshop}")
        one._redis.close()
