"""Venues whose networks let no WebSocket through: the phone asks instead of being told."""

from playwright.sync_api import expect

from tests.e2e.phone import WALKS, choose, expect_question, expect_saved


def test_a_phone_follows_the_stage_by_asking_where_sockets_are_blocked(room, join):
    ana = join(room, expected="WebSocket", clock=True)
    ana.route_web_socket("**/socket.io/**", lambda socket: socket.close())
    ana.reload()
    expect(ana.get_by_role("heading", name="You are in")).to_be_visible()
    room.do("open")
    ana.clock.fast_forward(4000)
    expect_question(ana)
    choose(ana, WALKS)
    expect_saved(ana, WALKS)
    room.do("close")
    ana.clock.fast_forward(4000)
    expect(ana.get_by_text("This question is closed")).to_be_visible()
    room.do("reveal")
    ana.clock.fast_forward(4000)
    expect(ana.get_by_role("region", name="What the room said")).to_contain_text("1 of 1 yes")
    assert room.events() == [("walks", "confirm")]
