"""One room of N phones, from the first join to the last reconnect, and the floor beside it."""

import asyncio
import gc
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from bench.phones import Phone, a_few_at_a_time, people, plausible
from bench.processes import Floor, Program
from workshop.simulate import channel
from workshop.simulate.driver import Driver
from workshop.simulate.measures import Measures, percentiles

ANSWER_WITHIN = 5.0
BACK_WITHIN = 2.0
"""Phones do not come back in the same moment: their clients wait a random while."""
REST = 0.3


@dataclass
class Result:
    """What one room measured; times in milliseconds, memory in KB."""

    phones: int
    join_seconds: float
    join: dict[str, float | None]
    step: dict[str, float | None]
    fanout: dict[str, float | None]
    floor: dict[str, float | None]
    save: dict[str, float | None]
    answers: int
    answer_seconds: float
    ack: dict[str, float | None]
    most_answers_a_second: float
    back_seconds: float
    back: dict[str, float | None]
    server_kb: int
    phone_kb: float
    frame_bytes: int
    cpu_answers: float

    @property
    def ratio(self) -> float:
        return (self.fanout["p95"] or 0) / (self.floor["p95"] or 1)


class _Round:
    """Waits until everybody heard one event."""

    def __init__(self, how_many: int) -> None:
        self.how_many = how_many
        self.moments: list[float] = []
        self.all = asyncio.Event()
        self.frame = ""

    def heard(self, at: float, frame: str) -> None:
        self.moments.append(at)
        self.frame = frame
        if len(self.moments) == self.how_many:
            self.all.set()

    def begin(self) -> None:
        self.moments, self.all = [], asyncio.Event()


async def measure(how_many: int, steps: int) -> Result:
    """Run the whole story once, on servers of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Program(Path(folder)) as program,
        Floor() as floor,
    ):
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar()
        ) as http:
            return await _story(http, program, floor, how_many, steps)


async def _story(
    http: aiohttp.ClientSession, program: Program, floor: Floor, how_many: int, steps: int
) -> Result:
    demo = program.demo()
    driver = Driver(program.url, demo["code"], Measures())
    try:
        await driver.sign_in(demo["sign_in_url"])
        ours, bare = _Round(how_many), _Round(how_many)
        phones = [Phone(http, program.url, ours.heard) for _ in range(how_many)]
        others = [Phone(http, floor.url, bare.heard) for _ in range(how_many)]

        shown = await phones[0].api.workshop(demo["code"])
        before = program.memory()
        bodies = people(shown, how_many)
        started = time.perf_counter()
        joins = await a_few_at_a_time(
            phone.join(body) for phone, body in zip(phones, bodies, strict=True)
        )
        join_seconds = time.perf_counter() - started
        server_kb = program.memory()
        await a_few_at_a_time(other.connect() for other in others)
        gc.collect()
        gc.freeze()
        gc.disable()

        activity = await _open_first(driver, phones[0], ours)
        taken = await _steps(http, driver, activity, floor.url, ours, bare, steps)
        await _press(driver, activity, "open", ours)

        answers = plausible(activity, how_many)
        cpu = program.cpu()
        started = time.perf_counter()
        acks = await asyncio.gather(
            *(
                _soon(phone.answer(activity, mine[0], 1))
                for phone, mine in zip(phones, answers, strict=True)
            )
        )
        answer_seconds = time.perf_counter() - started
        cpu = program.cpu() - cpu
        await asyncio.sleep(1)
        many = [
            phone.answer(activity, mine[n % len(mine)], n + 2)
            for n in range(max(1, 3000 // how_many))
            for phone, mine in zip(phones, answers, strict=True)
        ]
        started = time.perf_counter()
        await a_few_at_a_time(many, 100)
        most = len(many) / (time.perf_counter() - started)

        for phone in phones:
            phone.drop()
        started = time.perf_counter()
        backs = await asyncio.gather(*(_late(phone) for phone in phones))
        back_seconds = time.perf_counter() - started
        return Result(
            phones=how_many,
            join_seconds=join_seconds,
            join=_ms(joins),
            step=_ms([one for here, _, _ in taken for one in here]),
            fanout=_ms([one - saved for here, saved, _ in taken for one in here]),
            floor=_ms([one for _, _, there in taken for one in there]),
            save=_ms([saved for _, saved, _ in taken]),
            answers=len(acks),
            answer_seconds=answer_seconds,
            ack=_ms(acks),
            most_answers_a_second=most,
            back_seconds=back_seconds,
            back=_ms(backs),
            server_kb=server_kb,
            phone_kb=(server_kb - before) / how_many,
            frame_bytes=len(ours.frame),
            cpu_answers=cpu,
        )
    finally:
        gc.enable()
        await driver.close()


async def _open_first(driver: Driver, phone: Phone, ours: _Round) -> dict[str, Any]:
    """Press Next until an activity is open; returns it."""
    while True:
        ours.begin()
        await driver.next()
        await asyncio.wait_for(ours.all.wait(), 30)
        stage, _ = await phone.api.stage(phone.token)
        assert stage is not None
        activity: dict[str, Any] = stage["activity"]
        if activity and activity["state"] == "open":
            return activity


async def _press(
    driver: Driver, activity: dict[str, Any], verb: str, ours: _Round
) -> tuple[list[float], float]:
    """Take one step; returns the seconds until each phone heard of it, and until it was saved."""
    ours.begin()
    started = time.perf_counter()
    path = f"{driver.url}/desk/{driver.workshop_id}/activities/{activity['id']}/{verb}"
    async with driver.http.post(path, headers={"Accept": "application/json"}) as response:
        assert response.status == 200, await response.text()
        saved = float(response.headers["Server-Timing"].partition("dur=")[2]) / 1000
    await asyncio.wait_for(ours.all.wait(), 30)
    return [at - started for at in ours.moments], saved


async def _steps(
    http: aiohttp.ClientSession,
    driver: Driver,
    activity: dict[str, Any],
    floor_url: str,
    ours: _Round,
    bare: _Round,
    steps: int,
) -> list[tuple[list[float], float, list[float]]]:
    """Take steps here and on the floor in turn, so that both meet the same weather."""
    taken = []
    for number in range(steps):
        here, saved = await _press(driver, activity, ("close", "open")[number % 2], ours)
        await asyncio.sleep(REST)
        bare.begin()
        # The very same event, so that every byte is there.
        body = orjson.dumps(channel.content(ours.frame))
        started = time.perf_counter()
        async with http.post(floor_url + "/emit", data=body) as response:
            await response.read()
        await asyncio.wait_for(bare.all.wait(), 30)
        taken.append((here, saved, [at - started for at in bare.moments]))
        await asyncio.sleep(REST)
    return taken


async def _soon(work: Any) -> float:
    await asyncio.sleep(random.uniform(0, ANSWER_WITHIN))
    return float(await work)


async def _late(phone: Phone) -> float:
    await asyncio.sleep(random.uniform(0, BACK_WITHIN))
    started = time.perf_counter()
    await phone.come_back()
    return time.perf_counter() - started


def _ms(seconds: list[float]) -> dict[str, float | None]:
    return percentiles([one * 1000 for one in seconds])
