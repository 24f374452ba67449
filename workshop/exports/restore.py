"""Restoring a workshop from its archive, so that exporting it again gives the same file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any, BinaryIO, cast
from uuid import uuid4

import orjson
from sqlalchemy import Table, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workshop.exports import archive
from workshop.exports.checking import Archive, ArchiveError, read
from workshop.exports.records import ActRecord, RespondentRecord, ResponseRecord
from workshop.exports.without import erased
from workshop.live import codes, erasure
from workshop.live.tables import key_of
from workshop.models import (
    Act,
    Activity,
    ActivityVersion,
    CurrentResponse,
    Respondent,
    ResponseEvent,
    Workshop,
)

TOGETHER = 1000

_act = cast(Table, Act.__table__)
_current = cast(Table, CurrentResponse.__table__)
_event = cast(Table, ResponseEvent.__table__)


@dataclass(frozen=True)
class ImportReport:
    """What an import did; `code_before` is the code that another workshop here has already."""

    workshop_id: str
    code: str
    participants: int
    responses: int
    already_here: bool = False
    code_before: str | None = None
    erased: int = 0

    def __str__(self) -> str:
        if self.erased:
            return (
                f"This workshop is here already as {self.code}. "
                f"{self.erased} who withdrew elsewhere were erased here too. "
                "Nothing else was imported."
            )
        holds = f"{self.participants} participants, {self.responses} responses"
        if self.already_here:
            return f"This workshop is here already, the same in everything: {self.code}, {holds}."
        if self.code_before:
            return (
                f"Imported: {holds}. Another workshop here has the code {self.code_before}, "
                f"so this one is {self.code} now."
            )
        return f"Imported: {self.code}, {holds}."


def import_archive(db: Session, source: BinaryIO | bytes, owner_id: str | None) -> ImportReport:
    """Store what an archive holds, under an owner here, or raise ArchiveError and store nothing.

    Tokens and join ids are not in an archive: a phone that comes back after
    a restore keeps its token where the secret key is the same, else it joins
    once more.
    """
    found = read(source)
    here = db.get(Workshop, found.workshop.id)
    gone = found.withdrawn | erasure.erased(db, found.workshop.id)
    _leave_out(found, gone)
    if here is not None:
        # Whatever else became of it since: who withdrew is to be gone here too.
        erasure.remember(db, here.id, found.withdrawn - _people(db, here))
        if number := erasure.erase_all(db, here, found.withdrawn):
            return _report(found, here.code, already_here=True, erased=number)
        if not _same(db, here, found):
            raise ArchiveError(
                f"This workshop is here already as {here.code}, and it differs from the file: "
                "it went on since, or the file was changed. Nothing was imported."
            )
        return _report(found, here.code, already_here=True)
    code = found.workshop.code
    if db.scalar(select(Workshop.id).where(Workshop.code == code)) is not None:
        code = codes.mint(db)
    try:
        with db.begin_nested():
            _store(db, found, code, owner_id)
            erasure.remember(db, found.workshop.id, found.withdrawn)
    except IntegrityError as error:
        raise ArchiveError(
            "This archive holds answers or participants that another workshop here has already. "
            "Nothing was imported."
        ) from error
    return _report(found, code, code_before=found.workshop.code)


def _leave_out(found: Archive, gone: Collection[str]) -> None:
    """Drop what people wrote who were erased, here or where the archive was made."""
    if gone:
        for name, stays in erased(gone).each().items():
            found.lists[name] = list(stays(found.lists[name]))


def _people(db: Session, workshop: Workshop) -> set[str]:
    return set(db.scalars(select(Respondent.id).where(Respondent.workshop_id == workshop.id)))


def _report(
    found: Archive,
    code: str,
    *,
    already_here: bool = False,
    code_before: str | None = None,
    erased: int = 0,
) -> ImportReport:
    return ImportReport(
        workshop_id=found.workshop.id,
        code=code,
        participants=len(found.lists["respondents"]),
        responses=len(found.lists["responses"]),
        already_here=already_here,
        code_before=code_before if code_before != code else None,
        erased=erased,
    )


def _same(db: Session, here: Workshop, found: Archive) -> bool:
    """Tell whether the archive says what an archive made now would say, but for the code."""
    stored = _as_read(archive.workshop_record(here))
    if {**stored, "code": None} != {**found.raw_workshop, "code": None}:
        return False
    return all(
        record is not None and raw is not None and _as_read(record) == raw
        for name, records in archive.lists(db, here).items()
        for record, raw in zip_longest(records, found.lists[name])
    )


def _as_read(record: dict[str, Any]) -> Any:
    return orjson.loads(orjson.dumps(record, option=orjson.OPT_UTC_Z))


def _store(db: Session, found: Archive, code: str, owner_id: str | None) -> None:
    workshop_id = found.workshop.id
    db.add(Workshop(**{**found.workshop.model_dump(), "code": code, "owner_id": owner_id}))
    db.flush()
    for activity in found.activities:
        values = activity.model_dump(exclude={"versions"})
        db.add(Activity(**values, workshop_id=workshop_id))
        db.flush()
        for version in activity.versions:
            db.add(ActivityVersion(**version.model_dump(), activity_id=activity.id))
    db.flush()
    people = found.records("respondents", RespondentRecord)
    for some in _some((one.model_dump() for one in people), workshop_id):
        for values in some:
            # A secret of the phone that joined; here nobody holds it.
            values["join_id"] = key_of(values["table"]) if values["is_table"] else uuid4().hex
        db.execute(insert(Respondent), some)
    events = found.records("responses", ResponseRecord)
    for some in _some((one.model_dump() for one in events), workshop_id):
        # Numbered in the order of the file, on every database.
        db.execute(insert(_event).returning(_event.c.seq, sort_by_parameter_order=True), some)
    for some in _some((one.model_dump() for one in found.records("acts", ActRecord)), workshop_id):
        db.execute(insert(_act).returning(_act.c.seq, sort_by_parameter_order=True), some)
    _restore_current(db, workshop_id)


def _restore_current(db: Session, workshop_id: str) -> None:
    """Make the latest saved event of each slot current: `superseded` ones never were."""
    latest = (
        select(func.max(_event.c.seq))
        .where(_event.c.workshop_id == workshop_id, _event.c.status == "saved")
        .group_by(_event.c.activity_id, _event.c.round, _event.c.respondent_id, _event.c.slot)
    )
    # What is decided about an answer names the submission that brought it.
    names = {column.name: column.name for column in _current.columns}
    names["response_id"] = "submission_id"
    columns = [_event.c[name] for name in names.values()]
    db.execute(
        insert(_current).from_select([*names], select(*columns).where(_event.c.seq.in_(latest)))
    )


def _some(records: Iterable[dict[str, Any]], workshop_id: str) -> Iterator[list[dict[str, Any]]]:
    rows = ({**record, "workshop_id": workshop_id} for record in records)
    while some := list(islice(rows, TOGETHER)):
        yield some
