"""Cases that facilitators add: kept in the database, read together with those that come along."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy import delete as delete_rows
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.db import now
from workshop.library import Case, Library
from workshop.live.refusal import Refusal
from workshop.models import Account, OwnCase, StagedImport

log = logging.getLogger(__name__)

KEPT_STAGED = timedelta(days=1)
Stamp = tuple[tuple[str, str], ...]


class Casebook:
    """The library that comes along, extended by what the database holds now.

    Asking costs one small query; cases are parsed again only after a change,
    by whichever process made it.
    """

    def __init__(self, base: Library) -> None:
        self.base = base
        self._lock = Lock()
        self._latest: tuple[Stamp, Library] = ((), base)

    def library(self, db: Session) -> Library:
        """Return all cases: those that come along, then added ones, oldest first."""
        rows = db.execute(
            select(OwnCase.slug, OwnCase.edition).order_by(OwnCase.created_at, OwnCase.slug)
        )
        stamp = tuple((slug, edition) for slug, edition in rows)
        with self._lock:
            known, library = self._latest
        if known == stamp:
            return library
        library = self.base.extended(all_own(db, first=self._first_order()))
        with self._lock:
            self._latest = (stamp, library)
        return library

    def _first_order(self) -> int:
        return max((case.order for case in self.base.cases), default=0) + 1


@dataclass(frozen=True)
class Entry:
    """One case of a staged import and the edition that it would replace, None where it is new."""

    case: Case
    edition: str | None


def all_own(db: Session, first: int = 1) -> list[Case]:
    """Return the cases that were added, oldest first, numbered from `first`.

    One that this version of the program cannot read stays stored and is left
    out: it must not take all the others with it.
    """
    cases: list[Case] = []
    for row in db.scalars(select(OwnCase).order_by(OwnCase.created_at, OwnCase.slug)):
        try:
            cases.append(_case(row.slug, row.body, first + len(cases)))
        except ValidationError:
            log.exception("the case %s cannot be read", row.slug)
    return cases


def owners(db: Session) -> dict[str, str | None]:
    """Return whose each added case is, by its slug."""
    return dict(db.execute(select(OwnCase.slug, OwnCase.owner_id)).all())


def may_change(account: Account, owner_id: str | None) -> bool:
    """Tell whether somebody may change a case: its owner, or an administrator."""
    return account.role == "administrator" or owner_id == account.id


def keep(db: Session, base: Library, account: Account, case: Case) -> None:
    """Store a new case, or change one; Refusal for a case of the booklet or of somebody else.

    Workshops copied the texts they ask about, so none of them changes.
    """
    _not_of(base, case.slug)
    row = db.get(OwnCase, case.slug)
    if row is None:
        row = OwnCase(slug=case.slug, owner_id=account.id)
        db.add(row)
    elif not may_change(account, row.owner_id):
        raise Refusal("forbidden", f"The case “{case.title.in_()}” belongs to another facilitator.")
    row.body = case.model_dump(mode="json", exclude={"slug", "order"})
    row.edition = str(uuid4())
    row.changed_at = now()
    db.flush()


def remove(db: Session, base: Library, account: Account, slug: str) -> None:
    """Delete a case that was added; what workshops asked about it stays with them."""
    _not_of(base, slug)
    row = db.get(OwnCase, slug)
    if row is None:
        raise Refusal("not-found", "There is no such case in the library.")
    if not may_change(account, row.owner_id):
        raise Refusal("forbidden", "This case belongs to another facilitator.")
    db.delete(row)
    db.flush()


def stage(
    db: Session, account_id: str, file_name: str, read_as: str, cases: list[Case]
) -> StagedImport:
    """Put the cases of a file aside until they are confirmed; what nobody confirmed goes."""
    db.execute(delete_rows(StagedImport).where(StagedImport.created_at < now() - KEPT_STAGED))
    known = dict(db.execute(select(OwnCase.slug, OwnCase.edition)).all())
    staged = StagedImport(
        id=str(uuid4()),
        account_id=account_id,
        file_name=file_name[:200],
        read_as=read_as[:200],
        entries=[
            {"case": case.model_dump(mode="json"), "edition": known.get(case.slug)}
            for case in cases
        ],
    )
    db.add(staged)
    db.flush()
    return staged


def staged(db: Session, account_id: str, staged_id: str) -> StagedImport:
    """Return an import that waits for this account's word."""
    row = db.get(StagedImport, staged_id)
    if row is None or row.account_id != account_id:
        raise Refusal(
            "not-found",
            "This import is over: it was confirmed, dropped, or waited for more than a day. "
            "Send the file again.",
        )
    return row


def entries(row: StagedImport) -> list[Entry]:
    """Return the cases of a staged import."""
    return [Entry(Case.model_validate(e["case"]), e["edition"]) for e in row.entries]


def confirm(db: Session, base: Library, account: Account, row: StagedImport) -> int:
    """Store what is new or different in a staged import; all of it or nothing. Returns how many.

    Refusal where somebody changed one of the cases since the preview was shown.
    """
    stored = 0
    for entry in entries(row):
        now_ = db.get(OwnCase, entry.case.slug)
        if (now_.edition if now_ else None) != entry.edition:
            raise Refusal(
                "not-now",
                f"The case “{entry.case.title.in_()}” was changed while you looked. "
                "Nothing is stored; send the file again to see what would change now.",
            )
        before = _case(now_.slug, now_.body, entry.case.order) if now_ else None
        if entry.case != before and not same_as_booklet(base, entry.case):
            keep(db, base, account, entry.case)
            stored += 1
    db.delete(row)
    db.flush()
    return stored


def same_as_booklet(base: Library, case: Case) -> bool:
    """Tell whether this is a case that comes along, word for word."""
    known = next((one for one in base.cases if one.slug == case.slug), None)
    return known is not None and same(known, case)


def same(one: Case, other: Case) -> bool:
    """Tell whether two cases say the same, wherever they stand in the library."""
    return one.model_copy(update={"order": other.order}) == other


def _case(slug: str, body: dict[str, Any], order: int) -> Case:
    return Case.model_validate({**body, "slug": slug, "order": order})


def _not_of(base: Library, slug: str) -> None:
    if any(case.slug == slug for case in base.cases):
        raise Refusal("forbidden", f"“{slug}” is a case of the booklet, which stays as it is.")
