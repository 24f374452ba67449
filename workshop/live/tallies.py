"""Tallies kept while nothing changes, and never computed more than a tenth of the time."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.activities.base import Audience
from workshop.live import decisions
from workshop.live.tally import latest_seq, progress, tally
from workshop.models import Activity, Workshop

SHARE = 10
"""A tally that took c seconds is not computed again for SHARE * c seconds."""
_MOST_KEPT = 200


@dataclass
class _Kept:
    state: tuple[int, int, int]
    result: dict[str, Any]
    not_before: float


class Tallies:
    """The room's tallies of the activities that are on, shared by all who ask."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int, Audience], _Kept] = {}

    def room(self, db: Session, activity: Activity) -> tuple[dict[str, Any], bool]:
        """Return the tally the room may see, and whether it counts every answer there is."""
        return self._tally(db, activity, "room")

    def facilitator(self, db: Session, activity: Activity) -> tuple[dict[str, Any], bool]:
        """Return the tally with what was written, and whether it counts every answer there is."""
        return self._tally(db, activity, "facilitator")

    def progress(self, db: Session, activity: Activity) -> dict[str, int]:
        """Return how many answers there are, from how many respondents."""
        return progress(db, activity)

    def _tally(
        self, db: Session, activity: Activity, audience: Audience
    ) -> tuple[dict[str, Any], bool]:
        key = (activity.id, activity.round, audience)
        # The revision rises when answers are removed, the newest event with every answer,
        # the newest act when words are approved.
        revision = db.scalar(select(Workshop.revision).where(Workshop.id == activity.workshop_id))
        state = (revision or 0, latest_seq(db, activity), decisions.latest(db, activity.id))
        kept = self._kept.get(key)
        if kept and kept.state == state:
            return kept.result, True
        started = time.monotonic()
        # Only answers come faster than they can be counted; what a facilitator takes
        # off the screen is gone at once.
        same_but_answers = kept and (kept.state[0], kept.state[2]) == (state[0], state[2])
        if kept and same_but_answers and started < kept.not_before:
            return kept.result, False
        result = tally(db, activity, audience)
        ended = time.monotonic()
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = _Kept(state, result, ended + SHARE * (ended - started))
        return result, True
