"""What a phone has to fetch before its first answer can be sent, as a browser fetches it."""

from playwright.sync_api import expect

from tests.e2e.phone import WALKS, choose, expect_question, expect_saved

MOST_REQUESTS = 5
MOST_REQUESTS_IN_ALL = 12


def test_five_requests_bring_the_question_and_no_more_than_twelve_the_whole_page(room, join):
    ana = join(room)
    room.do("open")
    fetched = []
    ana.on("request", lambda request: fetched.append(request.url))
    # Whatever comes later does so without the first answer waiting for it.
    ana.route("**/js/live.js", lambda route: None)
    ana.goto(f"/w/{room.code}")
    expect_question(ana)
    before = [url for url in fetched if not url.endswith("/js/live.js")]
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    assert len(before) <= MOST_REQUESTS, before

    # Only once the page before is gone can nothing of it come any more.
    ana.goto("about:blank")
    ana.unroute_all()
    fetched.clear()
    ana.on("websocket", lambda socket: fetched.append(socket.url))
    with ana.expect_websocket():
        ana.goto(f"/w/{room.code}")
    room.do("close")
    expect(ana.get_by_text("This question is closed")).to_be_visible()
    assert len(fetched) <= MOST_REQUESTS_IN_ALL, fetched
