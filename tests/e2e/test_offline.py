"""What a phone called kept is not lost: the link cut, the page closed, the server killed."""

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import (
    FORUM,
    LIGHTS,
    NO,
    UNSURE,
    WALKS,
    card,
    choose,
    expect_question,
    expect_saved,
    words,
)

KEPT = "1 answer kept on this phone, will be sent."
NO_LINK = r"net::ERR_|WebSocket connection"


@pytest.fixture
def ana(room, join, link):
    """Ana, whose link can be cut, with the first question before her."""
    room.do("open")
    page = join(room, base_url=link.url, expected=NO_LINK, clock=True)
    expect_question(page)
    return page


def test_an_answer_given_offline_arrives_once_when_the_link_is_back(room, ana, link):
    link.down()
    choose(ana, WALKS)
    ana.clock.run_for(3500)
    expect(ana.get_by_role("status")).to_have_text(KEPT)
    assert room.events() == []
    link.up()
    ana.clock.fast_forward(10_000)
    expect(ana.get_by_role("status")).to_have_text("Saved")
    expect_saved(ana, WALKS)
    assert room.events() == [("walks", "confirm")]


def test_nobody_is_told_of_waiting_before_it_takes_longer_than_usual(room, ana, link):
    link.down()
    ana.clock.pause_at(ana.evaluate("() => Date.now() / 1000 + 1"))
    with ana.expect_event("requestfailed", lambda request: "/responses" in request.url):
        choose(ana, WALKS)
    ana.clock.run_for(2900)
    expect(ana.get_by_role("status")).to_have_text("")
    ana.clock.run_for(200)
    expect(ana.get_by_role("status")).to_have_text(KEPT)


def test_answers_survive_that_their_page_is_closed_without_a_link(room, ana, link):
    link.down()
    choose(ana, WALKS)
    choose(ana, LIGHTS, NO)
    words(ana, LIGHTS).fill("Too bright for the birds.")
    ana.clock.run_for(5000)
    expect(ana.get_by_role("status")).to_contain_text("3 answers kept on this phone")
    ana.close()
    link.up()
    again = ana.context.new_page()
    again.goto(f"/w/{room.code}")
    expect(again.get_by_role("status")).to_have_text("Saved")
    expect(card(again, WALKS).get_by_role("radio", name="Yes")).to_be_checked()
    expect(words(again, LIGHTS)).to_have_value("Too bright for the birds.")
    assert room.current() == {"walks": "confirm", "lights": "challenge Too bright for the birds."}
    assert len(room.events()) == 3


def test_an_answer_on_its_way_when_the_server_is_killed_arrives_once(room, ana, link, served):
    link.hang()
    choose(ana, WALKS)
    served.kill()
    link.down()
    served.start()
    link.up()
    choose(ana, FORUM, UNSURE)
    ana.clock.fast_forward(20_000)
    expect_saved(ana, WALKS)
    expect_saved(ana, FORUM)
    assert room.events() == [("walks", "confirm"), ("forum", "unsure")]


def test_a_receipt_lost_on_the_way_back_saves_nothing_twice(room, ana, link):
    link.delay = 0.3
    with ana.expect_response("**/api/v1/responses*") as answered:
        choose(ana, WALKS)
        while not room.events():
            ana.wait_for_timeout(10)
        link.down()
        link.delay = 0
        link.up()
    assert [r["status"] for r in answered.value.json()["receipts"]] == ["duplicate"]
    expect_saved(ana, WALKS)
    assert room.events() == [("walks", "confirm")]


def test_people_are_told_of_a_lost_connection_and_go_on_by_themselves(room, ana, link):
    with ana.expect_websocket():
        ana.reload()
    link.down()
    ana.clock.fast_forward(10_000)
    ana.clock.fast_forward(10_000)
    expect(ana.get_by_role("status")).to_contain_text("No connection")
    room.do("close")
    link.up()
    ana.clock.fast_forward(10_000)
    expect(ana.get_by_text("This question is closed")).to_be_visible()
    expect(ana.get_by_role("status")).to_have_text("")
