"""Conducting a workshop: start, open, close, reveal, next, end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import Material
from workshop.db import now
from workshop.live import frozen
from workshop.live.acts import log
from workshop.live.refusal import Refusal
from workshop.models import Activity, Workshop

MOST_ROUNDS = 9


@dataclass(frozen=True)
class Step:
    """What *Next* would do now; `verb` is start, open, close, reveal, end or over."""

    verb: str
    activity: Activity | None = None


class Conductor:
    """The verbs of one facilitator in one workshop, inside the caller's transaction.

    Every verb raises the revision, so that all devices of the room notice,
    and is logged; only `focus` turns pages that phones do not have.
    """

    def __init__(
        self, db: Session, workshop_id: str, account_id: str | None, material: Material
    ) -> None:
        self.db = db
        self.account_id = account_id
        self.material = material
        # Locked where there are row locks: two co-facilitators take turns.
        self.workshop = db.scalars(
            select(Workshop)
            .where(Workshop.id == workshop_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()

    def start(self) -> None:
        """Let participants in."""
        if self.workshop.state == "live":
            return
        self.workshop.state = "live"
        self.workshop.started_at = self.workshop.started_at or now()
        self.workshop.ended_at = None
        self._done("start")

    def end(self) -> None:
        """Close what is open and take no more answers."""
        if self.workshop.state == "ended":
            return
        for activity in self.workshop.activities:
            self._close(activity)
        self.workshop.state = "ended"
        self.workshop.ended_at = now()
        self._done("end")

    def reopen(self) -> None:
        """Make an ended workshop live again; answers are taken once an activity is opened."""
        if self.workshop.state != "ended":
            return
        self.workshop.state = "live"
        self.workshop.ended_at = None
        self._done("reopen")

    def open(self, activity_id: str) -> Activity:
        """Put an activity on, closing the one that is; its settings freeze at first opening."""
        activity = self._activity(activity_id)
        if self.workshop.state != "live":
            first = "Reopen" if self.workshop.state == "ended" else "Start"
            raise Refusal("not-now", f"{first} the workshop first, then open its activities.")
        if activity.state == "open" and self.workshop.current_activity_id == activity.id:
            return activity
        if activity.answered_by == "table" and not self.workshop.tables:
            raise Refusal(
                "not-now",
                "Tables answer this one, and this workshop has none. "
                "Say in its details how many tables there are.",
            )
        if activity.state == "planned":
            kind = kind_named(activity.kind)
            try:
                prepared = kind.prepare(frozen.settings(self.db, activity), self.material)
            except ValueError as problem:
                raise Refusal("invalid", str(problem)) from problem
            frozen.freeze(self.db, activity, prepared)
        for other in self.workshop.activities:
            if other.id != activity.id:
                self._close(other)
        activity.state = "open"
        activity.opened_at = activity.opened_at or now()
        activity.closed_at = None
        # Who answers again must not be led by what the room said.
        activity.revealed = False
        self.workshop.current_activity_id = activity.id
        self.workshop.focus = None
        self._done("open", activity, version=activity.version, round=activity.round)
        return activity

    def again(self, activity_id: str, items: Sequence[str] = ()) -> Activity:
        """Ask once more, after discussion: a new round, of some of the items or of all."""
        activity = self._activity(activity_id)
        if activity.state == "planned":
            raise Refusal("not-now", "Open this activity first; it was not asked even once.")
        if self.workshop.state != "live":
            raise Refusal("not-now", "Reopen the workshop first, then ask once more.")
        if activity.round >= MOST_ROUNDS:
            raise Refusal("not-now", f"An activity has at most {MOST_ROUNDS} rounds.")
        kind = kind_named(activity.kind)
        known = [item.id for item in kind.items(frozen.settings(self.db, activity))]
        if unknown := sorted(set(items) - set(known)):
            raise Refusal("invalid", f"This activity does not ask about {', '.join(unknown)}.")
        self._close(activity)
        activity.round += 1
        activity.asked = [one for one in known if one in items] if items else None
        return self.open(activity_id)

    def close(self, activity_id: str) -> None:
        """Take no more answers to an activity."""
        activity = self._activity(activity_id)
        if self._close(activity):
            self._done("close", activity)

    def reveal(self, activity_id: str) -> None:
        """Show the room what its answers add up to."""
        activity = self._activity(activity_id)
        if activity.state == "planned":
            raise Refusal("not-now", "Open this activity first; there is nothing to show yet.")
        if not activity.revealed or self.workshop.current_activity_id != activity.id:
            # What leaves the stage takes no more answers: nobody could see where to.
            for other in self.workshop.activities:
                if other.id != activity.id:
                    self._close(other)
            activity.revealed = True
            self.workshop.current_activity_id = activity.id
            self.workshop.focus = None
            self._done("reveal", activity)

    def hide(self, activity_id: str) -> None:
        """Take the picture off the screen and the phones again."""
        activity = self._activity(activity_id)
        if activity.revealed:
            activity.revealed = False
            self._done("hide", activity)

    def focus(self, activity_id: str, item: str = "") -> None:
        """Let the screen show one item of the activity that is on large, or all of them again."""
        activity = self._activity(activity_id)
        if self.workshop.current_activity_id != activity.id or not activity.revealed:
            raise Refusal("not-now", "Show what the room said first, then turn its pages.")
        asked = kind_named(activity.kind).items(frozen.settings_now(self.db, activity))
        if item and item not in {one.id for one in asked}:
            raise Refusal("invalid", f"This activity does not ask about {item!r} now.")
        self.workshop.focus = item or None
        self.db.flush()

    def next(self) -> Step:
        """Do what `next_step` says, and return it."""
        step = next_step(self.workshop)
        if step.verb == "start":
            self.start()
        elif step.verb == "end":
            self.end()
        elif step.activity is not None:
            getattr(self, step.verb)(step.activity.id)
        return step

    def correct_wording(self, activity_id: str, title: dict[str, str], settings: object) -> None:
        """Correct the words of an opened activity: a new version, kept with later answers."""
        activity = self._activity(activity_id)
        activity.title = title
        if activity.state == "planned":
            raise Refusal("not-now", "This activity was not opened yet; edit it as a whole.")
        frozen.freeze(self.db, activity, settings)
        self._done("correct", activity, version=activity.version)

    def _activity(self, activity_id: str) -> Activity:
        for activity in self.workshop.activities:
            if activity.id == activity_id:
                return activity
        raise Refusal("not-found", "This activity is not on the agenda of this workshop.")

    def _close(self, activity: Activity) -> bool:
        if activity.state != "open":
            return False
        activity.state = "closed"
        activity.closed_at = now()
        return True

    def _done(self, verb: str, activity: Activity | None = None, **detail: Any) -> None:
        self.workshop.revision += 1
        log(
            self.db,
            self.workshop,
            self.account_id,
            verb,
            activity.id if activity else None,
            **detail,
        )
        self.db.flush()


def next_step(workshop: Workshop) -> Step:
    """Return what comes next: open, close, reveal, on to the next activity, and at last the end."""
    if workshop.state != "live":
        return Step("start" if workshop.state == "draft" else "over")
    agenda = workshop.activities
    at = next((i for i, a in enumerate(agenda) if a.id == workshop.current_activity_id), None)
    if at is not None:
        current = agenda[at]
        if current.state == "open":
            return Step("close", current)
        if current.state == "closed" and not current.revealed:
            return Step("reveal", current)
    for activity in agenda[0 if at is None else at + 1 :]:
        if activity.state == "planned":
            return Step("open", activity)
        if not activity.revealed:
            return Step("reveal", activity)
    return Step("end")
