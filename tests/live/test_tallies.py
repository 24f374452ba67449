"""The room's tally: computed once for everybody, never more than a tenth of the time."""

import pytest

from tests.conftest import submission
from workshop.live import tallies as module
from workshop.live.decisions import decide
from workshop.live.rehearsal import clear
from workshop.live.respond import respond
from workshop.live.tallies import Tallies
from workshop.models import Activity, Workshop


@pytest.fixture
def clock(monkeypatch):
    """A clock that each look at moves on by one second: every tally takes one."""
    seconds = [0.0]

    def look():
        seconds[0] += 1
        return seconds[0]

    monkeypatch.setattr(module.time, "monotonic", look)
    return seconds


def answer(db, workshop, respondent, **kwargs):
    with db.transaction() as session:
        respond(session, respondent, [submission(workshop, **kwargs)], "phone")


def look(db, tallies, workshop):
    with db.reading() as session:
        tally, fresh = tallies.room(session, session.get(Activity, workshop.activities[0].id))
    return tally["respondents"], fresh


def test_a_tally_is_kept_while_nobody_answers_and_counts_who_did(db, create_workshop, join_as):
    workshop, tallies = create_workshop(), Tallies()
    assert look(db, tallies, workshop) == (0, True)
    answer(db, workshop, join_as(workshop))
    tallies._kept.clear()
    first, _ = look(db, tallies, workshop)
    assert first == 1


def test_a_tally_that_costs_much_is_not_made_anew_for_each_answer(
    db, create_workshop, join_as, clock
):
    workshop, tallies = create_workshop(), Tallies()
    look(db, tallies, workshop)
    answer(db, workshop, join_as(workshop))
    assert look(db, tallies, workshop) == (0, False)
    clock[0] += module.SHARE
    assert look(db, tallies, workshop) == (1, True)


def test_withdrawn_answers_and_other_rounds_do_not_count(db, create_workshop, join_as):
    workshop, tallies = create_workshop(), Tallies()
    ana, bo = join_as(workshop), join_as(workshop)
    answer(db, workshop, ana)
    answer(db, workshop, bo)
    with db.transaction() as session:
        gone = {**submission(workshop, edit=2), "answer": None, "slot": "lights"}
        respond(session, bo, [gone], "phone")
    assert look(db, tallies, workshop) == (1, True)


def test_what_a_rehearsal_added_up_to_is_never_shown_as_the_rooms_own(
    db, create_workshop, join_as, conduct
):
    workshop, tallies = create_workshop(), Tallies()
    for number in range(3):
        invented = join_as(workshop, origin="simulated", join_id=f"invented-{number:016}")
        answer(db, workshop, invented, reaction="challenge")
    assert look(db, tallies, workshop) == (3, True)
    with db.transaction() as session:
        clear(session, session.get(Workshop, workshop.id), None)
    conduct(workshop, "open", workshop.activities[0].id)
    for _ in range(3):
        answer(db, workshop, join_as(workshop), reaction="confirm")
    with db.reading() as session:
        activity = session.get(Activity, workshop.activities[0].id)
        tally, _ = tallies.room(session, activity)
    assert tally["items"][0]["all"]["confirm"] == 3


def test_what_a_facilitator_takes_back_is_gone_at_once_however_much_a_tally_costs(
    db, create_workshop, join_as, clock
):
    workshop, tallies = create_workshop(), Tallies()
    sent = submission(workshop, reaction="refine", text="Only by day.")
    with db.transaction() as session:
        respond(session, join_as(workshop), [sent], "phone")

    def words(verb):
        with db.transaction() as session:
            decide(session, session.get(Workshop, workshop.id), None, sent["submission_id"], verb)
        with db.reading() as session:
            tally, fresh = tallies.room(session, session.get(Activity, workshop.activities[0].id))
        assert fresh
        return [one["text"] for one in tally["items"][0]["words"]]

    assert words("approve") == ["Only by day."]
    assert words("unapprove") == []
