"""One simulated participant: joins, follows the stage, answers what is open."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from workshop.activities import kind_named
from workshop.simulate import channel
from workshop.simulate.api import Api
from workshop.simulate.measures import ACKNOWLEDGED, Measures
from workshop.simulate.outbox import Outbox, pause
from workshop.simulate.person import Person
from workshop.simulate.problems import Refused, SimulationError, Unavailable

AGREEMENT = "agreement"
STORM_SECONDS = 5.0
THINKS = (0.2, 1.2)
"""Seconds between two answers of one person: a rehearsal need not take as long as reading does."""
INSISTS = 0.2
"""How often somebody puts their own answer in the place of what the table wrote meanwhile."""
AGREES = ("agreed", "agreed", "mostly", "mostly", "divided")
CHANGES_MIND = 0.35
"""How often somebody thinks an answer over in a later round; it may come out the same."""


class Participant:
    """A phone with a person: one WebSocket for news, HTTP for everything that counts."""

    def __init__(self, api: Api, person: Person, measures: Measures, *, storm: bool) -> None:
        self.api = api
        self.person = person
        self.measures = measures
        self.storm = storm
        self.revision = 0
        self.ended = False
        self.token = ""
        self.joined = asyncio.Event()
        self._etag = ""
        self._activity: dict[str, Any] | None = None
        self._todo: dict[tuple[str, int], list[dict[str, Any]]] = {}
        self._edits: dict[tuple[str, int, str], int] = {}
        self._bases: dict[tuple[str, int, str], int] = {}
        """The edits of the table's sheet that this phone has seen."""
        self._answering: asyncio.Task[None] | None = None
        self.outbox: Outbox

    @property
    def busy(self) -> bool:
        """Whether answers are being written or wait for their receipt."""
        return self._answering is not None or bool(self.token and len(self.outbox))

    @property
    def shows(self) -> str:
        """What is on this phone, for a line of progress."""
        if self.ended:
            return "The workshop has ended. "
        if self._activity is None:
            return ""
        state = "revealed" if self._activity["revealed"] else self._activity["state"]
        return f"{self._activity['title']}, {state}: "

    async def take_part(self, into_real: bool = False) -> None:
        """Join and follow the workshop until it ends."""
        started = time.perf_counter()
        self.token = await self._join(into_real)
        self.outbox = Outbox(self.api, self.token, self.measures, self._told)
        lost_at, attempt = 0.0, 0
        while not self.ended:
            try:
                socket = await channel.connect(self.api.http, self.api.url, {"token": self.token})
                try:
                    # Asked after connecting: what was said in between is in it.
                    await self.look()
                    self._arrived(started, lost_at)
                    attempt = 0
                    await self._follow(socket)
                finally:
                    await socket.close()
                lost_at = time.perf_counter()
            except Unavailable:
                # Where no WebSocket gets through, this is the slow way to follow.
                await self._look_quietly(started)
            except Refused as refused:
                raise SimulationError(
                    f"The workshop does not know its simulated participants any more: {refused}"
                ) from refused
            if not self.ended:
                await asyncio.sleep(pause(attempt))
                attempt += 1

    async def look(self) -> None:
        """Ask for the stage and do what it asks for."""
        shown, self._etag = await self.api.stage(self.token, self._etag)
        self.measures.contact = time.monotonic()
        if shown is not None:
            for mine in shown["mine"]:
                key = (mine["activity_id"], mine["round"], mine["slot"])
                self._edits[key] = max(mine["edit"], self._edits.get(key, 0))
                self._bases[key] = mine["edit"]
            self.see(shown)

    def see(self, stage: dict[str, Any]) -> None:
        """Take in a stage that is not older than what was seen."""
        if stage["revision"] < self.revision:
            return
        if stage["revision"] > self.revision:
            self.measures.news = time.monotonic()
        self.revision = stage["revision"]
        self._activity = stage["activity"]
        self.ended = stage["workshop"]["state"] == "ended"
        if self._answering is None and self._open() and self._remaining():
            self._answering = asyncio.create_task(self._answer())

    async def _join(self, into_real: bool) -> str:
        attempt = 0
        while True:
            try:
                return await self.api.join(self.person.join_body(into_real))
            except Unavailable as unavailable:
                await asyncio.sleep(pause(attempt, unavailable.retry_after))
                attempt += 1
            except Refused as refused:
                raise SimulationError(str(refused)) from refused

    def _arrived(self, started: float, lost_at: float) -> None:
        now = time.perf_counter()
        if self.joined.is_set():
            self.measures.back.append((now - lost_at) * 1000)
            return
        self.joined.set()
        self.measures.participants += 1
        self.measures.join.append((now - started) * 1000)
        self.measures.news = time.monotonic()

    async def _follow(self, socket: Any) -> None:
        async for at, frame in channel.events(socket):
            if frame.startswith(channel.STAGE):
                stage = channel.content(frame)
                if stage["revision"] > self.revision:
                    self.measures.heard(stage["revision"], at)
                self.see(stage)
                if self.ended:
                    return

    async def _look_quietly(self, started: float) -> None:
        try:
            await self.look()
        except Unavailable:
            return
        if not self.joined.is_set():
            self._arrived(started, started)

    def _open(self) -> bool:
        return self._activity is not None and self._activity["state"] == "open" and not self.ended

    def _remaining(self) -> list[dict[str, Any]]:
        """Return what this person would still answer to the activity that is on."""
        assert self._activity is not None
        key = (self._activity["id"], self._activity["round"])
        if key not in self._todo:
            self._todo[key] = [
                answer
                for slot, answer in self._plausible(self._activity)
                if (*key, slot) not in self._edits
            ]
        return self._todo[key]

    def _plausible(self, activity: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        kind = kind_named(activity["kind"])
        settings = kind.Settings.model_validate(
            activity["settings"], context={"language": self.person.locale}
        )
        said: dict[str, dict[str, Any]] = {}
        for round_ in range(1, activity["round"] + 1):
            rng = self.person.random(activity["id"], round_)
            again = self.person.random(activity["id"], round_, "again")
            anew = {
                kind.slot(kind.read(answer)): answer
                for answer in kind.simulate(settings, self.person.group, rng)
            }
            # Most people say after a discussion what they said before it.
            said = {
                slot: answer if again.random() < CHANGES_MIND else said.get(slot, answer)
                for slot, answer in anew.items()
            }
        yield from said.items()

    async def _answer(self) -> None:
        rng = self.person.random("pauses", self.revision)
        todo = self._remaining()
        try:
            if self.storm:
                moments = sorted(rng.uniform(0, STORM_SECONDS) for _ in todo)
                pauses = [b - a for a, b in zip([0.0, *moments], moments, strict=False)]
            else:
                pauses = [rng.uniform(*THINKS) for _ in todo]
            for wait in pauses:
                await asyncio.sleep(wait)
                if not self._open() or self._remaining() is not todo:
                    break
                self._press(todo.pop(0))
            if self._open() and self._remaining() is todo:
                self._agree()
        finally:
            self._answering = None
        # Another activity was put on during the last pause.
        if self._open() and self._remaining() is not todo and self._remaining():
            self._answering = asyncio.create_task(self._answer())

    def _agree(self) -> None:
        """Say how far the table agrees, unless somebody of it has said so."""
        assert self._activity is not None
        key = (self._activity["id"], self._activity["round"], AGREEMENT)
        if self._shares(self._activity) and key not in self._bases:
            rng = self.person.random(*key)
            self._put(key, {"agreement": rng.choice(AGREES), "note": ""})

    def _press(self, answer: dict[str, Any]) -> None:
        assert self._activity is not None
        kind = kind_named(self._activity["kind"])
        slot = kind.slot(kind.read(answer))
        self._put((self._activity["id"], self._activity["round"], slot), answer)

    def _put(self, key: tuple[str, int, str], answer: dict[str, Any]) -> None:
        assert self._activity is not None
        self._edits[key] = self._edits.get(key, 0) + 1
        base = {"base": self._bases.get(key, 0)} if self._shares(self._activity) else {}
        self.outbox.put(
            activity_id=key[0],
            round=key[1],
            edit=self._edits[key],
            slot=key[2],
            answer=answer,
            **base,
        )

    def _shares(self, activity: dict[str, Any]) -> bool:
        return bool(self.person.table) and activity.get("answered_by") == "table"

    def _told(self, sent: dict[str, Any], receipt: dict[str, Any]) -> None:
        key = (sent["activity_id"], sent["round"], sent["slot"])
        if receipt["status"] == "closed":
            # Kept: the facilitator may open it again, and then it is sent anew.
            if sent["slot"] != AGREEMENT:
                self._todo[key[:2]].append(sent["answer"])
        elif receipt["status"] in ACKNOWLEDGED:
            self._bases[key] = receipt.get("edit", sent["edit"])
        elif receipt["status"] == "conflict" and "current" in receipt:
            first = sent["base"] == 0
            self._bases[key] = receipt["current"]["edit"]
            insists = self.person.random(*key, "insists").random() < INSISTS
            if first and insists and self._open():
                self._put(key, sent["answer"])
