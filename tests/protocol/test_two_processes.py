"""Two processes behind one address: the same promises, on PostgreSQL and Redis."""

from contextlib import ExitStack

import pytest

from tests import postgres
from tests.conftest import SECRET
from tests.protocol.line import Line
from tests.protocol.phone import Phone, submission
from tests.protocol.rooms import Desk, archived, open_first_activity
from tests.protocol.storm import check, storm
from tests.protocol.table import check as check_sheet
from tests.protocol.table import write_at_once
from tests.services import REDIS_URL
from tests.serving import Server
from workshop.db import Database

pytestmark = pytest.mark.distributed


@pytest.fixture
def pair(tmp_path):
    """Two served processes with one fresh database and one Redis."""
    with postgres.database() as url, ExitStack() as stack:
        servers = []
        for name in ("first", "second"):
            (tmp_path / name).mkdir()
            server = Server(
                tmp_path / name,
                WORKSHOP_DATABASE_URL=url,
                WORKSHOP_REDIS_URL=REDIS_URL,
                WORKSHOP_SECRET_KEY=SECRET,
            )
            stack.callback(server.stop)
            servers.append(server.start())
        yield servers


@pytest.fixture
def db(pair):
    """The database of both, so that `create_workshop` fills that."""
    database = Database(pair[0].environment["WORKSHOP_DATABASE_URL"])
    yield database
    database.dispose()


def test_a_step_at_one_process_reaches_a_phone_at_the_other(pair):
    first, second = pair
    demo = first.demo()
    desk = Desk(first.url, demo["sign_in_url"].rpartition("/")[2])
    (workshop,) = desk.workshops()
    here, there = (Phone(server.url, demo["code"]).join() for server in pair)
    line = Line(second.url, {"token": there.token})
    try:
        revision = desk.press(workshop, "next").json["revision"]
        activity = line.event("stage", revision=revision)["activity"]
        assert activity["state"] == "open"
        # What is answered at one process counts at the other.
        assert here.receipts(submission(activity))[0]["status"] == "saved"
        revision = desk.press(workshop, "reveal", activity["id"]).json["revision"]
        told = line.event("tally", revision=revision)
        assert told["tally"] == there.stage().json["tally"] == here.stage().json["tally"]
    finally:
        line.close()


def test_one_of_two_processes_is_killed_and_nothing_is_lost(pair, tmp_path):
    first, second = pair
    demo = first.demo()
    activity = open_first_activity(first.url, demo)
    phones = storm(first, demo["code"], activity, kills=2, others=[second])
    check(phones, archived(second, demo["code"], tmp_path))


def test_three_devices_of_a_table_at_two_processes_make_fifty_edits_each_at_once(
    pair, tmp_path, create_workshop
):
    workshop = create_workshop(tables=1, answered_by="table")
    servers = [*pair, pair[0]]
    phones = [Phone(server.url, workshop.code, table="1").join() for server in servers]
    activity = phones[0].stage().json["activity"]
    writers = write_at_once(phones, activity)
    assert sum(len(writer.conflicts) for writer in writers) > 0
    events = archived(pair[1], workshop.code, tmp_path)
    for phone in phones:
        check_sheet(writers, phone.stage().json["mine"], events)
