"""Three phones and one sheet: what a table writes together, through a lost link and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import barriers
from tests.e2e.phone import (
    LIGHTS,
    NO,
    ONLY_IF,
    UNSURE,
    WALKS,
    YES,
    card,
    choose,
    expect_question,
    expect_saved,
    words,
)

NO_LINK = r"net::ERR_|WebSocket connection"
MEANWHILE = "Somebody at your table changed this meanwhile"


@pytest.fixture
def room(create_room):
    room = create_room(tables=4, answered_by="table")
    room.do("open")
    return room


@pytest.fixture
def sit(room, join):
    """Let somebody join and sit down at a table: 3 unless told otherwise."""

    def do(table=3, **kwargs):
        page = join(room, **kwargs)
        page.get_by_role("button", name=f"Table {table}", exact=True).click()
        expect_question(page)
        return page

    return do


def theirs(page, title):
    return card(page, title).get_by_role("status").filter(has_text=MEANWHILE)


def mine(page, title):
    return card(page, title).get_by_role("radio", checked=True)


def test_the_phone_asks_where_one_sits_and_says_who_answers_together(room, join):
    ana = join(room)
    expect(ana.get_by_role("heading", name="Which table do you sit at?")).to_be_visible()
    ana.get_by_role("button", name="Table 3").click()
    expect(ana.locator(".at-table")).to_contain_text(re.compile(r"Table\s+3\s+answers together"))
    expect_question(ana)
    ana.get_by_role("link", name="Change table").click()
    ana.get_by_role("button", name="Table 2").click()
    expect(ana.locator(".at-table")).to_contain_text(re.compile(r"Table\s+2"))


def test_what_one_phone_answers_the_others_of_the_table_see_and_no_other(room, sit):
    ana, bogdan, other = sit(), sit(group="Business"), sit(table=2)
    choose(ana, WALKS)
    expect(mine(bogdan, WALKS)).to_have_accessible_name(YES)
    choose(bogdan, WALKS, ONLY_IF)
    words(bogdan, WALKS).fill("They end at the tram.")
    expect(words(ana, WALKS)).to_have_value("They end at the tram.")
    expect(theirs(ana, WALKS)).to_have_count(0)
    expect(mine(other, WALKS)).to_have_count(0)
    assert room.people() == 1


def test_quick_changes_of_one_phone_do_not_conflict_with_each_other(room, sit):
    ana = sit()
    for answer in (YES, NO, UNSURE, YES, UNSURE):
        choose(ana, WALKS, answer)
    expect_saved(ana, WALKS)
    assert len(room.events()) == 5
    assert room.current() == {"walks": "unsure"}
    expect(theirs(ana, WALKS)).to_have_count(0)


def test_a_card_that_somebody_writes_on_keeps_its_words_focus_and_place(room, sit):
    ana, bogdan = sit(), sit()
    choose(ana, WALKS, ONLY_IF)
    expect(mine(bogdan, WALKS)).to_have_accessible_name(re.compile(ONLY_IF))
    ana.clock.install()
    words(ana, WALKS).press_sequentially("Only with the po")
    before = words(ana, WALKS).bounding_box()["y"]
    choose(bogdan, WALKS, NO)
    expect(theirs(ana, WALKS)).to_contain_text(NO)
    expect(words(ana, WALKS)).to_be_focused()
    expect(words(ana, WALKS)).to_have_value("Only with the po")
    assert words(ana, WALKS).bounding_box()["y"] == pytest.approx(before, abs=1)
    words(ana, WALKS).press_sequentially("lice.")
    theirs(ana, WALKS).get_by_role("button", name="Use mine").click()
    expect_saved(ana, WALKS)
    expect(words(bogdan, WALKS)).to_have_value("Only with the police.")
    assert room.current() == {"walks": "refine Only with the police."}


def test_a_card_that_was_only_looked_at_shows_what_the_others_say_now(room, sit):
    ana, bogdan = sit(), sit()
    choose(ana, WALKS, ONLY_IF)
    words(ana, WALKS).fill("By day.")
    expect(words(bogdan, WALKS)).to_have_value("By day.")
    words(ana, WALKS).focus()
    words(bogdan, WALKS).fill("By day and night.")
    expect(theirs(ana, WALKS)).to_contain_text("By day and night.")
    expect(words(ana, WALKS)).to_have_value("By day.")
    card(ana, LIGHTS).get_by_role("radio").first.focus()
    expect(words(ana, WALKS)).to_have_value("By day and night.")
    expect(theirs(ana, WALKS)).to_have_count(0)


@pytest.mark.parametrize("choice", ["Keep theirs", "Use mine"])
def test_one_of_three_loses_the_link_comes_back_sees_the_conflict_and_chooses(
    room, sit, link, choice
):
    ana, bogdan = sit(), sit(group="Business")
    carla = sit(base_url=link.url, expected=NO_LINK, clock=True)
    choose(ana, WALKS)
    expect(mine(carla, WALKS)).to_have_accessible_name(YES)
    expect_saved(ana, WALKS)
    link.down()
    choose(carla, WALKS, ONLY_IF)
    words(carla, WALKS).fill("With the volunteers.")
    carla.clock.run_for(5000)
    expect(carla.locator("#status")).to_contain_text("kept on this phone")
    choose(bogdan, WALKS, NO)
    words(bogdan, WALKS).fill("Nobody comes.")
    choose(bogdan, LIGHTS)
    expect(words(ana, WALKS)).to_have_value("Nobody comes.")
    link.up()
    carla.clock.fast_forward(20_000)
    expect(theirs(carla, WALKS)).to_contain_text("Nobody comes.")
    expect(words(carla, WALKS)).to_have_value("With the volunteers.")
    # Both are still there after a reload.
    carla.reload()
    expect_question(carla)
    expect(theirs(carla, WALKS)).to_contain_text("Nobody comes.")
    expect(words(carla, WALKS)).to_have_value("With the volunteers.")
    expect(mine(carla, LIGHTS)).to_have_accessible_name(YES)
    theirs(carla, WALKS).get_by_role("button", name=choice).click()
    expect(theirs(carla, WALKS)).to_have_count(0)
    stands = "Nobody comes." if choice == "Keep theirs" else "With the volunteers."
    for page in (ana, bogdan, carla):
        expect(words(page, WALKS)).to_have_value(stands)
        expect(theirs(page, WALKS)).to_have_count(0)
    assert room.current()["walks"].endswith(stands)
    carla.reload()
    expect_question(carla)
    expect(words(carla, WALKS)).to_have_value(stands)
    expect(theirs(carla, WALKS)).to_have_count(0)


def test_without_sockets_the_sheet_is_asked_for(room, sit, open_browser):
    ana, bogdan = sit(), sit(expected="WebSocket|ws://")
    bogdan.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    bogdan.reload()
    expect_question(bogdan)
    choose(ana, WALKS)
    expect(mine(bogdan, WALKS)).to_have_accessible_name(YES)


def test_the_table_says_at_the_end_how_far_it_agrees(room, sit):
    ana, bogdan = sit(), sit()
    agreement = ana.get_by_role("group", name="How far does your table agree?")
    agreement.get_by_role("radio", name="We mostly agree").check()
    agreement.get_by_role("textbox").fill("Not on who pays.")
    expect(agreement.locator("[data-saved]")).to_have_text("Saved")
    card(ana, LIGHTS).get_by_role("radio").first.focus()
    seen = bogdan.get_by_role("group", name="How far does your table agree?")
    expect(seen.get_by_role("radio", name="We mostly agree")).to_be_checked()
    expect(seen.get_by_role("textbox")).to_have_value("Not on who pays.")
    seen.get_by_role("radio", name="We are divided").check()
    expect(agreement.get_by_role("radio", name="We are divided")).to_be_checked()
    ana.reload()
    expect(agreement.get_by_role("radio", name="We are divided")).to_be_checked()


def test_without_script_both_answers_are_shown_and_the_table_chooses(room, join, sit):
    ana = join(room, java_script_enabled=False, expected="422")
    ana.get_by_role("button", name="Table 3").click()
    bogdan = sit()
    choose(bogdan, WALKS, NO)
    expect_saved(bogdan, WALKS)
    choose(ana, WALKS)
    choose(ana, LIGHTS)
    ana.get_by_role("button", name="Send our answers").click()
    both = ana.locator("section.theirs")
    expect(both).to_contain_text(re.compile("No", re.I))
    expect(mine(ana, WALKS)).to_have_accessible_name(YES)
    assert room.current() == {"walks": "challenge", "lights": "confirm"}
    both.get_by_role("checkbox", name="Keep theirs").check()
    ana.get_by_role("button", name="Send our answers").click()
    expect(mine(ana, WALKS)).to_have_accessible_name(re.compile(NO))
    assert room.current() == {"walks": "challenge", "lights": "confirm"}


def test_nothing_about_tables_keeps_anybody_out(room, join, sit, desk, open_browser):
    ana = join(room)
    assert barriers(ana) == []
    ana.get_by_role("button", name="Table 3").click()
    expect_question(ana)
    bogdan = sit()
    choose(ana, WALKS, ONLY_IF)
    expect(mine(bogdan, WALKS)).to_have_accessible_name(re.compile(ONLY_IF))
    words(ana, WALKS).fill("With the tram.")
    choose(bogdan, WALKS, NO)
    expect(theirs(ana, WALKS).get_by_role("button", name="Keep theirs")).to_be_visible()
    assert barriers(ana) == []
    fatima = open_browser()
    fatima.goto(desk.sign_in_path())
    fatima.get_by_role("button").first.click()
    fatima.wait_for_url("**/desk/")
    activity = f"/desk/{room.id}/activities/{room.activities[0]}/tables"
    for path in (f"/desk/{room.id}/tables", activity, f"/desk/{room.id}/on-behalf"):
        fatima.goto(path)
        assert barriers(fatima) == [], path
        fatima.set_viewport_size({"width": 320, "height": 700})
        assert fatima.evaluate("() => document.documentElement.scrollWidth") <= 320, path


def test_a_facilitator_answers_for_somebody_and_then_for_somebody_else(room, desk, open_browser):
    fatima = open_browser()
    fatima.goto(desk.sign_in_path())
    fatima.get_by_role("button").first.click()
    fatima.wait_for_url("**/desk/")
    for group, answer in (("Press and media", YES), ("Press and media", UNSURE)):
        fatima.goto(f"/desk/{room.id}/on-behalf")
        fatima.get_by_role("combobox", name="For whom?").select_option(group)
        fatima.locator("select[name=table]").select_option("2")
        fatima.get_by_role("checkbox", name="They know what is stored").check()
        fatima.get_by_role("button", name="Answer for them").click()
        expect(fatima.locator(".on-behalf")).to_contain_text(f"somebody else: {group}")
        expect_question(fatima)
        choose(fatima, WALKS, answer)
        fatima.get_by_role("button", name="Done").click()
        fatima.wait_for_url("**/on-behalf")
    assert room.events() == [("walks", "confirm"), ("walks", "unsure")]
