"""Reactions on phones: reasons and conditions, guessing the other group, supporting, travelling."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.conftest import MECHANISMS
from tests.e2e.axe import barriers
from tests.e2e.phone import (
    LIGHTS,
    NO,
    ONLY_IF,
    WALKS,
    card,
    choose,
    expect_question,
    expect_saved,
    words,
)
from tests.e2e.test_the_room import PROJECTOR
from workshop.live.decisions import decide
from workshop.models import CurrentResponse, Workshop

GUESSING = {"stem": "here", "mechanisms": MECHANISMS, "guess": ("authorities", "civil-society")}
NO_LINK = r"net::ERR_|WebSocket connection"
TEXT = "Only if residents choose the lamps."


@pytest.fixture
def come(open_browser):
    """Let somebody join who agrees to everything: `come(room, "Residents")`."""

    def do(room, group="Residents", **kwargs):
        page = open_browser(**kwargs)
        page.goto(room.join_path)
        page.get_by_role("radio", name=group).check()
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="I agree and join").click()
        page.wait_for_url(f"**/w/{room.code}")
        return page

    return do


def pick(desk, room, *verbs):
    """Let the facilitator pick all words there are."""
    with desk.db.transaction() as session:
        here = session.get(Workshop, room.id)
        for row in session.scalars(
            select(CurrentResponse).where(CurrentResponse.activity_id.in_(room.activities))
        ):
            if row.answer.get("text"):
                for verb in ("approve", *verbs):
                    decide(session, here, desk.account_id, row.response_id, verb)


def propose(page, text=TEXT):
    choose(page, LIGHTS, ONLY_IF)
    card(page, LIGHTS).get_by_role("radio", name="On a condition").check()
    card(page, LIGHTS).get_by_role("checkbox", name="Who does it").check()
    words(page, LIGHTS).fill(text)
    words(page, LIGHTS).blur()
    expect_saved(page, LIGHTS)


def test_what_goes_with_an_answer_is_asked_with_it_and_kept(room, come):
    room.do("open")
    ana = come(room)
    expect_question(ana)
    lights = card(ana, LIGHTS)
    expect(lights.get_by_text("Why not?")).to_be_hidden()
    choose(ana, LIGHTS, NO)
    expect(lights.get_by_text("Why not?")).to_be_visible()
    lights.get_by_role("checkbox", name="Costs too much").check()
    lights.get_by_role("checkbox", name="We already do this here").check()
    expect_saved(ana, LIGHTS)
    expect(ana.get_by_role("status")).to_have_text("Saved")
    propose_walks = card(ana, WALKS)
    choose(ana, WALKS, ONLY_IF)
    expect(propose_walks.get_by_text("What is it about?")).to_be_hidden()
    propose_walks.get_by_role("radio", name="On a condition").check()
    propose_walks.get_by_role("checkbox", name="Rights and oversight").check()
    expect_saved(ana, WALKS)
    expect(ana.get_by_role("status")).to_have_text("Saved")
    ana.reload()
    expect_question(ana)
    expect(lights.get_by_role("checkbox", name="Costs too much")).to_be_checked()
    expect(lights.get_by_role("checkbox", name="We already do this here")).to_be_checked()
    expect(propose_walks.get_by_role("checkbox", name="Rights and oversight")).to_be_checked()
    assert barriers(ana) == []


def test_two_groups_guess_each_other_and_the_screen_shows_how_far_off_they_were(
    create_room, come, open_browser
):
    room = create_room(settings=GUESSING)
    room.do("open")
    screen = open_browser(viewport=PROJECTOR)
    screen.goto(room.screen_path)
    groups = ["City and authorities"] * 3 + ["Residents"] * 3
    for group in groups:
        phone = come(room, group)
        expect_question(phone)
        choose(phone, LIGHTS)
        guess = phone.get_by_role("spinbutton", name=LIGHTS)
        guess.fill("2")
        guess.blur()
        expect(phone.locator('[data-slot="guess:lights"] [data-saved]')).to_have_text("Saved")
        expect(phone.get_by_role("status")).to_have_text("Saved")
    expect(screen.get_by_text("6 of 6 have answered")).to_be_visible()
    assert "guessed" not in screen.content()
    room.do("close")
    room.do("reveal")
    room.focus("lights")
    expect(screen.get_by_text("3 of 3 said yes").first).to_be_visible()
    expect(screen.get_by_text("guessed 2 of 10").first).to_be_visible()


def test_what_others_propose_is_supported_and_support_given_offline_arrives(desk, room, come, link):
    room.do("open")
    ana = come(room)
    luis = come(room, "Business", base_url=link.url, expected=NO_LINK)
    expect_question(ana)
    expect_question(luis)
    propose(ana)
    pick(desk, room)
    assert TEXT not in luis.content()
    room.do("close")
    room.do("reveal")
    support = luis.get_by_role("button", name="I support this")
    expect(support).to_be_visible()
    expect(luis.locator("#supports")).to_contain_text(TEXT)
    assert barriers(luis) == []
    # The script is there once a press does not load the page anew.
    luis.locator("#supports[data-enhanced]").wait_for()
    link.down()
    support.click()
    expect(luis.get_by_role("button", name="You support this")).to_be_visible()
    link.up()
    expect(luis.locator("#supports [data-saved]")).to_have_text("Saved", timeout=20_000)
    expect(ana.locator("#supports")).to_contain_text("These are your own words.")
    expect(ana.locator("#supports")).to_contain_text("1 supports this", timeout=20_000)


def test_how_another_room_puts_it_is_shown_after_answering_and_not_before(desk, create_room, come):
    asked = {"stem": "here", "mechanisms": [{"id": "safer-leiria.local-group"}]}
    there, here = create_room(settings=asked, place="Leiria"), create_room(settings=asked)
    there.do("open")
    luis = come(there)
    expect_question(luis)
    one = luis.locator(".reaction")
    one.get_by_role("radio", name=ONLY_IF).check()
    one.get_by_role("textbox").fill(TEXT)
    one.get_by_role("textbox").blur()
    expect(luis.get_by_role("status")).to_have_text("Saved")
    expect(one.locator("[data-saved]")).to_have_text("Saved")
    pick(desk, there, "adopt")
    here.do("open")
    ana = come(here)
    expect_question(ana)
    assert TEXT not in ana.content()
    ana.locator(".reaction").get_by_role("radio", name="Yes, as it is").check()
    ana.get_by_text("How another room puts it").click()
    expect(ana.get_by_text(TEXT)).to_be_visible()
    expect(ana.get_by_text("Leiria")).to_be_visible()
