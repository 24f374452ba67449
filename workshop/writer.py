"""One transaction for all that wait: a commit costs a disk its time, however much is in it."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from workshop.db import Database

T = TypeVar("T")
MOST_TOGETHER = 200
ATTEMPTS = 5
DEADLOCK = "40P01"


class _Waiting:
    def __init__(self, work: Callable[[Session], Any]) -> None:
        self.work = work
        self.result: Any = None
        self.error: BaseException | None = None
        self.done = False


class Writer:
    """Groups small writes of many requests into few commits.

    `run` returns only after the commit that holds its work, so what it
    returns may be told. Work that fails is undone alone; a commit that fails
    fails everybody in it.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._queue: deque[_Waiting] = deque()
        self._turn = Lock()

    def run(self, work: Callable[[Session], T]) -> T:
        """Run `work` in a transaction, shared with whoever else is waiting; return its result.

        It runs again where the database undid it because two processes waited
        for each other: it has left no trace, and the other one is through.
        """
        for _ in range(ATTEMPTS - 1):
            mine = self._run(work)
            if not _undone_by_a_deadlock(mine.error):
                break
        else:
            mine = self._run(work)
        if mine.error is not None:
            raise mine.error
        return mine.result

    def _run(self, work: Callable[[Session], Any]) -> _Waiting:
        mine = _Waiting(work)
        self._queue.append(mine)
        # Gives requests that have already arrived the chance to queue up.
        time.sleep(0)
        while not mine.done:
            with self._turn:
                if not mine.done:
                    self._commit([self._queue.popleft() for _ in range(self._size())])
        return mine

    def _size(self) -> int:
        return min(len(self._queue), MOST_TOGETHER)

    def _commit(self, together: list[_Waiting]) -> None:
        try:
            with self._db.transaction() as session:
                for one in together:
                    try:
                        if len(together) == 1:
                            one.result = one.work(session)
                        else:
                            with session.begin_nested():
                                one.result = one.work(session)
                    except Exception as error:
                        one.error = error
                        if len(together) == 1:
                            raise
        except BaseException as error:
            # Nothing of it is on disk, whatever each was about to be told.
            for one in together:
                one.error = one.error or _undone(error)
            if not isinstance(error, Exception):
                raise
        finally:
            for one in together:
                one.done = True


def _undone_by_a_deadlock(error: BaseException | None) -> bool:
    # Tables share a sheet: two processes may each hold what the other wants.
    # SQLite has one writer and knows no such thing.
    said = error.orig.args if isinstance(error, DBAPIError) and error.orig else ()
    return any(isinstance(one, dict) and one.get("C") == DEADLOCK for one in said)


def _undone(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(f"interrupted by {error!r}")
