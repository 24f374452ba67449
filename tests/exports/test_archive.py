"""The archive that another installation can import."""

import io
import json

import pytest

from tests.conftest import submission
from workshop import exports
from workshop.exports import records
from workshop.live.respond import respond
from workshop.models import (
    Act,
    Activity,
    ActivityVersion,
    Respondent,
    ResponseEvent,
    Workshop,
)

LEFT_OUT = {
    # Whose installation it is, what it calls its own demo, and which page its screen shows.
    Workshop: {"owner_id", "is_demo", "focus"},
    # Where a record stands says what it belongs to.
    Activity: {"workshop_id"},
    ActivityVersion: {"activity_id"},
    # A phone's secret.
    Respondent: {"workshop_id", "join_id"},
    # Numbers of one database: the order of the records stands for them.
    ResponseEvent: {"workshop_id", "seq"},
    Act: {"workshop_id", "seq", "account_id"},
}
RECORDS = {
    Workshop: records.WorkshopRecord,
    Activity: records.ActivityRecord,
    ActivityVersion: records.VersionRecord,
    Respondent: records.RespondentRecord,
    ResponseEvent: records.ResponseRecord,
    Act: records.ActRecord,
}


def test_it_is_as_it_was(stored, written, matches_golden):
    matches_golden("archive.json", written(stored(), "json"))


@pytest.mark.parametrize("model", RECORDS)
def test_every_column_is_in_it_or_left_out_for_a_reason(model):
    columns = {attribute.key for attribute in model.__mapper__.column_attrs}
    assert columns == LEFT_OUT[model] | (set(RECORDS[model].model_fields) - {"versions"})


def test_the_same_workshop_gives_the_same_bytes(stored, written):
    workshop = stored()
    assert written(workshop, "json") == written(workshop, "json")


def test_responses_are_one_object_per_stored_event(stored, written):
    archive = json.loads(written(stored(), "json"))
    assert list(archive) == [
        "format",
        "format_version",
        "workshop",
        "activities",
        "respondents",
        "responses",
        "acts",
        "withdrawn",
    ]
    assert len(archive["responses"]) == 9
    assert archive["responses"][5]["answer"] is None
    assert archive["responses"][8]["saved_at"] == "2026-05-01T16:41:00.000008Z"
    assert [len(a["versions"]) for a in archive["activities"]] == [1, 2, 0]


def test_no_account_no_join_id_and_no_local_number_is_in_it(
    create_workshop, create_account, join_as, written
):
    workshop = create_workshop()
    join_as(workshop, join_id="a-secret-of-the-phone")
    content = written(workshop, "json").decode()
    for secret in ("a-secret-of-the-phone", create_account().id, "fatima", '"seq"', "owner"):
        assert secret not in content


def test_simulated_data_says_so(stored, written):
    assert "SIMULATED" in json.loads(written(stored(origin="simulated"), "json"))["simulated"]


def test_real_data_does_not(stored, written):
    content = written(stored(), "json")
    assert b"SIMULATED" not in content


class Interrupted(io.BytesIO):
    """A file; while it is written, something happens in the room."""

    def __init__(self, happens):
        super().__init__()
        self.happens = happens

    def write(self, content):
        if self.happens and b'"respondents"' in content:
            happens, self.happens = self.happens, None
            super().write(content)
            happens()
            return len(content)
        return super().write(content)


def test_an_archive_made_while_people_join_and_answer_is_of_one_moment(
    elsewhere, create_workshop, join_as, written
):
    workshop = create_workshop()
    ana = join_as(workshop)
    moved = written(workshop, "json")
    with elsewhere.transaction() as session:
        exports.import_archive(session, moved, None)

    def somebody_comes_late():
        with elsewhere.transaction() as session:
            late = Respondent(
                id="late",
                workshop_id=workshop.id,
                join_id="late",
                stakeholder_group=ana.stakeholder_group,
            )
            session.add(late)
            session.flush()
            (receipt,) = respond(session, late, [submission(workshop)], "phone")
            assert receipt.status == "saved"

    out = Interrupted(somebody_comes_late)
    with elsewhere.reading() as session:
        exports.export(session, session.get(Workshop, workshop.id), "json", out)
    assert out.happens is None
    assert out.getvalue() == moved
    assert b'"late"' in written(workshop, "json", elsewhere)
