"""Erasing one participant leaves nothing of theirs, and everything of everybody else."""

import pytest
from sqlalchemy import func, select

from tests.conftest import submission
from workshop.live import erasure
from workshop.live.decisions import decide
from workshop.live.respond import respond
from workshop.live.tally import given, tally
from workshop.models import (
    Act,
    CurrentResponse,
    Erasure,
    Respondent,
    ResponseEvent,
    Workshop,
)


def send(db, respondent, *submissions):
    with db.transaction() as session:
        return respond(session, session.get(Respondent, respondent.id), submissions, "phone")


@pytest.fixture
def erase(db):
    def do(workshop, person, by=None):
        with db.transaction() as session:
            here = session.get(Workshop, workshop.id)
            return erasure.erase(session, here, session.get(Respondent, person.id), by)

    return do


def said(db, workshop):
    with db.reading() as session:
        return [one.answer.text for one in given(session, workshop.activities[0])]


def count(db, model, *where):
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where))


def test_answers_history_decisions_and_support_go_and_those_of_others_stay(
    db, create_workshop, join_as, conduct, erase
):
    workshop = create_workshop()
    ana, bogdan = join_as(workshop), join_as(workshop, "authorities")
    hers = submission(workshop, reaction="refine", text="Ana.")
    his = submission(workshop, reaction="refine", text="Bogdan.")
    send(db, ana, submission(workshop, reaction="refine", text="Ana first."), {**hers, "edit": 2})
    send(db, bogdan, his)
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        decide(session, here, workshop.owner_id, hers["submission_id"], "approve")
        decide(session, here, None, hers["submission_id"], "decline", "Ana is wrong.")
        decide(session, here, None, hers["submission_id"], "propose")
        decide(session, here, None, his["submission_id"], "decline", "Bogdan is wrong.")
        decide(session, here, None, his["submission_id"], "approve")
    conduct(workshop, "reveal", workshop.activities[0].id)
    (given_support,) = send(
        db, bogdan, submission(workshop, answer={"supports": hers["submission_id"]})
    )
    assert given_support.status == "saved"
    acts = count(db, Act)
    with db.reading() as session:
        revision = session.get(Workshop, workshop.id).revision
    erase(workshop, ana, workshop.owner_id)
    assert said(db, workshop) == ["Bogdan."]
    assert count(db, ResponseEvent) == count(db, CurrentResponse) == 1
    assert count(db, Act) == acts + 1
    with db.reading() as session:
        found = session.scalars(select(Act).order_by(Act.seq)).all()
        about = [(act.verb, act.detail) for act in found if act.response_id]
        assert about == [("decline", {"why": "Bogdan is wrong."}), ("approve", {})]
        assert "Ana" not in str([act.detail for act in found])
        erased = found[-1]
        assert (erased.verb, erased.account_id, erased.detail) == ("erase", workshop.owner_id, {})
        assert session.get(Workshop, workshop.id).revision > revision
        assert session.get(Erasure, (ana.id, workshop.id))
        assert session.get(Respondent, ana.id) is None
        assert tally(session, workshop.activities[0], "room")["respondents"] == 1


def test_a_sheet_stands_as_the_others_left_it(db, create_workshop, join_as, erase):
    workshop = create_workshop(tables=1, answered_by="table")
    ana, bogdan = join_as(workshop, table="1"), join_as(workshop, table="1")
    send(db, bogdan, submission(workshop, text="Bogdan."))
    send(db, ana, submission(workshop, text="Ana.", base=1))
    send(db, ana, submission(workshop, item="walks", text="Ana alone."))
    assert erase(workshop, ana) == {"1"}
    assert said(db, workshop) == ["Bogdan."]
    (receipt,) = send(db, bogdan, submission(workshop, text="Bogdan again.", base=1))
    assert receipt.status == "saved"
    assert said(db, workshop) == ["Bogdan again."]


def test_a_device_that_answered_for_a_table_goes_and_the_sheet_stays_with_the_others(
    db, create_workshop, join_as, erase
):
    workshop = create_workshop(tables=1, answered_by="table")
    tablet = join_as(workshop, "", table="1", as_table=True)
    ana = join_as(workshop, table="1")
    send(db, ana, submission(workshop, text="Ana."))
    send(db, tablet, submission(workshop, text="Tablet.", base=1))
    assert erase(workshop, tablet) == {"1"}
    assert said(db, workshop) == ["Ana."]
    (receipt,) = send(db, ana, submission(workshop, text="Ana again.", base=1))
    assert receipt.status == "saved"
    assert count(db, Respondent, Respondent.is_table) == 1
    assert count(db, Respondent, Respondent.id == tablet.id) == 0


def test_a_device_of_a_table_nobody_else_sits_at_leaves_nothing(
    db, create_workshop, join_as, erase
):
    workshop = create_workshop(tables=1, answered_by="table")
    tablet = join_as(workshop, "", table="1", as_table=True)
    send(db, tablet, submission(workshop, text="Tablet."))
    erase(workshop, tablet)
    assert count(db, Respondent) == count(db, ResponseEvent) == count(db, CurrentResponse) == 0


def test_what_arrived_on_a_sheet_in_the_moment_of_erasure_is_swept_away(
    db, create_workshop, join_as, erase
):
    workshop = create_workshop(tables=1, answered_by="table")
    ana, bogdan = join_as(workshop, table="1"), join_as(workshop, table="1")
    send(db, bogdan, submission(workshop, text="Bogdan."))
    erase(workshop, ana)
    with db.transaction() as session:
        # As a process does that had read who she is before she went.
        respond(session, ana, [submission(workshop, text="Late.", base=1)], "phone")
    assert said(db, workshop) == ["Late."]
    with db.transaction() as session:
        erasure.sweep(session)
    assert said(db, workshop) == ["Bogdan."]


def test_many_answers_go_at_once(db, create_workshop, join_as, erase):
    workshop = create_workshop()
    ana = join_as(workshop)
    send(db, ana, *(submission(workshop, edit=n, text=f"Ana {n}.") for n in range(1, 900)))
    erase(workshop, ana)
    assert count(db, ResponseEvent) == 0
