"""Reading an archive: the whole file is checked before anything of it is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

import orjson
from pydantic import TypeAdapter, ValidationError

from workshop.activities import kind_named
from workshop.exports.archive import FORMAT, FORMAT_VERSION
from workshop.exports.records import (
    ActivityRecord,
    ActRecord,
    Id,
    RespondentRecord,
    ResponseRecord,
    WorkshopRecord,
)
from workshop.live.support import shape_of
from workshop.schema import Schema, problems_in_words

LISTS = ("activities", "respondents", "responses", "acts")
NEW_SINCE: dict[int, dict[str, dict[str, Any]]] = {
    1: {
        "workshop": {"tables": 0},
        "activities": {"asked": None, "answered_by": "person"},
        "responses": {"sent_by": None},
        "acts": {"response_id": None},
    },
    2: {
        "workshop": {
            "consent_be_quoted": {},
            "consent_pool": {},
            "help_line": {},
            "minors": False,
        },
    },
    3: {"workshop": {"recruitment": "", "invited": {}, "notes": ""}},
}
"""By the archive's version, what records have in the next one, and what it was before."""
WITHDRAWN_SINCE = 3
"""The version since which an archive says who was erased."""

Record = TypeVar("Record", bound=Schema)


class ArchiveError(Exception):
    """An archive that cannot be imported, in words; nothing of it was stored."""


@dataclass(frozen=True)
class Archive:
    """An archive whose every record is possible and whose references are all met.

    `lists` holds the records as they stand in the file, by the list's name.
    """

    raw_workshop: dict[str, Any]
    workshop: WorkshopRecord
    activities: Sequence[ActivityRecord]
    lists: dict[str, list[Any]]
    withdrawn: frozenset[str]

    def records(self, name: str, record: type[Record]) -> Iterator[Record]:
        """Yield one list's records, read anew: thousands of them need not be kept twice."""
        return map(record.model_validate, self.lists[name])


def read(source: BinaryIO | bytes) -> Archive:
    """Return the archive in a file; raises ArchiveError for anything wrong with it."""
    data = _parsed(source if isinstance(source, bytes) else source.read())
    _is_ours(data)
    _bring_up_to_date(data)
    workshop = _record(WorkshopRecord, data["workshop"], "workshop")
    activities = list(_records(ActivityRecord, data, "activities", "id"))
    respondents = {one.id for one in _records(RespondentRecord, data, "respondents", "id")}
    known = {activity.id: activity for activity in activities}
    if workshop.current_activity_id not in (None, *known):
        raise _wrong("workshop / current_activity_id", "it is not on the agenda")
    for number, event in enumerate(_records(ResponseRecord, data, "responses", "submission_id")):
        _fits(event, known, respondents, f"responses / {number + 1}")
    for _ in _records(ActRecord, data, "acts", "id"):
        pass
    return Archive(
        data["workshop"],
        workshop,
        activities,
        {name: data[name] for name in LISTS},
        _pseudonyms(data["withdrawn"]),
    )


def _pseudonyms(raw: Any) -> frozenset[str]:
    try:
        return frozenset(TypeAdapter(list[Id]).validate_python(raw))
    except ValidationError as error:
        raise _wrong("withdrawn", problems_in_words(error)) from error


def _parsed(content: bytes) -> Any:
    if content.startswith(b"PK\x03\x04"):
        raise ArchiveError(
            "This is a workbook or a zip file. Only the json export can be imported; "
            "export the workshop as json where it came from."
        )
    try:
        # Some editors put a byte order mark in front when they save a file.
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ArchiveError(
            f"This file is not readable as JSON; it may be cut off or changed: {error}."
        ) from error


def _is_ours(data: Any) -> None:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ArchiveError("This file is JSON, but not the archive of a workshop.")
    version = data.get("format_version")
    if type(version) is not int or version < 1:
        raise _wrong("format_version", "it is no whole number from 1")
    if version > FORMAT_VERSION:
        raise ArchiveError(
            "This archive was made by a newer version of the program; update the program first."
        )
    if version < WITHDRAWN_SINCE:
        data.setdefault("withdrawn", [])
    missing = [name for name in ("workshop", *LISTS, "withdrawn") if name not in data]
    if missing:
        raise ArchiveError(f"This archive is incomplete: {', '.join(missing)} is missing.")
    unknown = set(data) - {"format", "format_version", "simulated", "workshop", *LISTS, "withdrawn"}
    if unknown:
        raise ArchiveError(
            f"This archive holds what this program does not know: {', '.join(sorted(unknown))}."
        )
    for name in LISTS:
        if not isinstance(data[name], list):
            raise _wrong(name, "it is no list")


def _bring_up_to_date(data: dict[str, Any]) -> None:
    """Say in an older archive what its time took for granted."""
    for version in range(data["format_version"], FORMAT_VERSION):
        for name, taken_for_granted in NEW_SINCE[version].items():
            records = [data[name]] if name == "workshop" else data[name]
            for record in records:
                if isinstance(record, dict):
                    for field, value in taken_for_granted.items():
                        record.setdefault(field, value)


def _records(record: type[Record], data: Any, name: str, key: str) -> Iterator[Record]:
    seen: set[str] = set()
    for number, raw in enumerate(data[name], start=1):
        one = _record(record, raw, f"{name} / {number}")
        identity = getattr(one, key)
        if identity in seen:
            raise _wrong(f"{name} / {number}", f"the {key} {identity} is there twice")
        seen.add(identity)
        yield one


def _record(record: type[Record], raw: Any, place: str) -> Record:
    try:
        return record.model_validate(raw)
    except ValidationError as error:
        raise _wrong(place, problems_in_words(error)) from error


def _fits(
    event: ResponseRecord,
    activities: dict[str, ActivityRecord],
    respondents: Iterable[str],
    place: str,
) -> None:
    activity = activities.get(event.activity_id)
    if activity is None:
        raise _wrong(place, f"there is no activity {event.activity_id} in this archive")
    if event.respondent_id not in respondents:
        raise _wrong(place, f"there is no respondent {event.respondent_id} in this archive")
    if event.version not in {one.version for one in activity.versions}:
        raise _wrong(place, f"the activity has no version {event.version}")
    if event.answer is not None:
        kind = kind_named(activity.kind)
        try:
            # Some answers are no kind's own.
            read = shape.model_validate if (shape := shape_of(event.answer)) else kind.read
            read(event.answer)
        except ValidationError as error:
            raise _wrong(place, f"answer: {problems_in_words(error)}") from error


def _wrong(place: str, words: str) -> ArchiveError:
    return ArchiveError(f"This archive cannot be imported. {place}: {words}.")
