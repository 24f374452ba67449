"""Tables: small groups in the room that share one sheet, each a respondent of its own."""

from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workshop.db import now
from workshop.live.refusal import Refusal
from workshop.models import Respondent, Workshop

MOST = 60


def key_of(table: str) -> str:
    """Return what stands in a table's `join_id`; no phone mints one with a colon."""
    return f"table:{table}"


def known(workshop: Workshop, typed: str) -> str:
    """Return a table's number as it is stored; raises Refusal unknown-table."""
    number = typed.strip()
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= workshop.tables):
        raise Refusal(
            "unknown-table",
            f"Choose a table from 1 to {workshop.tables}."
            if workshop.tables
            else "This workshop has no tables.",
        )
    return str(int(number))


def seat(db: Session, respondent: Respondent, typed: str) -> None:
    """Seat somebody at a table, or at none; what they answered alone stays theirs."""
    if respondent.is_table:
        raise Refusal("not-now", "This device answers for its table; join again to change it.")
    if not typed.strip():
        respondent.table = None
        return
    workshop = db.get_one(Workshop, respondent.workshop_id)
    respondent.table = known(workshop, typed)
    open_sheet(db, workshop, respondent.table)


def open_sheet(db: Session, workshop: Workshop, table: str) -> Respondent:
    """Return the respondent that a table is, made when first needed."""
    there = db.scalar(_sheet(workshop.id, table))
    if there is not None:
        return there
    respondent = Respondent(
        id=str(uuid4()),
        workshop_id=workshop.id,
        join_id=key_of(table),
        is_table=True,
        # People of several groups sit at one table; it belongs to none.
        stakeholder_group="",
        table=table,
        locale=workshop.languages[0],
        joined_at=now(),
    )
    try:
        with db.begin_nested():
            db.add(respondent)
    except IntegrityError:
        # Another process seated somebody there in the same moment.
        return db.scalars(_sheet(workshop.id, table)).one()
    return respondent


def table_of(db: Session, respondent: Respondent) -> Respondent:
    """Return the table that somebody sits at as a respondent; raises Refusal unknown-table."""
    sheet = sheet_of(db, respondent)
    if sheet is None:
        raise Refusal("unknown-table", "Tables answer this together. Choose your table first.")
    return sheet


def sheet_of(db: Session, respondent: Respondent) -> Respondent | None:
    """Return the table that somebody sits at, or None; a table's own device is the table."""
    if respondent.is_table:
        return respondent
    if respondent.table is None:
        return None
    return db.scalar(_sheet(respondent.workshop_id, respondent.table))


def id_of(db: Session, respondent: Respondent) -> str:
    """Return the id of the table that somebody sits at, or an empty string."""
    sheet = sheet_of(db, respondent)
    return sheet.id if sheet else ""


def _sheet(workshop_id: str, table: str) -> Select[Respondent]:
    return select(Respondent).where(
        Respondent.workshop_id == workshop_id, Respondent.join_id == key_of(table)
    )
