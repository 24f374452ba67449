"""A rehearsal: simulated participants come with one press, answer, and go with one."""

from playwright.sync_api import expect

from tests.e2e.phone import WALKS, choose, expect_saved


def test_a_facilitator_rehearses_without_a_terminal(desk, create_room, open_browser):
    room = create_room(title="Tomorrow's workshop")
    fatima = open_browser(viewport={"width": 1280, "height": 800})
    fatima.goto(desk.sign_in_path())
    fatima.get_by_role("button", name="Sign in").click()
    fatima.get_by_role("link", name="Tomorrow's workshop").first.wait_for()
    fatima.goto(f"/desk/{room.id}")
    rehearsal = fatima.get_by_role("region", name="Rehearsal")
    rehearsal.get_by_label("How many").fill("4")
    rehearsal.get_by_role("button", name="Rehearse").click()
    expect(fatima.get_by_text("4 simulated participants are on their way.")).to_be_visible()

    fatima.goto(f"/desk/{room.id}/console")
    here = fatima.get_by_role("region", name="Who is here")
    expect(here.locator("strong").first).to_have_text("4", timeout=20_000)
    room.do("open")
    expect(fatima.locator(".answered-count")).to_have_text("4", timeout=20_000)

    fatima.goto(f"/desk/{room.id}")
    fatima.get_by_role("button", name="Clear the rehearsal").click()
    expect(
        fatima.get_by_text("4 simulated participants and their answers are gone")
    ).to_be_visible()
    expect(fatima.get_by_role("button", name="Rehearse")).to_be_visible()
    assert room.people() == 0


def test_where_real_people_have_answered_nobody_is_simulated(desk, room, join, open_browser):
    ana = join(room)
    room.do("open")
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    fatima = open_browser(viewport={"width": 1280, "height": 800})
    fatima.goto(desk.sign_in_path())
    fatima.get_by_role("button", name="Sign in").click()
    fatima.goto(f"/desk/{room.id}")
    expect(fatima.get_by_text("rehearse in the copy")).to_be_visible()
    refused = desk.request.post(
        f"/desk/{room.id}/rehearsal", headers={"Accept": "application/json"}
    )
    assert (refused.status, "Duplicate" in refused.text()) == (409, True)
