"""The pages around the question: a wrong code, before and after the workshop, my answers."""

from playwright.sync_api import expect

from tests.e2e.phone import LIGHTS, NO, WALKS, choose, expect_question, expect_saved, words


def test_a_wrong_code_is_explained_and_can_be_typed_anew(room, open_browser):
    ana = open_browser(expected="404")
    ana.goto("/")
    ana.get_by_role("textbox", name="The code on the screen").fill("ZZZZZ9")
    ana.get_by_role("button", name="Go on").click()
    expect(ana.get_by_role("alert")).to_contain_text("There is no workshop with this code")
    code = ana.get_by_role("textbox", name="The code on the screen")
    expect(code).to_have_value("ZZZZZ9")
    code.fill(f" {room.code[:3].lower()} {room.code[3:]}")
    ana.get_by_role("button", name="Go on").click()
    expect(ana.get_by_role("button", name="I agree and join")).to_be_visible()


def test_who_is_too_early_can_try_again_and_gets_in_once_it_begins(create_room, open_browser):
    room = create_room(state="draft")
    ana = open_browser()
    ana.goto(room.join_path)
    expect(ana.get_by_role("status")).to_contain_text("has not begun yet")
    room.do("start")
    ana.get_by_role("link", name="Try again").click()
    expect(ana.get_by_role("button", name="I agree and join")).to_be_visible()


def test_the_end_thanks_those_who_are_in_and_turns_others_away(room, join, open_browser):
    ana = join(room)
    room.do("end")
    expect(ana.get_by_role("heading", name="Thank you")).to_be_visible()
    luis = open_browser(expected="410")
    luis.goto(room.join_path)
    expect(luis.get_by_role("alert")).to_contain_text("has ended")


def test_my_answers_show_what_was_sent_and_hostile_words_stay_words(room, join):
    ana = join(room)
    room.do("open")
    expect_question(ana)
    hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script> {{ 7*7 }}'
    hebrew = "רק אם יש אור \u202eabc"
    for title, text in ((WALKS, hostile), (LIGHTS, hebrew)):
        choose(ana, title, NO)
        words(ana, title).fill(text)
        words(ana, title).blur()
        expect_saved(ana, title)
    ana.get_by_role("link", name="My answers").click()
    expect(ana.get_by_text(hostile)).to_be_visible()
    expect(ana.get_by_text(hebrew)).to_have_css("direction", "rtl")
    expect(ana.locator("main img, main script")).to_have_count(0)
    expect(ana.get_by_text("You joined as")).to_contain_text("Residents")
