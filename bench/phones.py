"""The load: many phones in one process, each with a WebSocket of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from random import Random
from typing import Any
from uuid import uuid4

import aiohttp

from workshop.activities import kind_named
from workshop.simulate import channel
from workshop.simulate.api import Api
from workshop.simulate.outbox import pause
from workshop.simulate.problems import Unavailable
from workshop.simulate.run import cast

AT_THE_DOOR = 50
"""How many come in at once: a room scans the code over some seconds."""


class Phone:
    """One phone; `heard` is told the moment of every `stage` event."""

    def __init__(self, http: aiohttp.ClientSession, url: str, heard: Callable[..., None]) -> None:
        self.api = Api(http, url)
        self.heard = heard
        self.auth: dict[str, str] = {}
        self.token = ""
        self.etag = ""
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None

    async def join(self, body: dict[str, Any]) -> None:
        """Join, connect, and see the stage, as the page does."""
        self.token = await self.api.join(body)
        self.auth = {"token": self.token}
        await self.connect()
        _, self.etag = await self.api.stage(self.token)

    async def connect(self) -> None:
        self.socket = await channel.connect(self.api.http, self.api.url, self.auth)
        self._reader = asyncio.create_task(self._read(self.socket))

    async def come_back(self) -> None:
        """Reconnect until it works, and look what was missed."""
        attempt = 0
        while True:
            try:
                await self.connect()
                _, etag = await self.api.stage(self.token, self.etag)
                self.etag = etag or self.etag
                return
            except Unavailable:
                await asyncio.sleep(pause(attempt))
                attempt += 1

    def drop(self) -> None:
        """Lose the connection without a word, as when the access point restarts."""
        if self._reader is not None:
            self._reader.cancel()
        if self.socket is not None and self.socket._conn is not None:
            transport = self.socket._conn.transport
            if transport is not None:
                transport.abort()

    async def answer(self, activity: dict[str, Any], answer: dict[str, Any], edit: int) -> float:
        """Send one answer; returns the seconds until its receipt."""
        sent = {
            "submission_id": str(uuid4()),
            "activity_id": activity["id"],
            "round": activity["round"],
            "edit": edit,
            "answer": answer,
        }
        started, attempt = time.perf_counter(), 0
        while True:
            try:
                (receipt,) = await self.api.respond(self.token, [sent])
            except Unavailable as unavailable:
                await asyncio.sleep(pause(attempt, unavailable.retry_after))
                attempt += 1
                continue
            # Superseded is kept too: several changes of one mind were under way at once.
            assert receipt["status"] in ("saved", "duplicate", "superseded"), receipt
            return time.perf_counter() - started

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for at, frame in channel.events(socket):
            if frame.startswith(channel.STAGE):
                self.heard(at, frame)


async def a_few_at_a_time(
    work: Iterable[Awaitable[Any]], at_once: int = AT_THE_DOOR
) -> list[float]:
    """Do all of it; returns how many seconds each took."""
    door = asyncio.Semaphore(at_once)

    async def one(what: Awaitable[Any]) -> float:
        async with door:
            started = time.perf_counter()
            await what
            return time.perf_counter() - started

    return await asyncio.gather(*map(one, work))


def people(shown: dict[str, Any], how_many: int) -> list[dict[str, Any]]:
    """Return what each of them joins with."""
    return [person.join_body(False) for person in cast(shown, 7, how_many)]


def plausible(activity: dict[str, Any], how_many: int) -> list[list[dict[str, Any]]]:
    """Return the answers that each phone would give to an activity."""
    kind = kind_named(activity["kind"])
    settings = kind.Settings.model_validate(activity["settings"], context={"language": "en"})
    return [list(kind.simulate(settings, "media", Random(n))) for n in range(how_many)]
