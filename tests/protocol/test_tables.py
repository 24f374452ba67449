"""Tables over the network: several devices, one sheet, and nobody's words lost in silence."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.protocol.phone import ask, submission
from tests.protocol.rooms import archived
from tests.protocol.table import check, write_at_once
from workshop.simulate import Options, participant, run, simulate


@pytest.fixture
def sheet(create_workshop):
    """A workshop of two tables, its one question open for tables."""
    return create_workshop(tables=2, answered_by="table")


def test_three_devices_of_a_table_make_fifty_edits_each_at_once(served, sheet, phone, tmp_path):
    phones = [phone(sheet, table="1") for _ in range(3)]
    activity = phones[0].stage().json["activity"]
    writers = write_at_once(phones, activity)
    assert sum(len(writer.conflicts) for writer in writers) > 0
    events = archived(served, sheet.code, tmp_path)
    for one in phones:
        check(writers, one.stage().json["mine"], events)
    # The history knows who of the table wrote; the sheet is one respondent's.
    assert len({event["sent_by"] for event in events}) == 3
    assert len({event["respondent_id"] for event in events}) == 1


def test_a_lost_receipt_is_sent_again_and_tells_the_edit_to_go_on_from(sheet, phone):
    ana, bogdan = phone(sheet, table="1"), phone(sheet, table="1")
    activity = ana.stage().json["activity"]
    assert bogdan.receipts(submission(activity, base=0))[0]["status"] == "saved"
    sent = submission(activity, base=1, edit=9, reaction="challenge")
    assert ana.receipts(sent)[0]["edit"] == 2
    (again,) = ana.receipts(sent)
    assert (again["status"], again["edit"]) == ("duplicate", 2)
    after = submission(activity, base=again["edit"], edit=10, reaction="unsure")
    assert ana.receipts(after)[0]["status"] == "saved"


def test_the_others_of_the_table_hear_of_a_change_and_no_other_table_does(sheet, phone, listen):
    ana, bogdan, other = (phone(sheet, table=number) for number in ("1", "1", "2"))
    line, far = listen(bogdan), listen(other)
    activity = ana.stage().json["activity"]
    ana.receipts(submission(activity, base=0))
    assert line.event("sheet") == {"table": "1"}
    other.receipts(submission(activity, base=0))
    assert far.event("sheet") == {"table": "2"}
    assert [event["table"] for event in far.events("sheet")] == ["2"]


def test_the_etag_of_the_stage_changes_with_the_sheet_for_those_who_sit_there(sheet, phone):
    ana, bogdan, other = (phone(sheet, table=number) for number in ("1", "1", "2"))
    before = bogdan.stage().headers["ETag"]
    elsewhere = other.stage().headers["ETag"]
    ana.receipts(submission(ana.stage().json["activity"], base=0))
    assert bogdan.stage(before).status == 200
    assert other.stage(elsewhere).status == 304


def test_a_device_of_the_whole_table_and_a_person_at_it_share_the_sheet(served, sheet, phone):
    tablet = phone(sheet, group="", table="2", as_table=True)
    ana = phone(sheet)
    activity = tablet.stage().json["activity"]
    tablet.receipts(submission(activity, base=0))
    assert ana.stage().json["mine"] == []
    seated = ask(
        served.url, "POST", "/api/v1/table", {"table": "2"}, Authorization=f"Bearer {ana.token}"
    )
    assert seated.json == {"table": "2"}
    assert [one["edit"] for one in ana.stage().json["mine"]] == [1]


def test_no_simulated_device_answers_as_a_table(served, sheet):
    body = {
        "code": sheet.code,
        "join_id": uuid.uuid4().hex,
        "table": "1",
        "as_table": True,
        "simulated": True,
        "consents": {"take_part": True},
    }
    refused = ask(served.url, "POST", "/api/v1/join", body)
    assert (refused.status, refused.problem) == (422, "invalid")


def test_simulated_people_sit_at_every_table_and_answer_on_its_sheet(
    served, sheet, phone, desk, tmp_path, monkeypatch
):
    monkeypatch.setattr(participant, "STORM_SECONDS", 0.3)
    monkeypatch.setattr(run, "QUIET_AFTER_STORM", 0.4)
    options = Options(code=sheet.code, url=served.url, participants=8, storm=True)
    with ThreadPoolExecutor(1) as pool:  # browser stories keep an event loop in this thread
        measured = pool.submit(simulate, options).result()
    assert (measured["participants"], measured["refused"]) == (8, 0)
    events = archived(served, sheet.code, tmp_path)
    assert measured["acknowledged"] == len(events)
    assert {event["origin"] for event in events} == {"simulated"}
    assert len({event["respondent_id"] for event in events}) == 2
    assert len({event["sent_by"] for event in events}) > 2
    assert {"lights", "walks", "forum", "agreement"} == {event["slot"] for event in events}
    # A real table sits down and finds the sheet as empty as before the rehearsal.
    cleared = ask(served.url, "POST", f"/desk/{sheet.id}/rehearsal/clear", "", Cookie=desk.cookie)
    assert cleared.status == 303
    assert archived(served, sheet.code, tmp_path) == []
    assert phone(sheet, table="1").stage().json["mine"] == []
