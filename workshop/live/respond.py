"""The one way an answer is saved, from script, plain form and facilitator alike.

Callers open the transaction; the receipts may be told only after it is
committed.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshop.db import now
from workshop.live.checked import Checked, check
from workshop.live.receipt import NotSaved, Receipt
from workshop.live.statements import Statements, statements
from workshop.live.submission import Submission, read
from workshop.models import Respondent
from workshop.schema import clean, problems_in_words

__all__ = ["Receipt", "respond"]

CONFLICT = "Somebody changed this answer while you were writing. Look at it once more."
UNANSWERED: dict[str, Any] = {"edit": 0, "answer": None}


def respond(
    db: Session, respondent: Respondent, submissions: Iterable[Any], origin: str
) -> list[Receipt]:
    """Save what a respondent sent, one receipt for each submission, in the order sent.

    `origin` says how it came: phone, form or on_behalf. What a simulated
    participant sends is simulated however it came, and so on_behalf.
    """
    if respondent.origin in ("simulated", "on_behalf"):
        origin = respondent.origin
    desk = _Desk(db, respondent, origin)
    return [desk.take(raw) for raw in submissions]


class _Desk:
    """Takes the answers of one respondent in one transaction."""

    def __init__(self, db: Session, respondent: Respondent, origin: str) -> None:
        self.db = db
        self.respondent = respondent
        self.origin = origin
        self.run: Statements = statements(db)
        # Straight to the connection: none of these statements makes objects of
        # the session, whose part in running one costs as much as the statement.
        db.flush()
        self.connection = db.connection()
        self._activities: dict[str, Row[Any] | None] = {}

    def take(self, raw: Any) -> Receipt:
        try:
            sent = read(raw)
        except ValidationError as error:
            given = raw.get("submission_id") if isinstance(raw, dict) else None
            submission_id = clean(given)[:36] if isinstance(given, str) else None
            return Receipt(submission_id, "invalid", problem=problems_in_words(error))
        try:
            return self._save(sent)
        except NotSaved as refused:
            return Receipt(str(sent.submission_id), refused.status, **refused.receipt)

    def _save(self, sent: Submission) -> Receipt:
        digest = self._digest(sent)
        self._refuse_known(sent, digest)
        activity = self._activity(sent)
        checked = check(self.db, activity, self.respondent, sent)
        place = {
            "activity_id": activity.id,
            "round": sent.round,
            "respondent_id": checked.respondent.id,
            "slot": checked.slot,
        }
        standing = self._standing(place)
        if standing is None:
            self._refuse_one_too_many(place, checked)
        base = self._base(sent, checked, standing)
        edit = sent.edit
        if edit is None or checked.shared:
            edit = standing["edit"] + 1 if standing else 1
        at = now()
        stands = standing is None or edit >= standing["edit"]
        values = {
            **place,
            "edit": edit,
            "answer": checked.answer,
            "origin": self.origin,
            "saved_at": at,
        }
        seq = self.connection.execute(
            self.run.add,
            {
                **values,
                "submission_id": str(sent.submission_id),
                "digest": digest,
                "workshop_id": self.respondent.workshop_id,
                "version": activity.version,
                "sent_by": self._sent_by(checked),
                "base": base,
                "status": "saved" if stands else "superseded",
            },
        ).scalar()
        if seq is None:
            # The same submission was written by another process meanwhile.
            self._refuse_known(sent, digest)
        if not stands:
            raise NotSaved("superseded", saved_at=at, current=standing)
        replace = self.run.replace_sheet if checked.shared else self.run.replace
        values |= {"seq": seq, "response_id": str(sent.submission_id)}
        if self.connection.execute(replace, values).first() is None:
            # A newer edit of the same answer was committed in this very moment.
            if checked.shared:
                # Shown, not saved: the next press says what becomes of it.
                self.connection.execute(self.run.take_back, {"seq_": seq})
                raise NotSaved("conflict", CONFLICT, current=self._standing(place))
            self.connection.execute(self.run.late, {"seq_": seq})
            raise NotSaved("superseded", saved_at=at, current=self._standing(place))
        return Receipt(
            str(sent.submission_id),
            "saved",
            at,
            edit=None if edit == sent.edit else edit,
            sheet=checked.respondent.table if checked.shared else None,
        )

    def _base(
        self, sent: Submission, checked: Checked, standing: dict[str, Any] | None
    ) -> int | None:
        """Return the edit that a change was made on; NotSaved conflict if it is not the latest.

        On a sheet that several share every change has one: none says none was seen.
        """
        base = 0 if sent.base is None and checked.shared else sent.base
        seen = standing or (UNANSWERED if checked.shared else None)
        if base is not None and seen is not None and base != seen["edit"]:
            raise NotSaved("conflict", CONFLICT, current=seen)
        return base

    def _sent_by(self, checked: Checked) -> str | None:
        return None if checked.respondent.id == self.respondent.id else self.respondent.id

    def _standing(self, place: dict[str, Any]) -> dict[str, Any] | None:
        row = self.connection.execute(self.run.standing, place).first()
        return None if row is None else {"edit": row.edit, "answer": row.answer}

    def _digest(self, sent: Submission) -> str:
        payload = [
            self.respondent.id, sent.activity_id, sent.round, sent.edit, sent.slot, sent.answer,
        ]  # fmt: skip
        # ASCII on purpose: half an emoji, cut off by a phone, is no valid UTF-8.
        try:
            return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        except RecursionError:
            raise NotSaved("invalid", "This answer is nested too deeply to be one.") from None

    def _refuse_known(self, sent: Submission, digest: str) -> None:
        parameters = {"submission_id": str(sent.submission_id)}
        row = self.connection.execute(self.run.known, parameters).first()
        if row is None:
            return
        if row.digest == digest:
            given = None if row.edit == sent.edit else row.edit
            raise NotSaved("duplicate", saved_at=row.saved_at, edit=given)
        raise NotSaved(
            "conflict",
            "This submission id was already used for another answer. Send it under a new id.",
        )

    def _activity(self, sent: Submission) -> Row[Any]:
        if sent.activity_id not in self._activities:
            parameters = {"activity_id": sent.activity_id}
            self._activities[sent.activity_id] = self.connection.execute(
                self.run.activity, parameters
            ).first()
        activity = self._activities[sent.activity_id]
        if activity is None or activity.workshop_id != self.respondent.workshop_id:
            raise NotSaved("invalid", "This question is not part of your workshop.")
        return activity

    def _refuse_one_too_many(self, place: dict[str, Any], checked: Checked) -> None:
        if checked.answer is None:
            raise NotSaved("invalid", "There is no such answer to take back.")
        limit = checked.limit
        if limit is not None and (self.connection.scalar(self.run.filled, place) or 0) >= limit:
            raise NotSaved(
                "invalid",
                f"You have given all {limit} answers this question takes; change one instead.",
            )
