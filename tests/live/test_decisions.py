"""What facilitators decide about an answer, whom others support, and asking once more."""

import pytest
from sqlalchemy import select

from tests.conftest import submission
from workshop.live import decisions
from workshop.live.decisions import decide
from workshop.live.refusal import Refusal
from workshop.live.respond import respond
from workshop.live.stage import mine
from workshop.live.tally import given
from workshop.models import Act, Activity, CurrentResponse


def send(db, respondent, *submissions):
    with db.transaction() as session:
        return respond(session, respondent, submissions, "phone")


@pytest.fixture
def proposal(db, create_workshop, join_as):
    """Ana's refinement of `lights`: the workshop, Ana, and the answer's id."""
    workshop = create_workshop()
    ana = join_as(workshop)
    sent = submission(workshop, reaction="refine", text="Only until midnight.")
    send(db, ana, sent)
    return workshop, ana, sent["submission_id"]


def do(db, workshop, response, verb, why=""):
    with db.transaction() as session:
        decide(session, workshop, workshop.owner_id, response, verb, why)


def one(db, workshop):
    with db.reading() as session:
        return next(given(session, workshop.activities[0]))


def supporting(workshop, response, **kwargs):
    return submission(workshop, answer={"supports": response}, **kwargs)


def test_nothing_is_approved_until_somebody_does_it_and_it_can_be_taken_back(db, proposal):
    workshop, _, response = proposal
    assert not one(db, workshop).approved
    do(db, workshop, response, "approve")
    assert one(db, workshop).approved
    do(db, workshop, response, "unapprove")
    assert not one(db, workshop).approved


def test_a_state_is_an_act_with_who_and_why(db, proposal):
    workshop, _, response = proposal
    do(db, workshop, response, "decline", "The grid is not ours.")
    found = one(db, workshop)
    assert (found.state, found.why) == ("declined", "The grid is not ours.")
    with db.reading() as session:
        act = session.scalars(select(Act).where(Act.response_id == response)).one()
    assert (act.verb, act.account_id, act.detail) == (
        "decline",
        workshop.owner_id,
        {"why": "The grid is not ours."},
    )


def test_what_is_decided_last_stands(db, proposal):
    workshop, _, response = proposal
    for verb in ("consider", "adopt", "propose", "withdraw"):
        do(db, workshop, response, verb)
    assert one(db, workshop).state == "withdrawn"


def test_new_words_are_another_proposal_that_nobody_has_approved(db, proposal):
    workshop, ana, response = proposal
    do(db, workshop, response, "approve")
    do(db, workshop, response, "adopt")
    send(db, ana, submission(workshop, edit=2, reaction="refine", text="Only until ten."))
    found = one(db, workshop)
    assert (found.approved, found.state) == (False, "proposed")


def test_deciding_about_words_that_changed_meanwhile_is_refused(db, proposal):
    workshop, ana, response = proposal
    send(db, ana, submission(workshop, edit=2, reaction="refine", text="Only until ten."))
    with pytest.raises(Refusal, match="changed or taken back"):
        do(db, workshop, response, "approve")


def test_another_workshops_answers_cannot_be_decided_about(db, proposal, create_workshop):
    _, _, response = proposal
    with pytest.raises(Refusal):
        do(db, create_workshop(), response, "approve")


@pytest.mark.parametrize(
    ("verb", "why", "words"),
    [
        ("praise", "", "Choose one of"),
        ("decline", "x" * 501, "at most 500"),
        ("decline", " ", "say why"),
    ],
)
def test_an_impossible_decision_is_refused_in_words(db, proposal, verb, why, words):
    workshop, _, response = proposal
    with pytest.raises(Refusal, match=words):
        do(db, workshop, response, verb, why)


def test_the_newest_act_rises_with_every_decision(db, proposal):
    workshop, _, response = proposal
    with db.reading() as session:
        before = decisions.latest(session, workshop.activities[0].id)
    do(db, workshop, response, "approve")
    with db.reading() as session:
        assert decisions.latest(session, workshop.activities[0].id) > before


def test_others_support_approved_words_once_they_are_shown(db, proposal, join_as, conduct):
    workshop, _, response = proposal
    bogdan = join_as(workshop, "authorities")
    do(db, workshop, response, "approve")
    assert send(db, bogdan, supporting(workshop, response))[0].status == "closed"
    conduct(workshop, "close", workshop.activities[0].id)
    assert send(db, bogdan, supporting(workshop, response))[0].status == "closed"
    conduct(workshop, "reveal", workshop.activities[0].id)
    assert send(db, bogdan, supporting(workshop, response))[0].status == "saved"
    assert one(db, workshop).supporters == {"authorities": 1}
    with db.reading() as session:
        (seen,) = mine(session, bogdan, session.get(Activity, workshop.activities[0].id))
    assert seen["slot"] == f"support:{response}"


def test_support_is_taken_back(db, proposal, join_as, conduct):
    workshop, _, response = proposal
    bogdan = join_as(workshop, "authorities")
    do(db, workshop, response, "approve")
    conduct(workshop, "reveal", workshop.activities[0].id)
    send(db, bogdan, supporting(workshop, response))
    back = submission(workshop, edit=2, slot=f"support:{response}", answer=None)
    assert send(db, bogdan, back)[0].status == "saved"
    assert one(db, workshop).supporters == {}


def test_words_that_are_not_approved_or_ones_own_take_no_support(db, proposal, join_as, conduct):
    workshop, ana, response = proposal
    bogdan = join_as(workshop, "authorities")
    conduct(workshop, "reveal", workshop.activities[0].id)
    hidden = send(db, bogdan, supporting(workshop, response))[0]
    do(db, workshop, response, "approve")
    own = send(db, ana, supporting(workshop, response))[0]
    assert (hidden.status, own.status) == ("invalid", "invalid")
    assert "your own words" in own.problem


def test_support_counts_neither_as_an_answer_nor_towards_the_limit(db, proposal, join_as, conduct):
    workshop, _, response = proposal
    bogdan = join_as(workshop, "authorities")
    do(db, workshop, response, "approve")
    activity = workshop.activities[0].id
    conduct(workshop, "reveal", activity)
    send(db, bogdan, supporting(workshop, response))
    conduct(workshop, "open", activity)
    items = ("lights", "walks", "forum")
    receipts = send(db, bogdan, *(submission(workshop, item=item) for item in items))
    assert [r.status for r in receipts] == ["saved"] * 3


def test_a_second_round_asks_again_and_keeps_the_first_apart(db, proposal, conduct):
    workshop, ana, _ = proposal
    activity = workshop.activities[0].id
    conduct(workshop, "reveal", activity)
    conduct(workshop, "again", activity)
    with db.reading() as session:
        now = session.get(Activity, activity)
        assert (now.round, now.state, now.revealed) == (2, "open", False)
        assert mine(session, ana, now) == []
        assert len(mine(session, ana, now, round_=1)) == 1
    (late,) = send(db, ana, submission(workshop))
    assert late.status == "closed"
    (fresh,) = send(db, ana, submission(workshop, round=2, reaction="confirm"))
    assert fresh.status == "saved"
    with db.reading() as session:
        rounds = session.scalars(select(CurrentResponse.round).order_by(CurrentResponse.round))
        assert list(rounds) == [1, 2]


def test_a_second_round_may_ask_only_some_of_it(db, proposal, conduct):
    workshop, ana, _ = proposal
    activity = workshop.activities[0].id
    conduct(workshop, "again", activity, ["walks"])
    receipts = send(
        db,
        ana,
        submission(workshop, round=2, item="walks"),
        submission(workshop, round=2, item="lights"),
    )
    assert [r.status for r in receipts] == ["saved", "invalid"]


def test_asking_again_what_was_never_asked_or_of_an_unknown_item_is_refused(
    create_workshop, conduct
):
    workshop = create_workshop(activities=2)
    with pytest.raises(Refusal, match="not asked even once"):
        conduct(workshop, "again", workshop.activities[1].id)
    with pytest.raises(Refusal, match="does not ask about tea"):
        conduct(workshop, "again", workshop.activities[0].id, ["tea"])


def test_there_is_an_end_to_asking_again(create_workshop, conduct):
    workshop = create_workshop()
    for _ in range(8):
        conduct(workshop, "again", workshop.activities[0].id)
    with pytest.raises(Refusal, match="at most 9"):
        conduct(workshop, "again", workshop.activities[0].id)
