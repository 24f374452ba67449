"""Joining late, twice, elsewhere; leaving; and who never sees whom."""

from playwright.sync_api import expect

from tests.e2e.phone import FORUM, LIGHTS, WALKS, YES, card, choose, expect_question, expect_saved


def test_who_comes_late_is_taken_straight_to_the_open_question(room, join):
    room.do("open")
    ana = join(room)
    expect_question(ana)
    choose(ana, WALKS)
    expect_saved(ana, WALKS)


def test_a_phone_that_scans_again_is_the_same_person_with_the_same_answers(room, join):
    room.do("open")
    ana = join(room)
    expect_question(ana)
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    ana.goto(room.join_path)
    ana.wait_for_url(f"**/w/{room.code}")
    expect_question(ana)
    expect(card(ana, WALKS).get_by_role("radio", name=YES)).to_be_checked()
    choose(ana, LIGHTS)
    expect_saved(ana, LIGHTS)
    assert room.people() == 1


def test_two_tabs_of_one_phone_are_one_person_and_the_later_answer_stands(room, join):
    room.do("open")
    first = join(room)
    second = first.context.new_page()
    second.goto(f"/w/{room.code}")
    for page, label in ((first, YES), (second, "I can’t say"), (first, "Only if")):
        expect_question(page)
        choose(page, WALKS, label)
        expect_saved(page, WALKS)
    assert room.people() == 1
    assert room.current() == {"walks": "refine"}


def test_one_phone_in_two_workshops_answers_in_each_as_somebody_else(create_room, join):
    square, park = create_room(title="The square"), create_room(title="The park")
    ana = join(square)
    square.do("open")
    park.do("open")
    ana.goto(park.join_path)
    ana.get_by_role("radio", name="Press").check()
    ana.get_by_role("button", name="I agree and join").click()
    choose(ana, FORUM)
    expect_saved(ana, FORUM)
    ana.goto(f"/w/{square.code}")
    expect(ana.get_by_text("The square")).to_be_visible()
    expect(card(ana, FORUM).get_by_role("radio", name=YES)).not_to_be_checked()
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    assert (park.events(), square.events()) == ([("forum", "confirm")], [("walks", "confirm")])


def test_what_happens_in_one_workshop_is_not_seen_in_another(create_room, join, open_browser):
    square, park = create_room(title="The square"), create_room(title="The park")
    ana, luis = join(square), join(park)
    screen = open_browser()
    screen.goto(park.screen_path)
    square.do("open")
    expect_question(ana)
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    square.do("close")
    square.do("reveal")
    expect(ana.get_by_role("region", name="What the room said")).to_be_visible()
    # Had anything of the square come here, it would have come before this.
    park.do("open")
    expect_question(luis)
    expect(screen.get_by_text("of 1 has answered")).to_be_visible()
    assert park.events() == []


def test_who_leaves_is_asked_to_join_again_and_the_answers_stay(room, join):
    room.do("open")
    ana = join(room)
    expect_question(ana)
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    ana.get_by_role("link", name="My answers").click()
    ana.get_by_role("button", name="Leave this workshop").click()
    expect(ana.get_by_role("heading", name="You have left")).to_be_visible()
    ana.goto(f"/w/{room.code}")
    expect(ana.get_by_role("button", name="I agree and join")).to_be_visible()
    assert room.events() == [("walks", "confirm")]
