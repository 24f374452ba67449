"""Words people are writing belong to them: nothing that happens in the room wipes them."""

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import (
    LIGHTS,
    NO,
    ONLY_IF,
    WALKS,
    YES,
    card,
    choose,
    expect_question,
    expect_saved,
    words,
)


@pytest.fixture
def ana(room, join):
    page = join(room)
    room.do("open")
    expect_question(page)
    return page


def revision(page):
    return page.locator("#panel").get_attribute("data-revision")


def test_half_typed_words_stay_when_others_answer_and_the_stage_moves_on(room, ana, join):
    choose(ana, WALKS, ONLY_IF)
    words(ana, WALKS).press_sequentially("Only if the walks")
    before = revision(ana)
    luis = join(room, group="Business")
    choose(luis, WALKS)
    expect_saved(luis, WALKS)
    room.touch()
    expect(ana.locator("#panel")).not_to_have_attribute("data-revision", before)
    expect(words(ana, WALKS)).to_be_focused()
    words(ana, WALKS).press_sequentially(" end at the tram.")
    expect_saved(ana, WALKS)
    expect(words(ana, WALKS)).to_have_value("Only if the walks end at the tram.")
    assert ("walks", "refine Only if the walks end at the tram.") in room.events()


def test_words_written_when_the_question_closes_are_kept_shown_and_sent_after_reopening(room, ana):
    choose(ana, WALKS, ONLY_IF)
    expect_saved(ana, WALKS)
    words(ana, WALKS).fill("Only if the walks end at the tram.")
    room.do("close")
    unsent = ana.get_by_role("region", name="Not sent")
    expect(unsent).to_contain_text("Only if the walks end at the tram.")
    assert room.current() == {"walks": "refine"}
    ana.reload()
    expect(unsent).to_contain_text("Only if the walks end at the tram.")
    room.do("open")
    expect(words(ana, WALKS)).to_have_value("Only if the walks end at the tram.")
    ana.get_by_role("button", name="Send it now").click()
    expect_saved(ana, WALKS)
    assert room.current() == {"walks": "refine Only if the walks end at the tram."}
    room.do("close")
    expect(ana.get_by_text("This question is closed")).to_be_visible()
    expect(unsent).to_be_hidden()


def test_words_without_a_choice_are_there_after_a_reload(room, ana):
    choose(ana, WALKS, NO)
    expect_saved(ana, WALKS)
    words(ana, WALKS).fill("Nobody")
    ana.reload()
    expect(words(ana, WALKS)).to_have_value("Nobody")
    expect_saved(ana, WALKS)
    assert room.current() == {"walks": "challenge Nobody"}


def test_a_tap_made_before_the_script_arrived_is_sent(room, ana):
    late = []
    ana.route("**/js/outbox.js", lambda route: late.append(route))
    ana.goto(f"/w/{room.code}", wait_until="commit")
    choose(ana, LIGHTS)
    for route in late:
        route.continue_()
    expect_saved(ana, LIGHTS)
    assert room.events() == [("lights", "confirm")]


def test_going_back_and_forth_and_tapping_twice_doubles_nothing(room, ana):
    card(ana, WALKS).get_by_text(YES).dblclick()
    expect_saved(ana, WALKS)
    ana.get_by_role("link", name="My answers").click()
    ana.go_back()
    expect_question(ana)
    ana.go_forward()
    ana.go_back()
    expect_question(ana)
    expect(card(ana, WALKS).get_by_role("radio", name=YES)).to_be_checked()
    choose(ana, LIGHTS)
    expect_saved(ana, LIGHTS)
    assert room.events() == [("walks", "confirm"), ("lights", "confirm")]
