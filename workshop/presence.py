"""Who is here now: phones with an open socket, or that asked for the stage a moment ago."""

import time
from collections import defaultdict

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
