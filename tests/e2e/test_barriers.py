"""Pages keep nobody out: WCAG 2.2 AA as axe finds it, by day and by night."""

import pytest

from tests.e2e.axe import barriers
from tests.e2e.phone import LIGHTS, ONLY_IF, choose, expect_question, expect_saved, words

LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
DESK = [
    "/desk/", "/desk/new", "/desk/guides/", "/desk/guides/your-first-workshop", "/desk/cases",
    "/desk/cases/bremer-platz", "/desk/cases/new", "/desk/cases/import", "/desk/cases/missing",
    "/account",
]  # fmt: skip
OF_ONE = ["", "/edit", "/console", "/poster", "/delete", "/activities/new/reactions"]


@SCHEMES
def test_on_the_phone_from_the_first_page_to_the_last(scheme, room, join, open_browser):
    found = {}
    front = open_browser(color_scheme=scheme, expected="404")
    for path in ("/", "/?code=ZZZZZZ", room.join_path, "/sign-in", "/nothing/here"):
        front.goto(path)
        found[path] = barriers(front)
    ana = join(room, color_scheme=scheme)
    found["waiting"] = barriers(ana)
    room.do("open")
    expect_question(ana)
    choose(ana, LIGHTS, ONLY_IF)
    words(ana, LIGHTS).fill("Only if they can be dimmed.")
    words(ana, LIGHTS).blur()
    expect_saved(ana, LIGHTS)
    found["open"] = barriers(ana)
    room.do("close")
    ana.get_by_text("This question is closed").wait_for()
    found["closed"] = barriers(ana)
    room.do("reveal")
    ana.get_by_role("region", name="What the room said").wait_for()
    found["revealed"] = barriers(ana)
    ana.goto(f"/w/{room.code}/mine")
    found["mine"] = barriers(ana)
    room.do("end")
    ana.goto(f"/w/{room.code}")
    found["ended"] = barriers(ana)
    assert {where: what for where, what in found.items() if what} == {}


@SCHEMES
def test_on_the_projector(scheme, room, join, open_browser):
    found = {}
    screen = open_browser(color_scheme=scheme, viewport=PROJECTOR)
    join(room)
    for verb in ("", "open", "close", "reveal", "end"):
        if verb:
            room.do(verb)
        screen.goto(room.screen_path)
        found[verb] = barriers(screen)
    assert {where: what for where, what in found.items() if what} == {}


@SCHEMES
def test_at_the_desk(scheme, desk, room, open_browser):
    fatima = open_browser(color_scheme=scheme, viewport=LAPTOP)
    fatima.goto(desk.sign_in_path())
    fatima.get_by_role("button", name="Sign in").click()
    fatima.get_by_role("heading", name="Your workshops").wait_for()
    room.do("open")
    found = {}
    for path in [*DESK, *(f"/desk/{room.id}{part}" for part in OF_ONE)]:
        fatima.goto(path)
        found[path] = barriers(fatima)
    assert {where: what for where, what in found.items() if what} == {}
