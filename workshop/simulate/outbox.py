"""Answers on their way: each is sent until it has its receipt, under the id it was given first."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from workshop.simulate.api import Api
from workshop.simulate.measures import Measures
from workshop.simulate.problems import Refused, Unavailable

MOST_AT_ONCE = 100
LONGEST_PAUSE = 4.0


def pause(attempt: int, at_least: float = 0) -> float:
    """Return how long to wait before the next attempt, in seconds: growing, with jitter.

    Four hundred phones lose an access point in the same moment, and must not
    come back in the same moment.
    """
    return at_least + random.uniform(0.2, 1) * min(LONGEST_PAUSE, 0.25 * 2**attempt)


class Outbox:
    """What one participant has pressed and not yet a receipt for; all that waits goes at once."""

    def __init__(
        self, api: Api, token: str, measures: Measures, told: Callable[[Any, Any], None]
    ) -> None:
        self._api = api
        self._token = token
        self._measures = measures
        self._told = told
        self._waiting: dict[str, tuple[dict[str, Any], float]] = {}
        self._sender: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, **submission: Any) -> None:
        """Press *send*: the id is given now and kept through every resend."""
        submission_id = str(uuid4())
        self._waiting[submission_id] = (
            {"submission_id": submission_id, **submission},
            time.perf_counter(),
        )
        self._measures.sent += 1
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())

    async def _send(self) -> None:
        attempt = 0
        try:
            while self._waiting:
                batch = [sent for sent, _ in list(self._waiting.values())[:MOST_AT_ONCE]]
                try:
                    receipts = await self._api.respond(self._token, batch)
                except Unavailable as unavailable:
                    await asyncio.sleep(pause(attempt, unavailable.retry_after))
                    attempt += 1
                    continue
                except Refused as refused:
                    receipts = [
                        {"submission_id": s["submission_id"], "status": refused.code} for s in batch
                    ]
                attempt = 0
                self._measures.contact = time.monotonic()
                for receipt in receipts:
                    kept = self._waiting.pop(receipt["submission_id"], None)
                    if kept is not None:
                        self._measures.received(receipt, kept[1])
                        self._told(kept[0], receipt)
        finally:
            self._sender = None
