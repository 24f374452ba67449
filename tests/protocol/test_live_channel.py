"""The live channel: who is let in, who hears what, and what nobody hears before the reveal."""

import json

import pytest

from tests.protocol.phone import submission


@pytest.fixture
def first(create_workshop):
    """A live workshop whose first activity is still planned."""
    return create_workshop(state="live")


def answer_all(phones, activity):
    for number, phone in enumerate(phones):
        reaction = ("confirm", "refine")[number % 2]
        sent = submission(activity, reaction=reaction, text=f"words of phone {number}")
        assert phone.receipts(sent)[0]["status"] == "saved"


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        [],
        "token",
        {"token": "forged"},
        {"token": None},
        {"screen": "forged"},
        {"participant": "QQQQQQ"},
        {"console": "1"},
    ],
)
def test_who_is_not_known_is_refused(listen, auth):
    assert listen(auth).welcome.startswith("44")


def test_a_console_needs_the_cookie_of_its_own_facilitator(listen, create_workshop, desk):
    mine, theirs = create_workshop(), create_workshop(owner="mallory@elsewhere.example")
    assert listen({"console": mine.id}).welcome.startswith("44")
    assert listen({"console": theirs.id}, desk.cookie).welcome.startswith("44")
    assert listen({"console": mine.id}, desk.cookie).welcome.startswith("40")


def test_a_phones_token_opens_no_screen(listen, first, phone):
    assert listen({"screen": phone(first).token}).welcome.startswith("44")


def test_a_step_reaches_phones_screen_and_console(first, phone, listen, desk, screen_key):
    lines = [
        listen(phone(first)),
        listen({"screen": screen_key(first)}),
        listen({"console": first.id}, desk.cookie),
    ]
    revision = desk.press(first, "next").json["revision"]
    for line in lines:
        stage = line.event("stage", revision=revision)
        assert stage["workshop"]["code"] == first.code
        assert stage["activity"]["state"] == "open"
        assert "mine" not in stage


def test_two_workshops_never_hear_of_each_other(create_workshop, phone, listen, desk, screen_key):
    ours, theirs = create_workshop(state="live"), create_workshop(state="live")
    lines = {}
    for workshop in (ours, theirs):
        lines[workshop.code] = [listen(phone(workshop)), listen({"screen": screen_key(workshop)})]
    for workshop in (ours, theirs):
        desk.press(workshop, "next")
        somebody = phone(workshop)
        answer_all([somebody], somebody.stage().json["activity"])
        desk.press(workshop, "next")
        revision = desk.press(workshop, "next").json["revision"]
        # The tally is the last that is told of this step; in both rooms, in turn.
        for line in lines[workshop.code]:
            line.event("tally", revision=revision)
    for workshop in (ours, theirs):
        own = {activity.id for activity in workshop.activities}
        for line in lines[workshop.code]:
            assert {e["workshop"]["code"] for e in line.events("stage")} == {workshop.code}
            tallies = list(line.events("tally"))
            assert {e["activity_id"] for e in tallies if "activity_id" in e} == own
            assert all(e.keys() == {"revision"} for e in tallies if "activity_id" not in e)


def test_before_the_reveal_no_totals_leave_towards_phones_and_screens(
    first, phone, listen, desk, screen_key
):
    phones = [phone(first) for _ in range(4)]
    quiet, screen = listen(phones[0]), listen({"screen": screen_key(first)})
    desk.press(first, "next")
    answer_all(phones, phones[0].stage().json["activity"])
    # The count is all that a screen may show; waiting for it proves that the pacer has told.
    screen.event("tally", progress={"answers": 4, "respondents": 4})
    revision = desk.press(first, "next").json["revision"]
    for line in (quiet, screen):
        line.event("stage", revision=revision)
    assert list(quiet.events("tally")) == []
    assert {json.dumps(e["tally"]) for e in screen.events("tally")} == {"null"}
    everything = "".join(quiet.frames + screen.frames)
    assert "words of phone" not in everything
    assert all("tally" not in p.stage().json for p in phones)


def test_after_the_reveal_the_tally_comes_and_follows_what_is_answered(
    first, phone, listen, desk, screen_key
):
    phones = [phone(first) for _ in range(4)]
    line, screen = listen(phones[0]), listen({"screen": screen_key(first)})
    desk.press(first, "next")
    activity = phones[0].stage().json["activity"]
    answer_all(phones[:2], activity)
    revision = desk.press(first, "reveal", activity["id"]).json["revision"]
    before = line.event("tally", revision=revision)
    assert before["progress"] is None
    assert before["tally"] == phones[0].stage().json["tally"]
    answer_all(phones[2:], activity)
    told = screen.event("tally", progress={"answers": 4, "respondents": 4})
    while told["tally"] == before["tally"]:
        told = screen.event("tally")
    assert told["tally"] == phones[0].stage().json["tally"]
    # Words are shown to others only once somebody approved them.
    assert "words of phone" not in "".join(line.frames + screen.frames)


def test_a_hidden_round_is_quiet_again(first, phone, listen, desk):
    phones = [phone(first) for _ in range(2)]
    desk.press(first, "next")
    activity = phones[0].stage().json["activity"]
    answer_all(phones, activity)
    desk.press(first, "reveal", activity["id"])
    revision = desk.press(first, "hide", activity["id"]).json["revision"]
    late = listen(phones[0])
    answer_all(phones, activity)
    assert "tally" not in phones[0].stage().json
    after = desk.press(first, "close", activity["id"]).json["revision"]
    assert late.event("stage", revision=after)["activity"]["revealed"] is False
    assert all(event["revision"] < revision for event in late.events("tally"))


def test_who_connects_late_lacks_nothing_that_http_does_not_tell(first, phone, listen, desk):
    desk.press(first, "next")
    ana = phone(first)
    line = listen(ana)
    assert ana.stage().json["activity"]["state"] == "open"
    revision = desk.press(first, "next").json["revision"]
    assert line.event("stage", revision=revision)["activity"]["state"] == "closed"
