"""Three people write, a co-facilitator picks on a phone, the screen shows that; then once more."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import barriers
from tests.e2e.phone import (
    LIGHTS,
    NO,
    ONLY_IF,
    YES,
    choose,
    expect_question,
    expect_saved,
    words,
)
from tests.e2e.test_the_room import LAPTOP, PROJECTOR, fits_the_picture, press_next
from workshop import accounts
from workshop.live import members
from workshop.models import Workshop

WRITTEN = {
    "Residents": "Only if residents choose the lamps.",
    "Business": "Only until the last bus.",
    "Press": "Who switches them off?",
}
PICKED = WRITTEN["Residents"]


@pytest.fixture
def sign_in(open_browser):
    """Give somebody who leads a workshop a signed-in browser: `sign_in(path, viewport=LAPTOP)`."""

    def do(path, **kwargs):
        page = open_browser(**kwargs)
        page.goto(path)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Your workshops").wait_for()
        return page

    return do


@pytest.fixture
def helper_path(desk):
    """Invite Bert into a room; returns the address that signs him in."""

    def do(room):
        with desk.db.transaction() as session:
            email = f"bert-{room.code.lower()}@town.example"
            bert = accounts.add(session, email, invited_by=desk.account_id)
            members.invite(
                session, session.get(Workshop, room.id), desk.account_id, bert, "facilitator"
            )
            return f"/sign-in/{accounts.mint_link(session, bert)}"

    return do


@pytest.fixture
def write(open_browser):
    """Let somebody join who may be quoted, and write about the lights."""

    def do(room, group, answer=ONLY_IF):
        page = open_browser()
        page.goto(room.join_path)
        page.get_by_role("radio", name=group).check()
        page.get_by_role("checkbox", name="My words may be shown").check()
        page.get_by_role("button", name="I agree and join").click()
        expect_question(page)
        choose(page, LIGHTS, answer)
        words(page, LIGHTS).fill(WRITTEN[group])
        words(page, LIGHTS).blur()
        expect_saved(page, LIGHTS)
        return page

    return do


def card(page, text):
    return page.get_by_role("listitem").filter(has_text=text)


def none_of_the_others(page):
    return not any(text in page.content() for text in WRITTEN.values() if text != PICKED)


def test_what_a_co_facilitator_picks_on_a_phone_is_all_that_the_room_reads(
    desk, room, open_browser, sign_in, helper_path, write
):
    fatima = sign_in(desk.sign_in_path(), viewport=LAPTOP)
    fatima.goto(f"/desk/{room.id}/console")
    screen = open_browser(viewport=PROJECTOR)
    screen.goto(room.screen_path)
    bert = sign_in(helper_path(room))
    bert.goto(f"/desk/{room.id}/words")
    expect(bert.get_by_text("Nothing is on.")).to_be_visible()

    press_next(fatima, "Open")
    phones = [write(room, group) for group in WRITTEN]
    for text in WRITTEN.values():
        expect(card(bert, text).or_(bert.locator(".count-badge-new"))).not_to_have_count(0)
    bert.get_by_role("link", name=re.compile("waiting")).click()
    expect(
        bert.get_by_role("list", name="Texts to pick from").get_by_role("listitem")
    ).to_have_count(3)
    card(bert, PICKED).get_by_role("button", name="Pick").click()
    expect(card(bert, PICKED).get_by_role("button", name="Take back")).to_be_visible()
    expect(fatima.get_by_text("2 waiting, 1 picked")).to_be_visible()
    assert bert.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert PICKED not in screen.content()

    press_next(fatima, "Close")
    press_next(fatima, "Show what the room said")
    for phone in phones:
        expect(phone.get_by_text(PICKED)).to_be_visible()
        assert none_of_the_others(phone)
    expect(screen.get_by_role("img", name=re.compile("Everybody: 0 of 3 yes"))).to_be_visible()
    fatima.keyboard.press("ArrowRight")
    expect(screen.get_by_text(PICKED)).to_be_visible()
    assert none_of_the_others(screen)
    assert fits_the_picture(screen)
    fatima.keyboard.press("Escape")
    expect(screen.get_by_text(PICKED)).to_have_count(0)
    expect(screen.get_by_role("article")).to_have_count(3)


def test_a_second_round_shows_who_moved(desk, room, open_browser, sign_in, write):
    room.do("open")
    phones = [write(room, group, NO) for group in WRITTEN]
    room.do("close")
    fatima = sign_in(desk.sign_in_path(), viewport=LAPTOP)
    fatima.goto(f"/desk/{room.id}/console")
    screen = open_browser(viewport=PROJECTOR)
    screen.goto(room.screen_path)
    fatima.get_by_text("Ask once more after the discussion").click()
    fatima.get_by_role("checkbox", name=LIGHTS).check()
    fatima.get_by_role("button", name="Open the second round").click()
    for page in (fatima, screen, *phones):
        expect(page.get_by_text("Second round").first).to_be_visible()
    for phone, answer in zip(phones, (YES, YES, NO), strict=True):
        expect_question(phone)
        expect(phone.locator(".reaction")).to_have_count(1)
        choose(phone, LIGHTS, answer)
        expect_saved(phone, LIGHTS)
    press_next(fatima, "Close")
    press_next(fatima, "Show what the room said")
    expect(screen.locator(".shift-said")).to_have_text(
        "2 of 3 changed their mind: 2 from No to Yes."
    )
    expect(screen.get_by_role("img", name="Before: 0 of 3 yes, 0 only if, 3 no")).to_be_visible()
    expect(screen.get_by_role("img", name="Now: 2 of 3 yes, 0 only if, 1 no")).to_be_visible()
    assert fits_the_picture(screen)


def test_one_key_each_and_nothing_moves_while_one_reads(desk, room, sign_in, write):
    room.do("open")
    for group in list(WRITTEN)[:2]:
        write(room, group)
    fatima = sign_in(desk.sign_in_path(), viewport=LAPTOP)
    fatima.goto(f"/desk/{room.id}/words")
    texts = fatima.locator(".card-words")
    expect(texts).to_have_text([WRITTEN["Business"], WRITTEN["Residents"]])
    write(room, "Press")
    expect(fatima.locator(".count-badge-new")).to_have_text("1 new")
    expect(texts).to_have_text([WRITTEN["Business"], WRITTEN["Residents"]])
    fatima.keyboard.press("1")
    expect(fatima.get_by_role("status").filter(has_text="Picked")).to_have_text(
        "Picked. 2 waiting, 1 picked."
    )
    fatima.keyboard.press("Shift+1")
    expect(fatima.get_by_role("link", name="0 picked")).to_be_visible()
    fatima.keyboard.press("2")
    expect(fatima.get_by_role("link", name="1 picked")).to_be_visible()
    fatima.keyboard.press("Space")
    expect(texts).to_have_text([WRITTEN["Press"]])
    fatima.keyboard.press("u")
    expect(texts).to_have_text([WRITTEN["Business"], WRITTEN["Residents"]])
    fatima.keyboard.press("u")
    expect(fatima.get_by_role("link", name="0 picked")).to_be_visible()


def test_a_reason_that_is_being_written_outlives_whatever_others_do(desk, room, sign_in, write):
    room.do("open")
    write(room, "Residents")
    fatima = sign_in(desk.sign_in_path(), viewport=LAPTOP)
    bert = sign_in(desk.sign_in_path(), viewport=LAPTOP)
    for page in (fatima, bert):
        page.goto(f"/desk/{room.id}/console")
        page.get_by_role("button", name="Pick").first.wait_for()
    bert.get_by_role("button", name="Pick").click()
    fatima.get_by_text("What becomes of it").click()
    why = fatima.get_by_role("textbox", name="Why")
    why.press_sequentially("The grid is ")
    write(room, "Business")
    bert.get_by_role("button", name=re.compile("^Pick")).click()
    expect(fatima.get_by_text("0 waiting, 2 picked")).to_be_visible()
    expect(why.first).to_be_focused()
    why.first.press_sequentially("not ours.")
    fatima.get_by_role("button", name="Do not take it up").first.click()
    expect(bert.get_by_text("The grid is not ours.").first).to_be_visible()


def test_it_all_works_without_script(desk, room, sign_in, write):
    room.do("open")
    write(room, "Residents")
    fatima = sign_in(desk.sign_in_path(), java_script_enabled=False)
    fatima.goto(f"/desk/{room.id}/words")
    fatima.get_by_role("button", name="Pick").click()
    expect(fatima.get_by_role("link", name="1 picked")).to_be_visible()
    fatima.get_by_role("button", name=re.compile("Undo")).click()
    expect(fatima.get_by_role("link", name="1 waiting")).to_be_visible()
    fatima.get_by_role("link", name=re.compile("Done with these")).click()
    fatima.get_by_role("link", name="Skipped ones again").click()
    expect(fatima.get_by_text(PICKED).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_keeps_nobody_out(scheme, desk, room, sign_in, open_browser, write):
    room.do("open")
    write(room, "Residents")
    write(room, "Business")
    fatima = sign_in(desk.sign_in_path(), color_scheme=scheme)
    found = {}
    fatima.goto(f"/desk/{room.id}/words")
    fatima.get_by_role("button", name="Pick").first.click()
    fatima.get_by_role("button", name="Take back").wait_for()
    for path in ("words", "words?view=picked", "words?view=all", "console"):
        fatima.goto(f"/desk/{room.id}/{path}")
        found[path] = barriers(fatima)
    room.do("close")
    room.do("reveal")
    fatima.goto(f"/desk/{room.id}/console")
    fatima.get_by_text("Ask once more").click()
    found["revealed"] = barriers(fatima)
    with fatima.expect_response("**/focus"):
        fatima.get_by_role("button", name="Next page").click()
    screen = open_browser(color_scheme=scheme, viewport=PROJECTOR)
    screen.goto(room.screen_path)
    screen.locator(".quote").wait_for()
    found["screen"] = barriers(screen)
    assert {where: what for where, what in found.items() if what} == {}
    fatima.set_viewport_size({"width": 320, "height": 568})
    for path in ("words", "words?view=all"):
        fatima.goto(f"/desk/{room.id}/{path}")
        assert fatima.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
