"""A table's sheet: several devices write on it, and nothing of what anybody wrote is lost."""

from concurrent.futures import ThreadPoolExecutor, wait
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.conftest import submission
from workshop.live import stage, tables
from workshop.live.refusal import Refusal
from workshop.live.respond import respond
from workshop.live.tally import agreements, tally
from workshop.models import CurrentResponse, Respondent, ResponseEvent


def send(db, respondent, *submissions):
    with db.transaction() as session:
        return respond(session, respondent, submissions, "phone")


@pytest.fixture
def table(create_workshop, join_as):
    """A workshop of two tables that answers on sheets, with Ana and Bogdan at table 1."""
    workshop = create_workshop(tables=2, answered_by="table")
    return workshop, join_as(workshop, table="1"), join_as(workshop, "authorities", table="1")


def sheet(db, workshop):
    with db.reading() as session:
        return list(
            session.execute(
                select(CurrentResponse.slot, CurrentResponse.edit, CurrentResponse.answer)
                .join(Respondent, Respondent.id == CurrentResponse.respondent_id)
                .where(Respondent.workshop_id == workshop.id, Respondent.is_table)
                .order_by(CurrentResponse.slot)
            )
        )


def test_what_one_of_a_table_answers_the_whole_table_sees_as_its_own(db, table):
    workshop, ana, bogdan = table
    (receipt,) = send(db, ana, submission(workshop, edit=7))
    assert (receipt.status, receipt.edit) == ("saved", 1)
    with db.reading() as session:
        (seen,) = stage.mine(session, bogdan, workshop.activities[0])
    assert (seen["slot"], seen["edit"], seen["answer"]["reaction"]) == ("lights", 1, "confirm")


def test_a_change_made_on_what_stands_is_saved_under_the_next_edit(db, table):
    workshop, ana, bogdan = table
    send(db, ana, submission(workshop))
    (receipt,) = send(db, bogdan, submission(workshop, base=1, reaction="challenge"))
    assert (receipt.status, receipt.edit) == ("saved", 2)


@pytest.mark.parametrize("base", [None, 0, 7])
def test_a_change_made_on_what_does_not_stand_is_a_conflict_that_shows_what_does(db, table, base):
    workshop, ana, bogdan = table
    send(db, ana, submission(workshop))
    (receipt,) = send(db, bogdan, submission(workshop, base=base, reaction="challenge"))
    assert receipt.status == "conflict"
    assert receipt.current["edit"] == 1
    assert receipt.current["answer"]["reaction"] == "confirm"


def test_the_same_submission_again_gets_the_edit_it_was_given(db, table):
    workshop, ana, _ = table
    sent = submission(workshop, edit=40)
    send(db, ana, sent)
    (receipt,) = send(db, ana, sent)
    assert (receipt.status, receipt.edit) == ("duplicate", 1)


def test_a_device_that_answers_for_the_table_writes_on_the_same_sheet(db, table, join_as):
    workshop, ana, _ = table
    tablet = join_as(workshop, "", table="1", as_table=True)
    again = join_as(workshop, "", table="1", as_table=True)
    assert tablet.id == again.id
    send(db, ana, submission(workshop))
    (receipt,) = send(db, tablet, submission(workshop, base=1, reaction="refine", text="Later."))
    assert receipt.status == "saved"
    assert [(row.edit, row.answer["text"]) for row in sheet(db, workshop)] == [(2, "Later.")]


@pytest.mark.distributed
def test_of_two_first_answers_at_the_same_moment_one_is_shown_to_the_other_and_saved_alone(
    db, table
):
    if db.engine.dialect.name == "sqlite":
        return  # it has one writer, so there is no such moment
    workshop, ana, bogdan = table
    send(db, ana, submission(workshop, item="walks"))  # the sheet is there
    sent = submission(workshop, reaction="unsure")
    with ThreadPoolExecutor(1) as pool:
        with db.transaction() as session:
            respond(session, ana, [submission(workshop)], "phone")
            other = pool.submit(send, db, bogdan, sent)
            wait([other], timeout=0.5)
        (told,) = other.result()
    assert (told.status, told.current["answer"]["reaction"]) == ("conflict", "confirm")
    with db.reading() as session:
        lights = session.scalars(select(ResponseEvent).where(ResponseEvent.slot == "lights")).all()
        assert [(e.edit, e.answer["reaction"]) for e in lights] == [(1, "confirm")]
    # Its resend is told the same, and no receipt for what was never kept.
    assert [one.status for one in send(db, bogdan, sent)] == ["conflict"]


def test_who_sits_at_no_table_is_asked_to_choose_one(db, table, join_as):
    workshop, *_ = table
    (receipt,) = send(db, join_as(workshop), submission(workshop))
    assert receipt.status == "invalid"
    assert "Choose your table first" in receipt.problem


def test_two_tables_have_two_sheets(db, table, join_as):
    workshop, ana, _ = table
    send(db, ana, submission(workshop))
    send(db, join_as(workshop, table="2"), submission(workshop, reaction="challenge"))
    assert sorted(row.answer["reaction"] for row in sheet(db, workshop)) == ["challenge", "confirm"]
    with db.reading() as session:
        told = tally(session, workshop.activities[0], "facilitator", table="2")
    assert told["respondents"] == 1


def test_the_history_says_who_of_the_table_wrote(db, table):
    workshop, ana, bogdan = table
    send(db, ana, submission(workshop))
    send(db, bogdan, submission(workshop, base=1, reaction="challenge"))
    with db.reading() as session:
        events = session.scalars(select(ResponseEvent).order_by(ResponseEvent.seq)).all()
    assert [event.sent_by for event in events] == [ana.id, bogdan.id]
    assert len({event.respondent_id for event in events}) == 1


def test_three_devices_that_write_at_once_leave_what_a_replay_of_their_receipts_gives(
    db, table, join_as
):
    workshop, ana, bogdan = table
    trio = (ana, bogdan, join_as(workshop, "media", table="1"))
    items = ("lights", "walks", "forum")

    def write(person, name):
        saved, conflicts, seen = [], [], dict.fromkeys(items, 0)
        for turn in range(50):
            item = items[turn % 3]
            sent = submission(
                workshop, item=item, text=f"{name} {turn}", base=seen[item], edit=None
            )
            sent["answer"]["reaction"] = "challenge"
            (receipt,) = send(db, person, sent)
            if receipt.status == "saved":
                saved.append((item, receipt.edit, sent["answer"]["text"]))
                seen[item] = receipt.edit
            else:
                assert receipt.status == "conflict"
                conflicts.append(receipt)
                seen[item] = receipt.current["edit"]
        return saved, conflicts

    with ThreadPoolExecutor(3) as pool:
        done = [f.result() for f in [pool.submit(write, p, n) for n, p in enumerate(trio)]]
    saved = sorted((item, edit, text) for some, _ in done for item, edit, text in some)
    replayed = {item: (edit, text) for item, edit, text in saved}
    assert replayed == {row.slot: (row.edit, row.answer["text"]) for row in sheet(db, workshop)}
    # Each edit was given once, none is missing.
    for item in items:
        edits = [edit for one, edit, _ in saved if one == item]
        assert edits == list(range(1, len(edits) + 1))
    assert len(saved) + sum(len(conflicts) for _, conflicts in done) == 150
    assert all(one.current["edit"] > 0 for _, conflicts in done for one in conflicts)


def test_a_table_says_how_far_it_agrees(db, table):
    workshop, ana, _ = table
    said = submission(workshop, answer={"agreement": "mostly", "note": "Not on who pays."})
    assert send(db, ana, said)[0].status == "saved"
    with db.reading() as session:
        activity = workshop.activities[0]
        assert agreements(session, activity) == {
            "1": {"agreement": "mostly", "note": "Not on who pays."}
        }
        # It is no answer to a question.
        assert tally(session, activity, "room")["respondents"] == 0


def test_only_a_table_agrees(db, create_workshop, join_as):
    workshop = create_workshop()
    (receipt,) = send(db, join_as(workshop), submission(workshop, answer={"agreement": "agreed"}))
    assert receipt.status == "invalid"
    assert "only a table" in receipt.problem


@pytest.mark.parametrize("typed", ["0", "3", "-1", "two", "٢", "1; drop", "9" * 30])
def test_a_table_that_is_not_there_is_refused_in_words(db, table, join_as, typed):
    workshop, ana, _ = table
    with pytest.raises(Refusal, match="from 1 to 2"):
        join_as(workshop, table=typed)
    with pytest.raises(Refusal, match="from 1 to 2"), db.transaction() as session:
        tables.seat(session, session.get(Respondent, ana.id), typed)


def test_who_moves_to_another_table_leaves_what_was_written_with_the_first(db, table):
    workshop, ana, bogdan = table
    send(db, ana, submission(workshop))
    with db.transaction() as session:
        tables.seat(session, session.get(Respondent, ana.id), "2")
    with db.reading() as session:
        moved = session.get(Respondent, ana.id)
        assert stage.mine(session, moved, workshop.activities[0]) == []
        assert len(stage.mine(session, bogdan, workshop.activities[0])) == 1


def test_the_same_table_is_one_sheet_however_many_sit_down_at_once(db, table, join_as):
    workshop, *_ = table
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: join_as(workshop, table="2", join_id=uuid4().hex), range(8)))
    with db.reading() as session:
        found = session.scalars(
            select(Respondent.table).where(Respondent.is_table, Respondent.table == "2")
        ).all()
    assert found == ["2"]
