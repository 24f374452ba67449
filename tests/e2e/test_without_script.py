"""Old phones and careful browsers: everything works as plain pages and forms."""

from playwright.sync_api import expect

from tests.e2e.phone import LIGHTS, ONLY_IF, UNSURE, WALKS, YES, card, choose, words


def test_without_script_people_join_answer_change_and_look_what_is_on(room, join):
    ana = join(room, java_script_enabled=False)
    expect(ana.get_by_role("heading", name="You are in")).to_be_visible()
    room.do("open")
    ana.get_by_role("link", name="What is on now?").click()
    choose(ana, LIGHTS)
    choose(ana, WALKS, ONLY_IF)
    words(ana, WALKS).fill("Only if somebody from here leads them.")
    ana.get_by_role("button", name="Send my answers").click()
    expect(ana.get_by_role("status")).to_have_text("Saved")
    expect(words(ana, WALKS)).to_have_value("Only if somebody from here leads them.")
    choose(ana, LIGHTS, UNSURE)
    ana.get_by_role("button", name="Send my answers").click()
    expect(card(ana, LIGHTS).get_by_role("radio", name=UNSURE)).to_be_checked()
    assert room.current() == {
        "lights": "unsure",
        "walks": "refine Only if somebody from here leads them.",
    }
    assert len(room.events()) == 3
    room.do("close")
    room.do("reveal")
    ana.get_by_role("link", name="What is on now?").click()
    expect(ana.get_by_role("region", name="What the room said")).to_be_visible()


def test_without_script_an_answer_that_comes_too_late_is_shown_and_can_be_sent_again(room, join):
    ana = join(room, java_script_enabled=False, expected="422")
    room.do("open")
    ana.get_by_role("link", name="What is on now?").click()
    choose(ana, WALKS, ONLY_IF)
    words(ana, WALKS).fill("Only with <b>lamps</b>.")
    room.do("close")
    ana.get_by_role("button", name="Send my answers").click()
    expect(ana.get_by_role("region", name="Not sent")).to_contain_text("Only with <b>lamps</b>.")
    assert room.events() == []
    room.do("open")
    ana.get_by_role("button", name="Try to send it again").click()
    expect(ana.get_by_role("status")).to_have_text("Saved")
    assert room.events() == [("walks", "refine Only with <b>lamps</b>.")]


def test_without_script_going_back_to_an_earlier_answer_counts(room, join):
    ana = join(room, java_script_enabled=False)
    room.do("open")
    for label in (YES, UNSURE, YES):
        ana.goto(f"/w/{room.code}")
        choose(ana, WALKS, label)
        ana.get_by_role("button", name="Send my answers").click()
        expect(ana.get_by_role("status")).to_have_text("Saved")
    assert [answer for _, answer in room.events()] == ["confirm", "unsure", "confirm"]
