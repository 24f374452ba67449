"""The HTTP half of the protocol."""

from typing import Any

import aiohttp
import orjson

from workshop.simulate.problems import Refused, Unavailable

TIMEOUT = aiohttp.ClientTimeout(total=20)
_JSON = {"Content-Type": "application/json"}


class Api:
    """Asks one server; every answer is JSON, Refused (the server said no) or Unavailable."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url.rstrip("/")

    async def workshop(self, code: str) -> dict[str, Any]:
        """Return what a code leads to."""
        _, _, shown = await self._ask("GET", f"/api/v1/workshops/{code}")
        return shown

    async def join(self, body: dict[str, Any]) -> str:
        """Join, or come back under the same join id; returns the token."""
        _, _, joined = await self._ask("POST", "/api/v1/join", body)
        return str(joined["token"])

    async def stage(self, token: str, etag: str = "") -> tuple[dict[str, Any] | None, str]:
        """Return the stage and its ETag; None where it is still the one of `etag`."""
        headers = {"Authorization": f"Bearer {token}"}
        if etag:
            headers["If-None-Match"] = etag
        status, answered, shown = await self._ask("GET", "/api/v1/stage", headers=headers)
        return (None if status == 304 else shown), answered.get("ETag", "")

    async def respond(self, token: str, responses: list[Any]) -> list[dict[str, Any]]:
        """Send answers; returns their receipts."""
        headers = {"Authorization": f"Bearer {token}", **_JSON}
        _, _, told = await self._ask(
            "POST", "/api/v1/responses", {"responses": responses}, headers=headers
        )
        return told["receipts"]

    async def _ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any, Any]:
        try:
            async with self.http.request(
                method,
                self.url + path,
                data=None if body is None else orjson.dumps(body),
                headers=headers if headers is not None else _JSON,
                timeout=TIMEOUT,
            ) as response:
                raw = await response.read()
                status, answered = response.status, response.headers
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(f"{self.url} does not answer.") from error
        try:
            shown = orjson.loads(raw) if raw else None
        except orjson.JSONDecodeError:
            shown = None
        if status == 429 or status >= 500:
            after = answered.get("Retry-After", "")
            raise Unavailable(
                f"The server answered {status}.", float(after) if after.isdigit() else 0
            )
        if status >= 400:
            raise Refused(status, shown)
        if shown is None and status != 304:
            raise Refused(404, {"detail": f"There is no workshop server at {self.url}."})
        return status, answered, shown
