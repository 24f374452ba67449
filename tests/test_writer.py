"""Grouped commits: together on disk, each alone in its failure."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import event, func, select, text

from tests import postgres
from workshop import accounts
from workshop.db import Database
from workshop.models import Account
from workshop.writer import Writer


def count(db):
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Account))


@pytest.fixture
def commits(db):
    seen = []
    event.listen(db.engine, "commit", lambda _connection: seen.append(1))
    return seen


def test_what_waits_together_is_committed_together(db, commits):
    writer, people = Writer(db), 20
    ready = Barrier(people)

    def add(number):
        ready.wait()
        return writer.run(lambda session: accounts.add(session, f"p{number}@city.example").email)

    with writer._turn, ThreadPoolExecutor(people) as pool:
        waiting = [pool.submit(add, n) for n in range(people)]
        while len(writer._queue) < people:
            pass
        writer._turn.release()
        emails = {w.result() for w in waiting}
        writer._turn.acquire()
    assert len(emails) == people == count(db)
    assert len(commits) == 1


def test_work_that_fails_is_undone_alone(db):
    writer = Writer(db)

    def add_and_fail(session):
        accounts.add(session, "gone@city.example")
        raise ValueError("no")

    works = [
        lambda s: accounts.add(s, "first@city.example"),
        add_and_fail,
        lambda s: accounts.add(s, "last@city.example"),
    ]
    with writer._turn, ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(writer.run, work) for work in works]
        while len(writer._queue) < 3:
            pass
        writer._turn.release()
        errors = [w.exception() for w in waiting]
        writer._turn.acquire()
    assert [type(e) for e in errors] == [type(None), ValueError, type(None)]
    assert count(db) == 2


def test_nobody_is_told_saved_when_the_commit_fails(db):
    writer = Writer(db)

    def refuse(_connection):
        raise OSError("the disk is full")

    event.listen(db.engine, "commit", refuse)
    with pytest.raises(OSError, match="disk is full"):
        writer.run(lambda session: accounts.add(session, "ana@city.example"))
    event.remove(db.engine, "commit", refuse)
    assert count(db) == 0
    writer.run(lambda session: accounts.add(session, "ana@city.example"))
    assert count(db) == 1


def test_an_interruption_fails_everybody_in_the_commit(db):
    writer = Writer(db)

    def interrupted(_session):
        raise KeyboardInterrupt

    works = [lambda s: accounts.add(s, "first@city.example"), interrupted]
    with writer._turn, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(writer.run, work) for work in works]
        while len(writer._queue) < 2:
            pass
        writer._turn.release()
        errors = [w.exception() for w in waiting]
        writer._turn.acquire()
    assert all(error is not None for error in errors)
    assert count(db) == 0


@pytest.mark.distributed
def test_work_that_two_processes_undid_by_waiting_for_each_other_is_done_again():
    with postgres.database() as url:
        databases = [Database(url), Database(url)]
        both = Barrier(2)

        def locking(first, second, tries):
            def work(session):
                tries.append(first)
                session.execute(text(f"select pg_advisory_xact_lock({first})"))
                if len(tries) == 1:
                    both.wait(10)
                session.execute(text(f"select pg_advisory_xact_lock({second})"))
                return first

            return work

        tries = [], []
        with ThreadPoolExecutor(2) as pool:
            done = [
                pool.submit(Writer(db).run, locking(*order, mine))
                for db, order, mine in zip(databases, [(1, 2), (2, 1)], tries, strict=True)
            ]
            assert [one.result(20) for one in done] == [1, 2]
        assert sorted(map(len, tries)) == [1, 2]
        for db in databases:
            db.dispose()
