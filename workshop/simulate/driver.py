"""Plays the facilitator through the console's own routes, as `docs/protocol.md` has it."""

import asyncio
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from workshop.simulate.measures import Measures
from workshop.simulate.outbox import pause
from workshop.simulate.problems import SimulationError

GIVES_UP = 60.0


class Driver:
    """One signed-in facilitator who presses Next."""

    def __init__(self, url: str, code: str, measures: Measures) -> None:
        self.url = url.rstrip("/")
        self.code = code
        self.measures = measures
        self.workshop_id = ""
        self.revision = 0
        self.state = ""
        self.http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def close(self) -> None:
        await self.http.close()

    async def sign_in(self, link: str) -> None:
        """Use a one-time link up, and find the workshop on the desk behind it."""
        # The link names the public address; this client may reach another.
        status, _ = await self._ask("POST", urlsplit(link).path)
        if status not in (200, 303):
            raise SimulationError(
                "The sign-in link was used already or is too old; make a new one with: "
                "workshop facilitators reset E-MAIL"
            )
        await self.look()

    async def look(self) -> None:
        """Read the workshop's state and revision from the desk."""
        status, workshops = await self._ask("GET", "/desk/workshops.json")
        for workshop in workshops if status == 200 and isinstance(workshops, list) else ():
            if workshop["code"] == self.code:
                self.workshop_id = workshop["id"]
                self.revision, self.state = workshop["revision"], workshop["state"]
                return
        raise SimulationError(f"This facilitator has no workshop with the code {self.code}.")

    async def next(self) -> None:
        """Press Next on the stage that was last seen, and note when; a resend is no second step."""
        at = time.perf_counter()
        status, told = await self._ask(
            "POST", f"/desk/{self.workshop_id}/next", data={"revision": str(self.revision)}
        )
        if status != 200 or not isinstance(told, dict):
            raise SimulationError(f"Next could not be pressed; the server answered {status}.")
        if told["revision"] == self.revision + 1:
            self.measures.pressed(told["revision"], at)
        self.revision = told["revision"]
        await self.look()

    async def _ask(self, method: str, path: str, **kwargs: Any) -> tuple[int, Any]:
        attempt, until = 0, time.monotonic() + GIVES_UP
        while True:
            try:
                async with self.http.request(
                    method,
                    self.url + path,
                    headers={"Accept": "application/json"},
                    allow_redirects=False,
                    **kwargs,
                ) as response:
                    if response.status < 500:
                        is_json = response.content_type.endswith("json")
                        return response.status, await response.json() if is_json else None
                    problem = f"it answered {response.status}"
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                problem = str(error)
            if time.monotonic() > until:
                raise SimulationError(f"{self.url} cannot be reached: {problem}.")
            await asyncio.sleep(pause(attempt))
            attempt += 1
