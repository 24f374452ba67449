"""What the server says to clients that are wrong, late, careless or hostile."""

import json

import pytest

from tests.protocol.phone import ask, submission

HOSTILE = (
    '=HYPERLINK("http://evil.example","look")',
    "<script>alert(1)</script>",
    "\u202eevil\u202c مرحبا",
    "👩‍👩‍👧 🏳️‍🌈",
    "a\x00b\x07c\r\nd",
)


@pytest.fixture
def room(create_workshop, phone):
    """An open workshop, Ana's phone in it, and the activity she sees."""
    workshop = create_workshop()
    ana = phone(workshop)
    return workshop, ana, ana.stage().json["activity"]


@pytest.mark.parametrize("token", ["", "forged", "ImZvcmdlZCI.AAAAAAAAAAAAAAAAAAAAAAAAAAA", "\xff"])
def test_a_forged_token_opens_nothing(room, token):
    _, ana, activity = room
    ana.token = token
    for answer in (ana.stage(), ana.post(submission(activity))):
        assert (answer.status, answer.problem) == (401, "sign-in")


def test_a_token_cut_or_changed_is_a_forged_one(room):
    _, ana, _ = room
    for token in (ana.token[:-1], ana.token.swapcase(), ana.token + "x"):
        ana.token = token
        assert ana.stage().status == 401


def test_a_key_for_a_screen_is_no_token_of_a_participant(room, screen_key):
    workshop, ana, _ = room
    ana.token = screen_key(workshop)
    assert ana.stage().status == 401


def test_an_activity_of_another_workshop_is_not_answered_from_here(room, create_workshop, phone):
    _, ana, _ = room
    elsewhere = phone(create_workshop()).stage().json["activity"]
    (receipt,) = ana.receipts(submission(elsewhere))
    assert (receipt["status"], receipt["saved_at"]) == ("invalid", None)
    assert ana.stage().json["mine"] == []


@pytest.mark.parametrize("changes", [{"item": "unknown"}, {"reaction": "love"}, {"edit": -1}])
def test_an_answer_that_makes_no_sense_is_invalid_in_words(room, changes):
    _, ana, activity = room
    (receipt,) = ana.receipts(submission(activity, **changes))
    assert receipt["status"] == "invalid"
    assert receipt["problem"]


def test_one_bad_answer_does_not_take_the_good_ones_with_it(room):
    _, ana, activity = room
    good = [submission(activity, item=item["id"]) for item in activity["items"]]
    receipts = ana.receipts(good[0], "nonsense", None, {"submission_id": 7}, *good[1:])
    assert [r["status"] for r in receipts] == [
        "saved",
        *["invalid"] * 3,
        *["saved"] * (len(good) - 1),
    ]
    assert len(ana.stage().json["mine"]) == len(good)


def test_ten_thousand_characters_are_refused_and_the_limit_is_said(room):
    _, ana, activity = room
    (receipt,) = ana.receipts(submission(activity, reaction="refine", text="x" * 10_000))
    assert receipt["status"] == "invalid"
    assert "10000" in receipt["problem"]
    assert "1000" in receipt["problem"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_kept_as_words(room, text):
    _, ana, activity = room
    (receipt,) = ana.receipts(submission(activity, reaction="challenge", text=text))
    assert receipt["status"] == "saved"
    kept = ana.stage().json["mine"][0]["answer"]["text"]
    assert kept == text.replace("\x00", "").replace("\x07", "").replace("\r\n", "\n")


def test_half_an_emoji_loses_its_half_and_nothing_else(room):
    _, ana, activity = room
    sent = submission(activity, reaction="challenge", text="HALF too dark")
    body = json.dumps({"responses": [sent]}).replace("HALF", "\\ud83d")
    for status in ("saved", "duplicate"):
        answer = ana.post_raw(body)
        assert answer.json["receipts"][0]["status"] == status
    assert ana.stage().json["mine"][0]["answer"]["text"] == "too dark"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"responses": [NaN]}', b"[" * 100_000])
def test_what_is_not_json_is_told_so(room, body):
    _, ana, _ = room
    answer = ana.post_raw(body)
    assert (answer.status, answer.problem) == (400, "bad-request")


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b"null", b'{"responses": {}}', b'{"responses": []}']
)
def test_json_that_holds_no_answers_is_invalid(room, body):
    _, ana, _ = room
    answer = ana.post_raw(body)
    assert (answer.status, answer.problem) == (422, "invalid")


def test_more_than_two_hundred_at_once_are_refused_as_a_whole(room):
    _, ana, activity = room
    answer = ana.post(*[submission(activity, edit=n) for n in range(201)])
    assert (answer.status, answer.problem) == (422, "invalid")
    assert ana.stage().json["mine"] == []


def test_more_than_a_megabyte_is_refused(room):
    _, ana, _ = room
    answer = ana.post_raw(b" " * (1024 * 1024 + 1))
    assert (answer.status, answer.problem) == (413, "request-entity-too-large")


def test_a_flood_is_slowed_down_and_loses_nothing(room):
    _, ana, activity = room
    flood = [[submission(activity, edit=n) for n in range(m, m + 200)] for m in range(0, 1400, 200)]
    answers = [ana.post(*some) for some in flood]
    assert [a.status for a in answers] == [200] * 6 + [429]
    assert answers[-1].problem == "too-many"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ana.stage().json["mine"][0]["edit"] == 1199


def test_an_answer_after_closing_is_closed_and_counts_after_reopening(room, conduct):
    workshop, ana, activity = room
    conduct(workshop, "close", activity["id"])
    late = submission(activity)
    (receipt,) = ana.receipts(late)
    assert (receipt["status"], receipt["saved_at"]) == ("closed", None)
    conduct(workshop, "open", activity["id"])
    assert ana.receipts(late)[0]["status"] == "saved"


def test_an_answer_to_another_round_is_closed(room):
    _, ana, activity = room
    assert ana.receipts(submission(activity, round=2))[0]["status"] == "closed"


def test_an_unchanged_stage_is_not_sent_again(room, conduct):
    workshop, ana, activity = room
    etag = ana.stage().headers["ETag"]
    again = ana.stage(etag)
    assert (again.status, again.raw, again.headers["ETag"]) == (304, b"", etag)
    ana.receipts(submission(activity))
    answered = ana.stage(etag)
    assert (answered.status, len(answered.json["mine"])) == (200, 1)
    conduct(workshop, "close", activity["id"])
    assert ana.stage(answered.headers["ETag"]).json["activity"]["state"] == "closed"


def test_nobody_sees_anybody_elses_answers(room, phone):
    workshop, ana, activity = room
    ana.receipts(submission(activity, reaction="challenge", text="only mine"))
    ben = phone(workshop)
    assert b"only mine" not in ben.stage().raw
    assert ben.stage().json["mine"] == []


def test_another_facilitators_workshop_does_not_exist_for_me(create_workshop, desk):
    theirs = create_workshop(owner="mallory@elsewhere.example")
    pressed = desk.press(theirs, "end")
    assert (pressed.status, pressed.problem) == (404, "not-found")


def test_who_is_not_signed_in_conducts_nothing(served, create_workshop):
    workshop = create_workshop()
    for method, path in (("POST", f"/desk/{workshop.id}/end"), ("GET", "/desk/workshops.json")):
        answer = ask(served.url, method, path, Accept="application/json")
        assert (answer.status, answer.problem) == (401, "sign-in")
