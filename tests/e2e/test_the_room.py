"""A whole round: a facilitator, a screen and two phones, each in a browser of its own."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.e2e.phone import (
    LIGHTS,
    NO,
    ONLY_IF,
    WALKS,
    YES,
    choose,
    expect_question,
    expect_saved,
    words,
)
from workshop.models import Act

LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}


def press_next(fatima, words):
    button = fatima.get_by_role("region", name="What comes next").get_by_role("button").first
    expect(button).to_contain_text(words)
    button.click()


def fits_the_picture(page):
    return page.evaluate(
        """() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          const main = document.querySelector("main");
          return scrollWidth <= innerWidth && scrollHeight <= innerHeight
            && main.scrollHeight <= main.clientHeight + 1;
        }"""
    )


def test_a_facilitator_a_screen_and_two_phones_go_through_a_question(
    desk, create_room, open_browser, join
):
    room = create_room(state="draft", title="A safer square")
    fatima = open_browser(viewport=LAPTOP)
    fatima.goto(desk.sign_in_path())
    fatima.get_by_role("button", name="Sign in").click()
    fatima.get_by_role("link", name="A safer square").first.wait_for()
    fatima.goto(f"/desk/{room.id}/console")
    screen = open_browser(viewport=PROJECTOR)
    screen.goto(fatima.get_by_role("link", name="Screen for the projector").get_attribute("href"))
    expect(screen.get_by_text("We begin soon.")).to_be_visible()

    press_next(fatima, "Start the workshop")
    expect(screen.get_by_role("heading", name="Join with your phone")).to_be_visible()
    expect(screen.get_by_text(f"{room.code[:3]} {room.code[3:]}").first).to_be_visible()
    ana, luis = join(room), join(room, group="Business")
    expect(ana.get_by_role("heading", name="You are in")).to_be_visible()
    expect(screen.get_by_text("2 people are here")).to_be_visible()
    for phone in (ana, luis):
        phone.evaluate("() => (window.stayed = true)")

    press_next(fatima, "Open")
    for phone in (ana, luis):
        expect_question(phone)
        assert phone.evaluate("() => window.stayed"), "the page was loaded anew"
    choose(ana, WALKS)
    choose(luis, WALKS, ONLY_IF)
    words(luis, WALKS).fill("Only if the bars pay for them.")
    choose(luis, LIGHTS, NO)
    for phone, title in ((ana, WALKS), (luis, WALKS), (luis, LIGHTS)):
        expect_saved(phone, title)
    expect(screen.get_by_text("2 of 2 have answered")).to_be_visible()
    for page in (screen, ana):
        expect(page.get_by_text(YES).filter(visible=True)).to_have_count(0 if page == screen else 3)
        expect(page.locator("svg.diverging")).to_have_count(0)
    assert "Only if the bars" not in screen.content()

    press_next(fatima, "Close")
    expect(ana.get_by_text("This question is closed")).to_be_visible()
    expect(screen.get_by_text("This question is closed")).to_be_visible()
    expect(screen.locator("svg.diverging")).to_have_count(0)

    press_next(fatima, "Show what the room said")
    for page in (screen, ana, luis):
        walks = page.get_by_role("article").filter(has_text=WALKS)
        expect(walks.get_by_role("img", name=re.compile("Everybody: 1 of 2 yes"))).to_be_visible()
        assert "Only if the bars" not in page.content()
    assert fits_the_picture(screen)

    press_next(fatima, "End the workshop")
    for page in (screen, ana, luis):
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert sorted(room.events()) == [
        ("lights", "challenge"),
        ("walks", "confirm"),
        ("walks", "refine"),
        ("walks", "refine Only if the bars pay for them."),
    ]


def test_a_question_that_changes_nothing_on_the_phone_moves_nothing_either(room, join):
    ana = join(room)
    room.do("open")
    expect_question(ana)
    ana.evaluate(
        """() => {
          window.shifts = [];
          new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
            .observe({ type: "layout-shift" });
        }"""
    )
    for title in (WALKS, LIGHTS):
        choose(ana, title)
        expect_saved(ana, title)
    room.touch()
    expect(ana.locator("#panel")).to_have_attribute("data-revision", str(room.revision()))
    assert ana.evaluate("() => window.shifts.length") == 0


def test_a_screen_says_that_it_lost_the_connection_and_catches_up(room, open_browser, link):
    screen = open_browser(link.url, expected=r"net::ERR_|WebSocket", viewport=PROJECTOR)
    screen.clock.install()
    with screen.expect_websocket():
        screen.goto(room.screen_path)
    link.down()
    screen.clock.fast_forward(15_000)
    expect(screen.get_by_role("status")).to_have_text("Connection lost. Trying again …")
    room.do("open")
    link.up()
    screen.clock.fast_forward(15_000)
    expect(screen.get_by_text("Answer on your phone.")).to_be_visible()
    expect(screen.get_by_role("status")).to_be_hidden()


def test_the_screen_counts_down_and_cuts_nobody_off(room, open_browser, join):
    room.do("open")
    screen = open_browser(viewport=PROJECTOR)
    screen.goto(room.screen_path)
    timer = screen.get_by_role("timer")
    expect(timer).to_have_text(re.compile(r"^(10:00|9:[0-5]\d) left$"))
    with room.desk.db.transaction() as session:
        act = session.query(Act).filter_by(workshop_id=room.id, verb="open").one()
        act.at -= timedelta(minutes=21)
    screen.reload()
    expect(timer).to_have_text("Time is up. You can still answer.")
    ana = join(room)
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    room.do("reveal")
    expect(timer).to_have_count(0)
