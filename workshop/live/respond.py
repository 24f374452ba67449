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
from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.db import now
from workshop.live import frozen
from workshop.live.submission import Submission, read
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent, Workshop
from workshop.schema import problems_in_words

_event = ResponseEvent.__table__
_current = CurrentResponse.__table__


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


def respond(
    db: Session, respondent: Respondent, submissions: Iterable[Any], origin: str
) -> list[Receipt]:
    """Save what a respondent sent, one receipt for each submission, in the order sent."""
    receipts = []
    for raw in submissions:
        try:
            submission = read(raw)
        except ValidationError as error:
            given = raw.get("submission_id") if isinstance(raw, dict) else None
            receipts.append(
                Receipt(
                    given if isinstance(given, str) else None,
                    "invalid",
                    problem=problems_in_words(error),
                )
            )
            continue
        receipts.append(_save(db, respondent, submission, origin))
    return receipts


def _save(db: Session, respondent: Respondent, sent: Submission, origin: str) -> Receipt:
    digest = hashlib.sha256(
        # ASCII on purpose: half an emoji, cut off by a phone, is no valid UTF-8.
        json.dumps(
            [respondent.id, sent.activity_id, sent.round, sent.edit, sent.slot, sent.answer],
            sort_keys=True,
        ).encode()
    ).hexdigest()
    known = _already_there(db, sent, digest)
    if known:
        return known
    activity = _activity(db, sent.activity_id)
    if activity is None or activity.workshop_id != respondent.workshop_id:
        return _refused(sent, "invalid", "This question is not part of your workshop.")
    if not _takes_answers(db, activity, sent.round):
        return _refused(
            sent,
            "closed",
            "This question was closed before your answer arrived. "
            "Your words are still on your phone; the facilitator can open it again.",
        )
    kind = kind_named(activity.kind)
    settings = frozen.settings(db, activity)
    try:
        if sent.answer is None:
            slot, answer = sent.slot or "", None
        else:
            checked = kind.Answer.model_validate(sent.answer)
            kind.check(settings, checked)
            slot, answer = kind.slot(checked), checked.model_dump(mode="json")
    except ValidationError as error:
        return _refused(sent, "invalid", problems_in_words(error))
    except ValueError as error:
        return _refused(sent, "invalid", str(error))

    current = _current_answer(db, respondent, sent, slot)
    too_many = _too_many(db, respondent, sent, current is None, kind.limit(settings))
    if too_many:
        return _refused(sent, "invalid", too_many)
    if sent.base is not None and current is not None and current["edit"] != sent.base:
        return Receipt(
            str(sent.submission_id),
            "conflict",
            problem="Somebody changed this answer while you were writing. Look at it once more.",
            current=current,
        )
    edit = sent.edit if sent.edit is not None else (current["edit"] + 1 if current else 1)
    stands = current is None or edit >= current["edit"]
    at = now()
    values = {
        "activity_id": activity.id,
        "round": sent.round,
        "respondent_id": respondent.id,
        "slot": slot,
        "edit": edit,
        "answer": answer,
        "origin": origin,
        "saved_at": at,
    }
    seq = db.execute(
        _insert(db)(_event)
        .values(
            **values,
            submission_id=str(sent.submission_id),
            digest=digest,
            workshop_id=respondent.workshop_id,
            version=activity.version,
            base=sent.base,
            status="saved" if stands else "superseded",
        )
        .on_conflict_do_nothing(index_elements=["submission_id"])
        .returning(_event.c.seq)
    ).scalar()
    if seq is None:
        # The same submission was written by another process meanwhile.
        return _already_there(db, sent, digest) or _refused(sent, "invalid", "Send it once more.")
    if not stands:
        return Receipt(str(sent.submission_id), "superseded", saved_at=at, current=current)
    upsert = _insert(db)(_current).values(**values, seq=seq)
    db.execute(
        upsert.on_conflict_do_update(
            index_elements=["activity_id", "round", "respondent_id", "slot"],
            set_={name: upsert.excluded[name] for name in _REPLACED},
        )
    )
    return Receipt(str(sent.submission_id), "saved", saved_at=at)


_REPLACED = ("seq", "edit", "answer", "origin", "saved_at")


def _insert(db: Session) -> Any:
    return sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert


def _already_there(db: Session, sent: Submission, digest: str) -> Receipt | None:
    row = db.execute(
        select(_event.c.digest, _event.c.saved_at).where(
            _event.c.submission_id == str(sent.submission_id)
        )
    ).first()
    if row is None:
        return None
    if row.digest == digest:
        return Receipt(str(sent.submission_id), "duplicate", saved_at=row.saved_at)
    return Receipt(
        str(sent.submission_id),
        "conflict",
        problem="This submission id was already used for another answer. Send it under a new id.",
    )


def _activity(db: Session, activity_id: str) -> Activity | None:
    # Shared lock where there are row locks: closing waits for answers that
    # were accepted as open, so none is committed behind a closed door.
    return db.scalar(select(Activity).where(Activity.id == activity_id).with_for_update(read=True))


def _takes_answers(db: Session, activity: Activity, round_: int) -> bool:
    if activity.state != "open" or activity.round != round_:
        return False
    state = db.scalar(select(Workshop.state).where(Workshop.id == activity.workshop_id))
    return state == "live"


def _current_answer(
    db: Session, respondent: Respondent, sent: Submission, slot: str
) -> dict[str, Any] | None:
    # Locked where there are row locks, so that two edits of one answer are
    # compared one after the other.
    row = db.execute(
        select(_current.c.edit, _current.c.answer)
        .where(
            _current.c.activity_id == sent.activity_id,
            _current.c.round == sent.round,
            _current.c.respondent_id == respondent.id,
            _current.c.slot == slot,
        )
        .with_for_update()
    ).first()
    return None if row is None else {"edit": row.edit, "answer": row.answer}


def _too_many(
    db: Session, respondent: Respondent, sent: Submission, is_new_slot: bool, limit: int
) -> str | None:
    if is_new_slot:
        if sent.answer is None:
            return "There is no such answer to take back."
        filled = db.scalar(
            select(func.count())
            .select_from(_current)
            .where(
                _current.c.activity_id == sent.activity_id,
                _current.c.round == sent.round,
                _current.c.respondent_id == respondent.id,
            )
        )
        if (filled or 0) >= limit:
            return f"You have given all {limit} answers this question takes; change one instead."
    return None


def _refused(sent: Submission, status: str, words: str) -> Receipt:
    return Receipt(str(sent.submission_id), status, problem=words)
