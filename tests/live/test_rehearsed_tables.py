"""After a rehearsal the sheets of the tables hold what real people wrote, and nothing else."""

import pytest
from sqlalchemy import select

from tests.conftest import submission
from workshop.live.refusal import Refusal
from workshop.live.rehearsal import clear
from workshop.live.respond import respond
from workshop.models import CurrentResponse, ResponseEvent, Workshop


@pytest.fixture
def sheet(db, create_workshop, join_as):
    """A table's workshop; `write(person, item, text, base)` and `clear()`."""

    class Sheet:
        workshop = create_workshop(tables=2, answered_by="table")
        ana = join_as(workshop, table="1")
        simulated = join_as(workshop, "media", table="1", origin="simulated", into_real=True)

        def write(self, person, item="lights", text="", base=0, **more):
            sent = submission(self.workshop, item=item, text=text, base=base, **more)
            with db.transaction() as session:
                (receipt,) = respond(session, person, [sent], "phone")
            assert receipt.status == "saved", receipt
            return sent["submission_id"]

        def clear(self):
            with db.transaction() as session:
                return clear(session, session.get(Workshop, self.workshop.id), None)

        def stands(self):
            with db.reading() as session:
                return {
                    row.slot: (row.edit, row.answer["text"], row.origin, row.response_id)
                    for row in session.scalars(select(CurrentResponse))
                }

        def origins(self):
            with db.reading() as session:
                return list(
                    session.scalars(select(ResponseEvent.origin).order_by(ResponseEvent.seq))
                )

    return Sheet()


def test_real_words_that_simulated_ones_replaced_stand_again(sheet):
    real = sheet.write(sheet.ana, text="Ours.", reaction="refine")
    sheet.write(sheet.simulated, text="Simulated.", base=1, reaction="refine")
    assert sheet.stands()["lights"][1] == "Simulated."
    assert sheet.clear() == 1
    assert sheet.stands() == {"lights": (1, "Ours.", "phone", real)}
    assert sheet.origins() == ["phone"]


def test_real_words_on_top_of_simulated_ones_stay_as_they_are(sheet):
    sheet.write(sheet.simulated, text="Simulated.", reaction="refine")
    real = sheet.write(sheet.ana, text="Ours.", base=1, reaction="refine")
    sheet.clear()
    assert sheet.stands() == {"lights": (2, "Ours.", "phone", real)}


def test_what_only_simulated_people_wrote_is_gone(sheet):
    sheet.write(sheet.simulated)
    sheet.write(sheet.simulated, item="walks")
    assert sheet.origins() == ["simulated", "simulated"]
    sheet.clear()
    assert (sheet.stands(), sheet.origins()) == ({}, [])


def test_another_workshop_keeps_its_rehearsal(sheet, db, create_workshop, join_as):
    other = create_workshop(tables=1, answered_by="table", owner="bert@town.example")
    somebody = join_as(other, table="1", origin="simulated")
    with db.transaction() as session:
        respond(session, somebody, [submission(other)], "phone")
    sheet.clear()
    assert sheet.origins() == ["simulated"]


def test_no_simulated_device_answers_as_a_table(sheet, join_as):
    with pytest.raises(Refusal, match="sit at a table as people"):
        join_as(sheet.workshop, "", table="1", as_table=True, origin="simulated")
