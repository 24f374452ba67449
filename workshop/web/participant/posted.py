"""A plain form of answers that was sent: what of it is new, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

import orjson
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.live import frozen
from workshop.live import stage as live_stage
from workshop.live.respond import Receipt, respond
from workshop.live.support import AGREEMENT, Agreement
from workshop.models import Activity, Respondent
from workshop.web.errors import Problem

Form = dict[str, list[str]]
BASE, KEEP = "base.", "keep."


@dataclass(frozen=True)
class Posted:
    """A form that was sent, with a receipt for each answer in it that was new.

    `bases` are the edits of the shared sheet that its page showed, by slot.
    """

    respondent: Respondent
    activity: Activity
    form: Form
    slots: list[str | None]
    answers: list[dict[str, Any]]
    receipts: list[Receipt]
    bases: dict[str, int]

    @property
    def refused(self) -> list[Receipt]:
        return [receipt for receipt in self.receipts if receipt.problem]

    @property
    def conflicts(self) -> dict[str, dict[str, Any]]:
        """Return what somebody else of the table wrote meanwhile, by slot."""
        return {
            slot: receipt.current
            for slot, receipt in zip(self.slots, self.receipts, strict=True)
            if slot and receipt.status == "conflict" and receipt.current
        }

    @property
    def kept(self) -> list[str]:
        """Return the slots whose own words were given up for those of the table."""
        return [name.removeprefix(KEEP) for name in self.form if name.startswith(KEEP)]

    def bases_now(self, mine: dict[str, dict[str, Any]]) -> dict[str, int]:
        """Return what the page of a refused form is based on.

        What was neither saved nor refused stays based on what its page showed,
        or sending the page again would overwrite what was never looked at.
        """
        settled = {
            slot
            for slot, receipt in zip(self.slots, self.receipts, strict=True)
            if receipt.status in ("saved", "duplicate", "conflict")
        }
        return {
            slot: self.bases.get(slot, 0) if slot not in settled else one["edit"]
            for slot, one in mine.items()
        }

    def unsent(self, db: Session) -> dict[str, Any]:
        """Return what was refused, as the kind shows answers, and the form to send it again."""
        kind = kind_named(self.activity.kind)
        return {
            "activity": self.activity,
            "settings": frozen.settings(db, self.activity),
            "mine": {
                kind.slot(kind.recall(answer)): {"answer": answer}
                for slot, answer, receipt in zip(
                    self.slots, self.answers, self.receipts, strict=True
                )
                if receipt.problem and slot != AGREEMENT
            },
            "form": self.form,
        }


def save(db: Session, respondent: Respondent, form: Form, origin: str) -> Posted:
    """Save what is new in a form; what its page showed and nobody changed is not sent again."""
    activity = db.get(Activity, _first(form, "activity_id"))
    # What was never opened does not exist for a participant.
    if (
        activity is None
        or activity.workshop_id != respondent.workshop_id
        or activity.state == "planned"
    ):
        raise Problem("not-found", "This question is not part of your workshop.")
    sheet = live_stage.answers_as(db, respondent, activity)
    shared = sheet is not None and sheet.is_table
    before = {m["slot"]: m for m in live_stage.mine(db, respondent, activity)}
    bases = _bases(form) if shared else {}
    known = {slot: edit for slot, edit in bases.items() if slot in before}
    shown = live_stage.as_shown(db, sheet, activity, known) if sheet and known else {}
    number = _first(form, "round")
    slots, answers, submissions = [], [], []
    for answer in _answers(db, activity, form, shared=shared):
        slot, said = _read(activity, answer)
        stands = before.get(slot) if slot else None
        if stands is not None and said is not None and stands["answer"] == said:
            continue
        if (slot in shown and shown[slot] == said) or f"{KEEP}{slot}" in form:
            continue
        base = bases.get(slot or "", 0) if shared else None
        made_on = base if base is not None else stands["edit"] if stands else 0
        slots.append(slot)
        answers.append(answer)
        submissions.append(
            {
                "submission_id": _submission_id(_first(form, "nonce"), answer, made_on),
                "activity_id": activity.id,
                "round": int(number) if number.isdecimal() else 1,
                "base": base,
                "answer": answer,
            }
        )
    receipts = respond(db, respondent, submissions, origin)
    return Posted(respondent, activity, form, slots, answers, receipts, bases)


def _answers(
    db: Session, activity: Activity, form: Form, *, shared: bool
) -> Iterator[dict[str, Any]]:
    yield from kind_named(activity.kind).answers_from_form(frozen.settings_now(db, activity), form)
    agreement = _first(form, AGREEMENT)
    if shared and agreement:
        yield {"agreement": agreement, "note": _first(form, f"{AGREEMENT}.note").strip()}


def _read(activity: Activity, answer: dict[str, Any]) -> tuple[str | None, dict[str, Any] | None]:
    """Return an answer's slot and what would be stored; Nones where it is not well formed."""
    try:
        if AGREEMENT in answer:
            agreement = Agreement.model_validate(answer)
            return agreement.slot(), agreement.model_dump(mode="json")
        kind = kind_named(activity.kind)
        parsed = kind.read(answer)
    except ValueError:
        return None, None
    return kind.slot(parsed), parsed.model_dump(mode="json")


def _bases(form: Form) -> dict[str, int]:
    return {
        name.removeprefix(BASE): int(values[0])
        for name, values in form.items()
        if name.startswith(BASE) and values[0].isascii() and values[0].isdecimal()
    }


def _first(form: Form, name: str) -> str:
    return (form.get(name) or [""])[0]


def _submission_id(nonce: str, answer: dict[str, Any], edit: int) -> str:
    """Return the same id for the same change made on the same page: pressing twice saves once.

    `edit` is that of the answer it replaces: who goes back and forth between
    two answers on one page means it each time.
    """
    try:
        namespace = UUID(nonce)
    except ValueError:
        namespace = uuid4()
    change = orjson.dumps([answer, edit], option=orjson.OPT_SORT_KEYS).decode()
    return str(uuid5(namespace, change))
