"""Which browser the stories are told in, and what a page may never do in one."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright, Request

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def launch(playwright: Playwright) -> Browser:
    """Start $CHROMIUM, a browser that is here already, or Playwright's own; skip without any."""
    candidates = [os.environ.get("CHROMIUM"), "/usr/bin/chromium", *map(shutil.which, ON_PATH)]
    candidates.append(playwright.chromium.executable_path)
    for path in candidates:
        if path and Path(path).exists():
            return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    words = "no browser for the stories: install chromium, or set CHROMIUM to one"
    if os.environ.get("CI") == "true":
        pytest.fail(words)
    pytest.skip(words)


class Complaints:
    """What went wrong in a browser though the page looked right."""

    def __init__(self, context: BrowserContext, hosts: set[str], expected: str) -> None:
        self.found: list[str] = []
        self._hosts = hosts
        self._expected = re.compile(expected) if expected else None
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in self._hosts:
            self._note(f"third party: {request.url}")

    def _note(self, words: str) -> None:
        if not (self._expected and self._expected.search(words)):
            self.found.append(words)


@contextmanager
def person(
    browser: Browser, hosts: set[str], *, expected: str = "", **options: Any
) -> Iterator[BrowserContext]:
    """Give somebody a browser of their own; at the end nobody may have anything to complain of."""
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    complaints = Complaints(context, hosts, expected)
    yield context
    context.close()
    assert complaints.found == [], "\n".join(complaints.found)
