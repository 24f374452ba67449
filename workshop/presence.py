"""Who is here now: phones with an open socket, or that asked for the stage a moment ago."""

import time
from collections import defaultdict

from redis import Redis

LINGERS = 15.0
"""Seconds that a phone without a socket counts as here after it last asked."""


class Presence:
    """The phones that this process sees; nothing of it is stored."""

    def __init__(self) -> None:
        self._sockets: dict[str, tuple[str, str]] = {}
        self._open: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._seen: dict[str, dict[str, float]] = defaultdict(dict)

    def connected(self, workshop_id: str, respondent: str, socket: str) -> None:
        self._sockets[socket] = (workshop_id, respondent)
        self._open[workshop_id][respondent] += 1

    def disconnected(self, socket: str) -> str | None:
        """Forget a socket; returns its workshop's id, if it was a participant's."""
        workshop_id, respondent = self._sockets.pop(socket, (None, ""))
        if workshop_id is not None:
            counts = self._open[workshop_id]
            counts[respondent] -= 1
            if counts[respondent] <= 0:
                del counts[respondent]
        return workshop_id

    def seen(self, workshop_id: str, respondent: str) -> None:
        """Note that a phone asked for the stage."""
        self._seen[workshop_id][respondent] = time.monotonic()

    def here(self, workshop_id: str) -> set[str]:
        """Return the respondents that are here now."""
        since = time.monotonic() - LINGERS
        seen = self._seen[workshop_id]
        for respondent in [r for r, at in seen.items() if at < since]:
            del seen[respondent]
        return set(seen) | set(self._open[workshop_id])

    def count(self, workshop_id: str) -> int:
        return len(self.here(workshop_id))

    def refresh(self) -> None:
        """Say again who is here, where others need to hear it."""


class SharedPresence(Presence):
    """The phones that any of several processes sees, kept in Redis for as long as they are here."""

    REFRESH = 20.0
    FORGOTTEN_AFTER = 60.0

    def __init__(self, redis_url: str) -> None:
        super().__init__()
        self._redis = Redis.from_url(redis_url, decode_responses=True)

    def connected(self, workshop_id: str, respondent: str, socket: str) -> None:
        super().connected(workshop_id, respondent, socket)
        self._note(workshop_id, [respondent], self.FORGOTTEN_AFTER)

    def disconnected(self, socket: str) -> str | None:
        _, respondent = self._sockets.get(socket, ("", ""))
        workshop_id = super().disconnected(socket)
        if workshop_id is not None and respondent not in self._open[workshop_id]:
            self._redis.zrem(_key(workshop_id), respondent)
        return workshop_id

    def seen(self, workshop_id: str, respondent: str) -> None:
        super().seen(workshop_id, respondent)
        self._note(workshop_id, [respondent], LINGERS)

    def here(self, workshop_id: str) -> set[str]:
        self._redis.zremrangebyscore(_key(workshop_id), 0, time.time())
        return set(self._redis.zrange(_key(workshop_id), 0, -1))  # type: ignore[arg-type]

    def count(self, workshop_id: str) -> int:
        return int(self._redis.zcount(_key(workshop_id), time.time(), "+inf"))

    def refresh(self) -> None:
        """Say again who has an open socket; a process that died is forgotten within a minute."""
        for workshop_id, respondents in self._open.items():
            self._note(workshop_id, list(respondents), self.FORGOTTEN_AFTER)

    def _note(self, workshop_id: str, respondents: list[str], lasts: float) -> None:
        if respondents:
            # GT: asking for the stage must not shorten what an open socket promised.
            until = time.time() + lasts
            self._redis.zadd(_key(workshop_id), dict.fromkeys(respondents, until), gt=True)


def _key(workshop_id: str) -> str:
    return f"workshop:here:{workshop_id}"
