"""What a simulation counts and times; all times are milliseconds."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

ACKNOWLEDGED = ("saved", "duplicate")
"""A resend of an answer whose receipt got lost is told `duplicate`: it is saved all the same."""


@dataclass
class Measures:
    """Filled by every participant; `as_json` is what `--json` prints."""

    participants: int = 0
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    conflicts: int = 0
    """Changes of a table's sheet that somebody else of the table forestalled: as it should be."""
    join: list[float] = field(default_factory=list)
    ack: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    """From losing the live channel to having it and the stage again."""
    news: float = field(default_factory=time.monotonic)
    """When anything last happened."""
    contact: float = field(default_factory=time.monotonic)
    """When the server last answered anybody."""
    _pressed: dict[int, float] = field(default_factory=dict)
    _heard: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))

    def received(self, receipt: dict[str, Any], pressed_at: float) -> None:
        """Count one receipt; times run from the press of *send*, resends included."""
        self.news = time.monotonic()
        if receipt["status"] in ACKNOWLEDGED:
            self.acknowledged += 1
            self.ack.append((time.perf_counter() - pressed_at) * 1000)
        elif receipt["status"] == "conflict":
            self.conflicts += 1
        else:
            self.refused += 1

    def pressed(self, revision: int, at: float) -> None:
        """Note when the step that led to a revision was sent."""
        self._pressed[revision] = at

    def heard(self, revision: int, at: float) -> None:
        """Note when one participant's `stage` event of a revision came in."""
        self._heard[revision].append(at)

    def fanout(self) -> list[float]:
        """Return, for each step and participant, the time from sending it to the event."""
        return [
            (at - pressed) * 1000
            for revision, pressed in self._pressed.items()
            for at in self._heard[revision]
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "participants": self.participants,
            "sent": self.sent,
            "acknowledged": self.acknowledged,
            "refused": self.refused,
            "join_ms": percentiles(self.join),
            "ack_ms": percentiles(self.ack),
            "fanout_ms": percentiles(self.fanout()),
        }


def percentiles(values: Sequence[float]) -> dict[str, float | None]:
    """Return median and 95th percentile by nearest rank; None where nothing was measured."""
    ordered = sorted(values)
    return {"p50": _rank(ordered, 50), "p95": _rank(ordered, 95)}


def _rank(ordered: Sequence[float], percent: int) -> float | None:
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 1) if ordered else None
