"""The one way an answer is saved, from script, plain form and facilitator alike.

Callers open the transaction; the receipts may be told only after it is
committed.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import ActivityKind
from workshop.db import now
from workshop.live import frozen
from workshop.live.statements import Statements, statements
from workshop.live.submission import Submission, read
from workshop.models import Respondent
from workshop.schema import clean, problems_in_words


@dataclass(frozen=True)
class Receipt:
    """What became of one submission.

    `status` is saved, duplicate, superseded, conflict, closed or invalid;
    `problem` says in words why it was not saved; `current` is the answer that
    stands instead, as {"edit", "answer"}.
    """

    submission_id: str | None
    status: str
    saved_at: datetime | None = None
    problem: str | None = None
    current: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as the protocol has it; `current` only where there is one."""
        shown = asdict(self)
        if self.current is None:
            del shown["current"]
        return shown


class _NotSaved(Exception):
    """A submission that is not saved, with the receipt that says why."""

    def __init__(self, status: str, problem: str | None = None, **kwargs: Any) -> None:
        super().__init__(status)
        self.status = status
        self.receipt = {"problem": problem, **kwargs}


def respond(
    db: Session, respondent: Respondent, submissions: Iterable[Any], origin: str
) -> list[Receipt]:
    """Save what a respondent sent, one receipt for each submission, in the order sent.

    `origin` says how it came: phone, form or on_behalf. What a simulated
    participant sends is simulated however it came.
    """
    desk = _Desk(db, respondent, "simulated" if respondent.origin == "simulated" else origin)
    return [desk.take(raw) for raw in submissions]


class _Desk:
    """Takes the answers of one respondent in one transaction."""

    def __init__(self, db: Session, respondent: Respondent, origin: str) -> None:
        self.db = db
        self.respondent = respondent
        self.origin = origin
        self.run: Statements = statements(db)
        self._activities: dict[str, Row[Any] | None] = {}

    def take(self, raw: Any) -> Receipt:
        try:
            sent = read(raw)
        except ValidationError as error:
            given = raw.get("submission_id") if isinstance(raw, dict) else None
            submission_id = clean(given)[:36] if isinstance(given, str) else None
            return Receipt(submission_id, "invalid", problem=problems_in_words(error))
        try:
            return Receipt(str(sent.submission_id), "saved", self._save(sent))
        except _NotSaved as refused:
            return Receipt(str(sent.submission_id), refused.status, **refused.receipt)

    def _save(self, sent: Submission) -> datetime:
        digest = self._digest(sent)
        self._refuse_known(sent, digest)
        activity = self._open_activity(sent)
        kind = kind_named(activity.kind)
        settings = frozen.settings(self.db, activity)
        slot, answer = self._checked(kind, settings, sent)
        place = {
            "activity_id": activity.id,
            "round": sent.round,
            "respondent_id": self.respondent.id,
        }
        standing = self._standing(place, slot)
        if standing is None:
            self._refuse_one_too_many(sent, place, kind.limit(settings))
        elif sent.base is not None and standing["edit"] != sent.base:
            raise _NotSaved(
                "conflict",
                "Somebody changed this answer while you were writing. Look at it once more.",
                current=standing,
            )
        edit = sent.edit
        if edit is None:
            edit = standing["edit"] + 1 if standing else 1
        at = now()
        stands = standing is None or edit >= standing["edit"]
        values = {
            **place,
            "slot": slot,
            "edit": edit,
            "answer": answer,
            "origin": self.origin,
            "saved_at": at,
        }
        seq = self.db.execute(
            self.run.add,
            {
                **values,
                "submission_id": str(sent.submission_id),
                "digest": digest,
                "workshop_id": self.respondent.workshop_id,
                "version": activity.version,
                "base": sent.base,
                "status": "saved" if stands else "superseded",
            },
        ).scalar()
        if seq is None:
            # The same submission was written by another process meanwhile.
            self._refuse_known(sent, digest)
        if not stands:
            raise _NotSaved("superseded", saved_at=at, current=standing)
        if self.db.execute(self.run.replace, {**values, "seq": seq}).first() is None:
            # A newer edit of the same answer was committed in this very moment.
            self.db.execute(self.run.late, {"seq_": seq})
            raise _NotSaved("superseded", saved_at=at, current=self._standing(place, slot))
        return at

    def _standing(self, place: dict[str, Any], slot: str) -> dict[str, Any] | None:
        row = self.db.execute(self.run.standing, {**place, "slot": slot}).first()
        return None if row is None else {"edit": row.edit, "answer": row.answer}

    def _digest(self, sent: Submission) -> str:
        payload = [
            self.respondent.id, sent.activity_id, sent.round, sent.edit, sent.slot, sent.answer,
        ]  # fmt: skip
        # ASCII on purpose: half an emoji, cut off by a phone, is no valid UTF-8.
        try:
            return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        except RecursionError:
            raise _NotSaved("invalid", "This answer is nested too deeply to be one.") from None

    def _refuse_known(self, sent: Submission, digest: str) -> None:
        parameters = {"submission_id": str(sent.submission_id)}
        row = self.db.execute(self.run.known, parameters).first()
        if row is None:
            return
        if row.digest == digest:
            raise _NotSaved("duplicate", saved_at=row.saved_at)
        raise _NotSaved(
            "conflict",
            "This submission id was already used for another answer. Send it under a new id.",
        )

    def _open_activity(self, sent: Submission) -> Row[Any]:
        if sent.activity_id not in self._activities:
            parameters = {"activity_id": sent.activity_id}
            self._activities[sent.activity_id] = self.db.execute(
                self.run.activity, parameters
            ).first()
        activity = self._activities[sent.activity_id]
        if activity is None or activity.workshop_id != self.respondent.workshop_id:
            raise _NotSaved("invalid", "This question is not part of your workshop.")
        if (activity.state, activity.workshop_state) != ("open", "live") or (
            activity.round != sent.round
        ):
            raise _NotSaved(
                "closed",
                "This question was closed before your answer arrived. "
                "Your words are still on your phone; the facilitator can open it again.",
            )
        return activity

    def _checked(
        self, kind: ActivityKind, settings: Any, sent: Submission
    ) -> tuple[str, dict[str, Any] | None]:
        if sent.answer is None:
            return sent.slot or "", None
        try:
            answer = kind.Answer.model_validate(sent.answer)
            kind.check(settings, answer)
        except ValidationError as error:
            raise _NotSaved("invalid", problems_in_words(error)) from error
        except ValueError as error:
            raise _NotSaved("invalid", str(error)) from error
        return kind.slot(answer), answer.model_dump(mode="json")

    def _refuse_one_too_many(self, sent: Submission, place: dict[str, Any], limit: int) -> None:
        if sent.answer is None:
            raise _NotSaved("invalid", "There is no such answer to take back.")
        if (self.db.scalar(self.run.filled, place) or 0) >= limit:
            raise _NotSaved(
                "invalid",
                f"You have given all {limit} answers this question takes; change one instead.",
            )
