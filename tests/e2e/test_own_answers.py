"""What one sent is one's own: copied, found again with a receipt elsewhere, erased."""

import json

from playwright.sync_api import expect

from tests.e2e.phone import LIGHTS, NO, choose, expect_question, expect_saved, words

LEFT_ON_THE_PHONE = """() => new Promise((done) => {
  const opening = indexedDB.open("workshop-outbox");
  opening.onsuccess = () => {
    const stores = ["waiting", "drafts"];
    const reading = opening.result.transaction(stores);
    const asked = stores.map((name) => reading.objectStore(name).getAll());
    reading.oncomplete = () => done(asked.flatMap((one) => one.result).length);
  };
})"""


def test_ana_takes_a_copy_and_erases_everything_from_another_device(room, join, open_browser):
    ana = join(room)
    room.do("open")
    expect_question(ana)
    choose(ana, LIGHTS, NO)
    words(ana, LIGHTS).fill("Too bright for my cat.")
    words(ana, LIGHTS).blur()
    expect_saved(ana, LIGHTS)
    ana.get_by_role("link", name="My answers").click()
    ana.get_by_role("checkbox", name="My words may be shown").check()
    ana.get_by_role("button", name="Save").click()
    expect(ana.get_by_role("checkbox", name="My words may be shown")).to_be_checked()
    with ana.expect_download() as download:
        ana.get_by_role("link", name="for programs").click()
    copy = json.loads(download.value.path().read_text("utf-8"))
    assert copy["answers"][-1]["words"] == "Too bright for my cat."

    tablet = open_browser()
    tablet.goto("/receipt")
    tablet.get_by_role("textbox", name="The code of the workshop").fill(room.code)
    tablet.get_by_role("textbox", name="Your receipt").fill(copy["participant"]["receipt"].lower())
    tablet.get_by_role("button", name="Show my answers").click()
    expect(tablet.get_by_text("Too bright for my cat.")).to_be_visible()
    tablet.get_by_role("link", name="Erase everything I sent").click()
    tablet.get_by_role("button", name="Erase everything I sent").click()
    expect(tablet.get_by_role("heading", name="Everything is erased")).to_be_visible()
    assert room.people() == 0


def test_the_phone_forgets_what_was_not_sent_too(room, join):
    bogdan = join(room, expected=r"ERR_(INTERNET_DISCONNECTED|FAILED)")
    room.do("open")
    expect_question(bogdan)
    bogdan.context.set_offline(True)
    choose(bogdan, LIGHTS, NO)
    words(bogdan, LIGHTS).fill("Never sent.")
    words(bogdan, LIGHTS).blur()
    bogdan.wait_for_function(f"() => ({LEFT_ON_THE_PHONE})().then((n) => n > 0)")
    # The line comes back, and what waits does not get through before it is erased.
    bogdan.route("**/api/v1/responses*", lambda route: route.abort())
    bogdan.context.set_offline(False)
    bogdan.goto(f"/w/{room.code}/erase")
    bogdan.get_by_role("button", name="Erase everything I sent").click()
    expect(bogdan.locator("#erased")).to_have_attribute("data-phone", "empty")
    assert bogdan.evaluate(LEFT_ON_THE_PHONE) == 0
