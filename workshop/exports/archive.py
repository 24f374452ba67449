"""The archive: everything a workshop holds as one JSON file, the same bytes for the same data."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.exports.records import (
    ActivityRecord,
    ActRecord,
    RespondentRecord,
    ResponseRecord,
    VersionRecord,
    WorkshopRecord,
)
from workshop.exports.simulated import NOTICE, holds_simulated
from workshop.exports.without import unpooled
from workshop.live import erasure, frozen
from workshop.models import Act, Respondent, ResponseEvent, Workshop
from workshop.schema import Schema

FORMAT = "workshop-archive"
FORMAT_VERSION = 4


def write(db: Session, workshop: Workshop, out: BinaryIO) -> None:
    """Write the archive, one record a line: no time of export, no token, no account."""
    _write(db, workshop, lists(db, workshop), out)


def write_pool(db: Session, workshop: Workshop, out: BinaryIO) -> None:
    """Write the archive of those who agreed that their answers are used with other workshops'."""
    people, all_of_it = unpooled(db, workshop.id), lists(db, workshop)
    for name, some in people.each().items():
        all_of_it[name] = some(all_of_it[name])
    _write(db, workshop, all_of_it, out)


def _write(
    db: Session, workshop: Workshop, lists: dict[str, Iterator[dict[str, Any]]], out: BinaryIO
) -> None:
    out.write(b'{"format":"%s","format_version":%d' % (FORMAT.encode(), FORMAT_VERSION))
    if holds_simulated(db, workshop.id):
        out.write(b',\n"simulated":' + _bytes(NOTICE))
    out.write(b',\n"workshop":' + _bytes(workshop_record(workshop)))
    for name, records in lists.items():
        out.write(b',\n"%s":[' % name.encode())
        for number, record in enumerate(records):
            out.write((b",\n" if number else b"\n") + _bytes(record))
        out.write(b"\n]")
    # Whoever imports this has to erase them too, wherever they came from.
    out.write(b',\n"withdrawn":' + _bytes(sorted(erasure.erased(db, workshop.id))))
    out.write(b"\n}\n")


def workshop_record(workshop: Workshop) -> dict[str, Any]:
    """Return the workshop without its owner and without what only this installation knows."""
    return _of(WorkshopRecord, workshop)


def lists(db: Session, workshop: Workshop) -> dict[str, Iterator[dict[str, Any]]]:
    """Return the archive's lists of records in their order, each read when iterated."""
    respondents, events, acts = Respondent.__table__, ResponseEvent.__table__, Act.__table__
    return {
        "activities": _activities(db, workshop),
        "respondents": _rows(
            db,
            RespondentRecord,
            select(respondents, respondents.c.table_name.label("table"))
            .where(respondents.c.workshop_id == workshop.id)
            .order_by(respondents.c.joined_at, respondents.c.id),
        ),
        # The local numbers are left out; the order of the records stands for them.
        "responses": _rows(
            db,
            ResponseRecord,
            select(events).where(events.c.workshop_id == workshop.id).order_by(events.c.seq),
        ),
        "acts": _rows(
            db,
            ActRecord,
            select(acts).where(acts.c.workshop_id == workshop.id).order_by(acts.c.seq),
        ),
    }


def _activities(db: Session, workshop: Workshop) -> Iterator[dict[str, Any]]:
    for activity in sorted(workshop.activities, key=lambda a: (a.position, a.id)):
        versions = [_of(VersionRecord, one) for one in frozen.all_versions(db, activity)]
        yield {**_of(ActivityRecord, activity), "versions": versions}


def _rows(db: Session, record: type[Schema], query: Any) -> Iterator[dict[str, Any]]:
    names = tuple(record.model_fields)
    for row in db.execute(query).mappings():
        yield {name: row[name] for name in names}


def _of(record: type[Schema], stored: Any) -> dict[str, Any]:
    return {name: getattr(stored, name) for name in record.model_fields if name != "versions"}


def _bytes(record: Any) -> bytes:
    return orjson.dumps(record, option=orjson.OPT_UTC_Z)
