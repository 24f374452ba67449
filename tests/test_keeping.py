"""The promise of deletion: on the day, everything, never while the room is live."""

import datetime as dt
import logging

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from tests.conftest import submission
from workshop import keeping
from workshop.cli import main
from workshop.live import retention
from workshop.live.respond import respond
from workshop.models import Deletion, Workshop

TODAY = dt.date(2026, 5, 31)


def kept_until(db, workshop, day):
    with db.transaction() as session:
        session.get(Workshop, workshop.id).keep_until = day


def due(db):
    with db.reading() as session:
        return [one.id for one in retention.due(session, TODAY)]


@pytest.mark.parametrize(
    ("day", "goes"), [(TODAY, True), (TODAY + dt.timedelta(days=1), False), (None, False)]
)
def test_a_workshop_goes_on_its_day_and_not_before(db, create_workshop, day, goes):
    workshop = create_workshop(state="ended")
    kept_until(db, workshop, day)
    assert (due(db) == [workshop.id]) == goes


def test_none_goes_while_it_is_live(db, create_workshop, conduct):
    workshop = create_workshop()
    kept_until(db, workshop, TODAY)
    assert due(db) == []
    conduct(workshop, "end")
    assert due(db) == [workshop.id]


def test_everything_goes_with_it_and_numbers_are_kept(
    db, create_workshop, join_as, conduct, caplog
):
    workshop, other = create_workshop(), create_workshop(state="ended")
    with db.transaction() as session:
        respond(session, join_as(workshop), [submission(workshop, text="Gone.")], "phone")
    conduct(workshop, "end")
    kept_until(db, workshop, TODAY - dt.timedelta(days=400))
    with caplog.at_level(logging.WARNING):
        (gone,) = keeping.keep(db)
    assert workshop.code in caplog.text
    assert "Gone." not in caplog.text
    assert (gone.participants, gone.responses, gone.why) == (1, 1, "retention")
    with db.reading() as session:
        assert [one.id for one in session.scalars(select(Workshop))] == [other.id]
        for table in ("respondents", "response_events", "current_responses", "activities"):
            left = session.execute(
                text(f"select count(*) from {table}")
                if table != "activities"
                else text(f"select count(*) from activities where workshop_id = '{workshop.id}'")
            )
            assert left.scalar() == 0, table
    assert keeping.keep(db) == []


def test_a_warning_begins_a_month_before(create_workshop):
    workshop = create_workshop()
    assert retention.goes_soon(workshop, workshop.keep_until - dt.timedelta(days=30))
    assert not retention.goes_soon(workshop, workshop.keep_until - dt.timedelta(days=31))


def test_the_command_says_what_would_go_and_then_does_it(db, config, create_workshop, monkeypatch):
    workshop = create_workshop(state="ended")
    kept_until(db, workshop, dt.date(2020, 1, 1))
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", config.database_url)
    said = CliRunner().invoke(main, ["retention", "--dry-run"])
    assert f"{workshop.code}  kept until 2020-01-01  would be deleted" in said.output
    with db.reading() as session:
        assert session.get(Workshop, workshop.id) is not None
    assert f"{workshop.code}  deleted" in CliRunner().invoke(main, ["retention"]).output
    with db.reading() as session:
        assert session.get(Workshop, workshop.id) is None
        assert session.scalars(select(Deletion)).one().code == workshop.code
    assert "Nothing is due." in CliRunner().invoke(main, ["retention"]).output


class Enough(Exception):
    """Ends what goes on for ever."""


def test_it_is_done_once_a_day_and_a_day_that_fails_is_tried_again(db, monkeypatch):
    days = iter([0, 0, 1, 1, 1, 2])
    tries, slept = [], []
    began = dt.datetime(2026, 5, 31, 12, tzinfo=dt.UTC)
    day = began + dt.timedelta(days=next(days))

    def sleep(seconds):
        nonlocal day
        slept.append(seconds)
        try:
            day = began + dt.timedelta(days=next(days))
        except StopIteration:
            raise Enough from None

    def keep(_db):
        tries.append(day.date())
        if len(tries) == 1:
            raise OSError("the disk is full")

    monkeypatch.setattr(keeping, "now", lambda: day)
    monkeypatch.setattr(keeping, "keep", keep)
    with pytest.raises(Enough):
        keeping.keep_daily(db, sleep)
    assert [one.day for one in tries] == [1, 1, 2]
    assert set(slept) == {keeping.LOOKS_EVERY}


def test_a_program_that_starts_deletes_what_is_due(server, create_account):
    demo = server.demo()
    server.stop()
    from workshop.db import Database

    db = Database(server.environment["WORKSHOP_DATABASE_URL"])
    with db.transaction() as session:
        session.execute(text("update workshops set keep_until = '2020-01-01', state = 'ended'"))
    server.start()
    with db.reading() as session:
        assert session.scalars(select(Workshop.code)).all() == []
        assert session.scalars(select(Deletion.code)).all() == [demo["code"]]
    db.dispose()


def test_what_somebody_still_reads_is_wiped_from_the_disk_later(db, create_workshop):
    workshop = create_workshop(state="ended")
    with db.reading() as reader:
        assert reader.get(Workshop, workshop.id) is not None
        with db.transaction() as session:
            session.execute(text("delete from workshops"))
        assert not db.wipe_log()
    assert db.wipe_log()
