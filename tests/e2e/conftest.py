"""Stories: people with browsers of their own, and one served program for all of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.e2e import browsers
from tests.e2e.chaos import ChaosProxy
from tests.e2e.room import Desk, Room
from tests.serving import Server

HERE = Path(__file__).parent
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=10_000)
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = browsers.launch(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program; started after the browser, so that without one nothing is."""
    server = Server(tmp_path_factory.mktemp("served"))
    yield server.start()
    server.stop()


@pytest.fixture(scope="session")
def desk(served: Server, playwright: Playwright) -> Iterator[Desk]:
    """Fatima, who facilitates, at a desk that needs no browser."""
    request = playwright.request.new_context(base_url=served.url)
    desk = Desk(served, request)
    yield desk
    request.dispose()
    desk.db.dispose()


@pytest.fixture
def create_room(desk: Desk) -> Callable[..., Room]:
    return desk.room


@pytest.fixture
def room(desk: Desk) -> Room:
    """A workshop that is live and waits for its first question."""
    return desk.room()


@pytest.fixture
def link(served: Server) -> Iterator[ChaosProxy]:
    """A link to the program that can be cut."""
    proxy = ChaosProxy(served.port)
    yield proxy
    proxy.close()


@pytest.fixture
def open_browser(browser: Browser, served: Server) -> Iterator[Callable[..., Page]]:
    """Give somebody a browser: `open_browser()`, `open_browser(link.url, expected="net::")`.

    `expected` is what the browser may complain of in this story.
    """
    with ExitStack() as people:

        def open_page(base_url: str = served.url, *, expected: str = "", **options: Any) -> Page:
            hosts = {urlsplit(served.url).netloc, urlsplit(base_url).netloc}
            options = {"viewport": PHONE, "base_url": base_url, **options}
            return people.enter_context(
                browsers.person(browser, hosts, expected=expected, **options)
            ).new_page()

        yield open_page


@pytest.fixture
def join(open_browser: Callable[..., Page]) -> Callable[..., Page]:
    """Let somebody join: `ana = join(room)`, as a resident, on a phone.

    With `clock` the story can wind time on: `ana.clock.fast_forward(4000)`.
    """

    def do(room: Room, group: str = "Residents", *, clock: bool = False, **kwargs: Any) -> Page:
        page = open_browser(**kwargs)
        if clock:
            page.clock.install()
        page.goto(room.join_path)
        page.get_by_role("radio", name=group).check()
        page.get_by_role("button", name="I agree and join").click()
        page.wait_for_url(f"**/w/{room.code}")
        return page

    return do
