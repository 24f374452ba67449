"""Keeping the promise of deletion: what is due goes when the program starts, and every day."""

import logging
from collections.abc import Callable

from workshop.db import Database, now
from workshop.live import erasure, retention
from workshop.models import Deletion

LOOKS_EVERY = 3600.0
"""Seconds; a laptop that slept over midnight notices soon after it wakes."""


def keep(db: Database) -> list[Deletion]:
    """Delete what is due, and make sure that what was erased is gone from the disk."""
    with db.transaction() as session:
        gone = retention.delete_due(session)
        erasure.sweep(session)
    db.wipe_log()
    for one in gone:
        logging.getLogger("workshop").warning(
            "workshop %s was deleted, as its facilitators had decided: %d participants, "
            "%d responses", one.code, one.participants, one.responses,
        )  # fmt: skip
    return gone


def keep_daily(db: Database, sleep: Callable[[float], object]) -> None:
    """Do so once a day for ever; a day that fails is told and tried again an hour later."""
    done = now().date()
    while True:
        sleep(LOOKS_EVERY)
        # Where somebody read while it was erased, it could not be wiped then.
        db.wipe_log()
        if now().date() == done:
            continue
        try:
            keep(db)
            done = now().date()
        except Exception:
            logging.getLogger("workshop").exception("what is due could not be deleted")
