"""A whole simulation: everybody joins, somebody may drive, and it ends."""

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import aiohttp

from workshop.simulate.api import Api
from workshop.simulate.driver import Driver
from workshop.simulate.measures import Measures
from workshop.simulate.participant import Participant
from workshop.simulate.person import Person
from workshop.simulate.problems import Refused, SimulationError, Unavailable

QUIET = 1800.0
QUIET_AFTER_STORM = 10.0
UNREACHABLE = 60.0
ARRIVALS_A_SECOND = 20.0
MOST_ARRIVING = 50
STEP_PAUSE = 1.0
MOST_WAITED = 120.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What `workshop simulate` was asked for; `sign_in` is a one-time link and means driving."""

    code: str
    url: str
    participants: int = 40
    seed: int = 7
    storm: bool = False
    sign_in: str = ""
    into_real: bool = False


def simulate(options: Options, say: Say = lambda words: None) -> dict[str, Any]:
    """Run until the workshop ends, nothing happens any more, or Ctrl+C; returns what was measured.

    Raises SimulationError, in words, for what cannot be begun or went away.
    """
    return asyncio.run(_simulate(options, say))


async def _simulate(options: Options, say: Say) -> dict[str, Any]:
    measures = Measures()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        await Room(Api(http, options.url), options, measures, say).run()
    return measures.as_json()


class Room:
    """All participants of one simulation."""

    def __init__(self, api: Api, options: Options, measures: Measures, say: Say) -> None:
        self.api = api
        self.options = options
        self.measures = measures
        self.say = say
        self.participants: list[Participant] = []

    async def run(self) -> None:
        """Join, follow or drive, and leave when it is over."""
        shown = await self._look_up()
        driver = None
        stop = asyncio.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        tasks: set[asyncio.Task[Any]] = {asyncio.create_task(stop.wait())}
        try:
            if self.options.sign_in:
                driver = Driver(self.api.url, shown["code"], self.measures)
                await driver.sign_in(self.options.sign_in)
                if driver.state == "draft":
                    await driver.next()
            else:
                tasks.add(asyncio.create_task(self._until_quiet()))
            tasks.add(asyncio.create_task(self._room(shown, driver)))
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if driver is not None:
                await driver.close()

    async def _look_up(self) -> dict[str, Any]:
        try:
            shown = await self.api.workshop(self.options.code)
        except Unavailable as problem:
            raise SimulationError(
                f"{problem} Start it with `workshop serve`, or name another with --url."
            ) from problem
        except Refused as refused:
            raise SimulationError(str(refused)) from refused
        if shown["state"] == "ended":
            raise SimulationError(
                "This workshop has ended; it takes no more answers. "
                "Reopen it on its console, or choose another one."
            )
        if shown["state"] == "draft" and not self.options.sign_in:
            self.say("Waiting until the facilitator starts the workshop.")
            while shown["state"] == "draft":
                await asyncio.sleep(1)
                shown = await self.api.workshop(self.options.code)
        return shown

    async def _room(self, shown: dict[str, Any], driver: Driver | None) -> None:
        people = cast(shown, self.options.seed, self.options.participants)
        self.participants = [
            Participant(self.api, person, self.measures, storm=self.options.storm)
            for person in people
        ]
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._arrive(group))
                if driver is not None:
                    group.create_task(self._drive(driver))
        except ExceptionGroup as several:
            # Forty participants are turned away for one reason.
            raise several.exceptions[0] from several

    async def _arrive(self, group: asyncio.TaskGroup) -> None:
        door = asyncio.Semaphore(MOST_ARRIVING)
        for participant in self.participants:
            await door.acquire()
            task = group.create_task(participant.take_part(self.options.into_real))
            # Whoever comes in, or is turned away, makes room at the door.
            group.create_task(_makes_room(participant, task, door))
            if not self.options.storm:
                await asyncio.sleep(1 / ARRIVALS_A_SECOND)
        for participant in self.participants:
            await participant.joined.wait()
        self.say(f"{len(self.participants)} participants are in.")

    async def _drive(self, driver: Driver) -> None:
        for participant in self.participants:
            await participant.joined.wait()
        while driver.state != "ended":
            await driver.next()
            await self._settled(driver.revision)
            self._tell_progress(self.participants[0].shows)
            await asyncio.sleep(STEP_PAUSE / 4 if self.options.storm else STEP_PAUSE)

    async def _settled(self, revision: int) -> None:
        """Wait until everybody saw a step and has said what they have to say about it."""
        until = time.monotonic() + MOST_WAITED
        while time.monotonic() < until and any(
            p.revision < revision or p.busy for p in self.participants
        ):
            await asyncio.sleep(0.05)

    async def _until_quiet(self) -> None:
        quiet = QUIET_AFTER_STORM if self.options.storm else QUIET
        said = 0
        while True:
            await asyncio.sleep(0.5)
            now = time.monotonic()
            if self.measures.acknowledged != said and not any(p.busy for p in self.participants):
                said = self.measures.acknowledged
                self._tell_progress()
            if any(p.busy for p in self.participants):
                if now - self.measures.contact > UNREACHABLE:
                    waiting = sum(len(p.outbox) for p in self.participants if p.token)
                    raise SimulationError(
                        f"{self.api.url} has not answered for a minute; "
                        f"{waiting} answers could not be delivered."
                    )
            elif now - self.measures.news > quiet:
                self.say(f"Nothing has happened for {quiet:.0f} seconds; leaving.")
                return

    def _tell_progress(self, what: str = "") -> None:
        m = self.measures
        refused = f", {m.refused} refused" if m.refused else ""
        if m.conflicts:
            refused += f", {m.conflicts} left to others of the table"
        self.say(f"{what}{m.acknowledged} of {m.sent} answers saved{refused}.")


async def _makes_room(participant: Participant, task: Any, door: asyncio.Semaphore) -> None:
    joined = asyncio.create_task(participant.joined.wait())
    await asyncio.wait({joined, task}, return_when=asyncio.FIRST_COMPLETED)
    joined.cancel()
    door.release()


def cast(shown: dict[str, Any], seed: int, participants: int) -> list[Person]:
    """Return who takes part: every group is there, some are larger, the same for the same seed."""
    code = shown["code"]
    groups = [group["id"] for group in shown["stakeholder_groups"]]
    rng = Random(f"{code}:{seed}")
    rng.shuffle(groups)
    weights = [rng.uniform(1, 3) for _ in groups]
    people = []
    for number in range(participants):
        own = Random(f"{code}:{seed}:{number}")
        by_chance = own.choices(groups, weights)[0]
        people.append(
            Person(
                code=code,
                seed=seed,
                number=number,
                group=groups[number] if number < len(groups) else by_chance,
                locale=own.choice(shown["languages"]),
                # Round the room, as people fill it.
                table=str(number % shown["tables"] + 1) if shown.get("tables") else "",
            )
        )
    return people
