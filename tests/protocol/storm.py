"""A storm of answers, the outages in the middle of it, and the account that is taken afterwards."""

import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.protocol.phone import Phone, Stormer
from tests.serving import Server

PHONES = 12
ENOUGH_TO_BE_IN_THE_MIDDLE = 60


def storm(
    server: Server,
    code: str,
    activity: dict[str, Any],
    kills: int,
    others: Sequence[Server] = (),
) -> list[Stormer]:
    """Let phones press without a break while the server is killed; returns them, all at rest."""
    told = threading.Condition()
    phones = [Stormer(Phone(server.url, code).join(), activity, told) for _ in range(PHONES)]
    for number, phone in enumerate(phones):
        phone.others = [other.url for other in others]
        if number % 2 and phone.others:
            phone.phone.url, phone.others = phone.others[0], [server.url]
        phone.start()
    try:
        for _ in range(kills):
            with told:
                reached = sum(len(p.saved) for p in phones) + ENOUGH_TO_BE_IN_THE_MIDDLE
                middle = lambda: sum(len(p.saved) for p in phones) >= reached  # noqa: B023, E731
                assert told.wait_for(middle, timeout=60), "no answers are acknowledged"
            server.kill()
            server.start()
    finally:
        for phone in phones:
            phone.enough.set()
        for phone in phones:
            phone.join(60)
    assert not any(phone.is_alive() for phone in phones), "answers still wait"
    return phones


def check(phones: list[Stormer], events: list[Any]) -> None:
    """Hold what the phones know against what is archived."""
    by_phone = {id: phone for phone in phones for id in phone.pressed}
    times = Counter(event["submission_id"] for event in events)
    assert set(times.values()) == {1}
    assert set(times) == set(by_phone), "every answer that was pressed, and no other"
    for phone in phones:
        assert (phone.problem, phone.refused, phone.waiting) == ("", [], {})
        assert set(phone.saved) == set(phone.pressed)
    for event in events:
        phone = by_phone[event["submission_id"]]
        pressed = phone.pressed[event["submission_id"]]["answer"]
        assert pressed.items() <= event["answer"].items()
