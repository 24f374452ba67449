"""The life of an answer, from the envelope to the receipt."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import select

from tests.conftest import submission
from workshop.live.respond import respond
from workshop.models import CurrentResponse, ResponseEvent


def send(db, respondent, *submissions, origin="phone"):
    with db.transaction() as session:
        return respond(session, respondent, submissions, origin)


def events(db):
    with db.reading() as session:
        return list(session.scalars(select(ResponseEvent).order_by(ResponseEvent.seq)))


def current(db):
    with db.reading() as session:
        return list(session.scalars(select(CurrentResponse)))


def test_an_answer_is_saved_and_its_receipt_says_when(db, create_workshop, join_as):
    workshop = create_workshop()
    (receipt,) = send(db, join_as(workshop), submission(workshop))
    assert (receipt.status, receipt.problem) == ("saved", None)
    assert receipt.saved_at == events(db)[0].saved_at


def test_resending_leaves_one_row_and_the_same_receipt(db, create_workshop, join_as):
    workshop, sent = (w := create_workshop()), submission(w)
    ana = join_as(workshop)
    (first,) = send(db, ana, sent)
    (again,) = send(db, ana, sent)
    assert (again.status, again.saved_at) == ("duplicate", first.saved_at)
    assert len(events(db)) == 1


def test_one_request_that_holds_the_same_submission_twice_saves_it_once(
    db, create_workshop, join_as
):
    workshop, sent = (w := create_workshop()), submission(w)
    receipts = send(db, join_as(workshop), sent, sent)
    assert [r.status for r in receipts] == ["saved", "duplicate"]
    assert len(events(db)) == 1


def test_the_same_id_with_another_answer_is_a_conflict_and_is_told(db, create_workshop, join_as):
    workshop = create_workshop()
    ana, sent = join_as(workshop), submission(workshop)
    send(db, ana, sent)
    changed = {**sent, "answer": {**sent["answer"], "reaction": "challenge"}}
    (receipt,) = send(db, ana, changed)
    assert receipt.status == "conflict"
    assert "another answer" in receipt.problem
    assert current(db)[0].answer["reaction"] == "confirm"


def test_somebody_elses_submission_id_is_a_conflict_not_their_receipt(db, create_workshop, join_as):
    workshop, sent = (w := create_workshop()), submission(w)
    send(db, join_as(workshop), sent)
    (receipt,) = send(db, join_as(workshop), sent)
    assert (receipt.status, receipt.saved_at) == ("conflict", None)


def test_the_higher_edit_wins_whatever_order_they_arrive_in(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    send(db, ana, submission(workshop, edit=5, reaction="refine", text="in winter"))
    (late,) = send(db, ana, submission(workshop, edit=2, reaction="challenge"))
    assert late.status == "superseded"
    assert late.current["edit"] == 5
    standing = late.current["answer"]
    assert (standing["item"], standing["reaction"], standing["text"]) == (
        "lights",
        "refine",
        "in winter",
    )
    assert current(db)[0].edit == 5
    assert [e.status for e in events(db)] == ["saved", "superseded"]


def test_of_equal_edits_the_later_arrival_stands(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    send(db, ana, submission(workshop, edit=1), submission(workshop, edit=1, reaction="unsure"))
    assert [c.answer["reaction"] for c in current(db)] == ["unsure"]


def test_an_answer_without_an_edit_gets_the_next_one(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    send(db, ana, submission(workshop, edit=7), submission(workshop, edit=None))
    assert current(db)[0].edit == 8


def test_a_withdrawn_answer_is_gone_from_current_and_stays_in_history(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    send(db, ana, submission(workshop))
    (receipt,) = send(db, ana, {**submission(workshop, edit=2), "answer": None, "slot": "lights"})
    assert receipt.status == "saved"
    assert current(db)[0].answer is None
    assert [e.answer is None for e in events(db)] == [False, True]


def test_a_withdrawal_without_a_slot_says_what_is_missing(db, create_workshop, join_as):
    workshop = create_workshop()
    (receipt,) = send(db, join_as(workshop), {**submission(workshop), "answer": None})
    assert receipt.status == "invalid"
    assert "slot" in receipt.problem


def test_a_stale_base_is_a_conflict_that_shows_what_stands(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    send(db, ana, submission(workshop, edit=3))
    (receipt,) = send(db, ana, submission(workshop, edit=4, base=2, reaction="challenge"))
    assert (receipt.status, receipt.current["edit"]) == ("conflict", 3)
    assert len(events(db)) == 1


def test_an_answer_after_closing_is_refused_as_closed_and_its_resend_still_gets_its_receipt(
    db, create_workshop, join_as, conduct
):
    workshop = create_workshop()
    ana, sent = join_as(workshop), submission(workshop)
    send(db, ana, sent)
    conduct(workshop, "close", workshop.activities[0].id)
    resent, late = send(db, ana, sent, submission(workshop, edit=2))
    assert (resent.status, late.status) == ("duplicate", "closed")
    assert "still on your phone" in late.problem


def test_an_activity_that_was_not_opened_yet_takes_no_answers(db, create_workshop, join_as):
    workshop = create_workshop(state="live")
    (receipt,) = send(db, join_as(workshop), submission(workshop))
    assert receipt.status == "closed"


def test_another_workshops_activity_is_not_part_of_this_one(db, create_workshop, join_as):
    mine, other = create_workshop(), create_workshop()
    (receipt,) = send(db, join_as(mine), submission(other))
    assert (receipt.status, receipt.problem) == (
        "invalid",
        "This question is not part of your workshop.",
    )


def test_an_unknown_item_a_wrong_reaction_and_too_long_a_text_are_told_in_words(
    db, create_workshop, join_as
):
    workshop = create_workshop()
    receipts = send(
        db,
        join_as(workshop),
        submission(workshop, item="moon"),
        submission(workshop, reaction="love"),
        submission(workshop, text="a" * 10_000),
    )
    assert [r.status for r in receipts] == ["invalid"] * 3
    assert "moon" in receipts[0].problem
    assert "confirm, challenge, refine, unsure" in receipts[1].problem
    assert "10000 characters" in receipts[2].problem
    assert events(db) == []


def test_one_bad_answer_does_not_hold_up_the_others(db, create_workshop, join_as):
    workshop = create_workshop()
    receipts = send(
        db,
        join_as(workshop),
        "nonsense",
        {"submission_id": "x"},
        submission(workshop, item="walks"),
    )
    assert [r.status for r in receipts] == ["invalid", "invalid", "saved"]
    assert receipts[1].submission_id == "x"


def test_words_are_kept_as_written_but_for_what_cannot_be_stored(db, create_workshop, join_as):
    workshop = create_workshop()
    words = '=HYPERLINK("x") <b>שלום</b> 👩‍👩‍👧 \x00\x07\ud800 e\u0301\r\nend'
    send(db, join_as(workshop), submission(workshop, reaction="refine", text=words))
    assert current(db)[0].answer["text"] == '=HYPERLINK("x") <b>שלום</b> 👩‍👩‍👧  é\nend'


def test_everything_of_one_request_is_saved_or_nothing(db, create_workshop, join_as):
    workshop = create_workshop()
    ana = join_as(workshop)
    try:
        with db.transaction() as session:
            respond(session, ana, [submission(workshop)], "phone")
            raise RuntimeError("the power went")
    except RuntimeError:
        pass
    assert events(db) == []


def test_an_answer_nested_without_end_and_half_an_emoji_as_an_id_harm_nobody_elses(
    db, create_workshop, join_as
):
    workshop = create_workshop()
    deep = {}
    for _ in range(5000):
        deep = {"a": deep}
    receipts = send(
        db,
        join_as(workshop),
        submission(workshop),
        {**submission(workshop), "answer": deep},
        {**submission(workshop), "submission_id": "\ud800"},
        {**submission(workshop), "activity_id": "\ud800"},
        {**submission(workshop), "\ud800": 1},
    )
    assert [r.status for r in receipts] == ["saved"] + ["invalid"] * 4
    assert all("\ud800" not in f"{r.submission_id}{r.problem}" for r in receipts)


@pytest.mark.distributed
def test_of_two_first_answers_at_the_same_moment_the_newer_edit_stands(
    db, create_workshop, join_as
):
    if db.engine.dialect.name == "sqlite":
        return  # it has one writer, so there is no such moment
    workshop = create_workshop()
    ana = join_as(workshop)
    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as session:
            newer = respond(session, ana, [submission(workshop, edit=2)], "phone")
            older = pool.submit(send, db, ana, submission(workshop, edit=1, reaction="unsure"))
            wait([older], timeout=0.5)
        late = older.result()
    assert (newer[0].status, late[0].status) == ("saved", "superseded")
    assert late[0].current["edit"] == 2
    assert [c.edit for c in current(db)] == [2]
    assert sorted((e.edit, e.status) for e in events(db)) == [(1, "superseded"), (2, "saved")]
