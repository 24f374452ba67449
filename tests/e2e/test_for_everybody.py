"""Small screens, no mouse, no eyes: the same workshop."""

from playwright.sync_api import expect

from tests.e2e.phone import LIGHTS, ONLY_IF, card, choose, expect_question, expect_saved

SMALLEST = {"width": 320, "height": 568}


def fits(page):
    return page.evaluate(
        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def test_nothing_has_to_be_scrolled_sideways_at_320_pixels(room, join, open_browser):
    front = open_browser(viewport=SMALLEST)
    for path in ("/", room.join_path):
        front.goto(path)
        assert fits(front), path
    ana = join(room, viewport=SMALLEST)
    assert fits(ana)
    room.do("open")
    expect_question(ana)
    choose(ana, LIGHTS, ONLY_IF)
    card(ana, LIGHTS).get_by_role("textbox").fill("Donaudampfschifffahrtsgesellschaft" * 5)
    card(ana, LIGHTS).get_by_role("textbox").blur()
    expect_saved(ana, LIGHTS)
    assert fits(ana)
    room.do("close")
    room.do("reveal")
    expect(ana.get_by_role("region", name="What the room said")).to_be_visible()
    assert fits(ana)
    ana.get_by_role("link", name="My answers").click()
    expect(ana.get_by_text("Donaudampf")).to_be_visible()
    assert fits(ana)


def test_the_keyboard_alone_joins_and_answers(room, open_browser):
    room.do("open")
    ana = open_browser()
    ana.goto(room.join_path)
    press = ana.keyboard.press
    group = ana.get_by_role("radio", name="Residents")
    while not group.evaluate("(one) => one === document.activeElement"):
        press(
            "Tab" if ana.evaluate("() => document.activeElement.type !== 'radio'") else "ArrowDown"
        )
    press("Tab")
    press("Enter")
    expect_question(ana)
    first = card(ana, LIGHTS).get_by_role("radio")
    while not first.first.evaluate("(one) => one === document.activeElement"):
        press("Tab")
    press("Space")
    press("ArrowDown")
    press("ArrowDown")
    text = card(ana, LIGHTS).get_by_role("textbox")
    while not text.evaluate("(one) => one === document.activeElement"):
        press("Tab")
    ana.keyboard.type("Only if they can be dimmed.")
    expect_saved(ana, LIGHTS)
    assert room.current() == {"lights": "refine Only if they can be dimmed."}


def test_a_new_question_is_announced_by_moving_to_its_heading(room, join):
    ana = join(room)
    room.do("open")
    expect(ana.get_by_role("heading", level=1, name="What could help here?")).to_be_focused()
    room.do("close")
    expect(ana.get_by_text("This question is closed")).to_be_visible()
    expect(ana.get_by_role("heading", level=1)).to_be_focused()


def test_what_became_of_an_answer_is_said_in_a_live_region(room, join):
    ana = join(room)
    room.do("open")
    expect_question(ana)
    expect(ana.get_by_role("status")).to_have_text("")
    choose(ana, LIGHTS)
    expect(ana.get_by_role("status")).to_have_text("Saved")


def test_what_is_tapped_is_large_enough_for_a_thumb(room, join):
    ana = join(room)
    room.do("open")
    expect_question(ana)
    for target in ana.locator("a:visible, button:visible, label.choice:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.inner_text()
