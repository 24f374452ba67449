"""What an archive's records hold and which values are possible; fields are named as the columns.

The schemas say what is written, in which order, and refuse what could not be
stored, shown or written again.
"""

import datetime as dt
import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from workshop.activities import kind_named
from workshop.live.plan import WorkshopPlan
from workshop.live.planned import LONGEST_REPORT
from workshop.models.people import ORIGINS
from workshop.schema import Schema, Text, problems_in_words

DEEPEST = 100
LARGEST = 2**63
YEARS = range(2000, 2200)
"""When a workshop can have been; a time zone away from the first or last moment is no time."""


def _moment(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is not None and at.tzinfo is not None and at.year in YEARS:
            return at.astimezone(UTC)
    except ValueError:
        pass
    raise ValueError("this is no time of a workshop; write it like 2026-05-01T18:00:00Z")


def _typed(text: str) -> str:
    if any(unicodedata.category(one) == "Cc" for one in text if one not in "\t\n"):
        raise ValueError("it holds control characters")
    return text


def _texts(words: dict[str, str]) -> dict[str, str]:
    # Checked as a text, kept as it was written: the archive has to stay the same.
    Text(words)
    return words


def _keepable(value: Any, depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise ValueError("it is nested too deeply")
    if isinstance(value, int | float) and not -LARGEST <= value < LARGEST:
        raise ValueError("a number is too large to be kept exactly")
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _keepable(part, depth + 1)
    return value


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,36}$")]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Number = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Edit = Annotated[int, Field(strict=True, ge=0, le=2**53 - 1)]
Truth = Annotated[bool, Field(strict=True)]
Typed = Annotated[str, AfterValidator(_typed)]
Texts = Annotated[dict[str, str], AfterValidator(_texts)]
Data = Annotated[dict[str, Any], AfterValidator(_keepable)]
Origin = Literal[ORIGINS]  # type: ignore[valid-type]


class WorkshopRecord(Schema):
    """The workshop; without its owner, and without the mark of an installation's own demo."""

    id: Id
    code: Annotated[str, Field(pattern=r"^[A-Z0-9]{4,12}$")]
    title: Texts
    place: Annotated[Typed, Field(max_length=200)]
    country: str
    time_zone: str
    date: dt.date | None
    languages: list[str]
    stakeholder_groups: list[Data]
    tables: Annotated[Number, Field(le=60)]
    consent: Texts
    consent_be_quoted: Texts
    consent_pool: Texts
    consent_version: Number
    help_line: Texts
    minors: Truth
    recruitment: Annotated[Typed, Field(max_length=LONGEST_REPORT)]
    invited: dict[str, Number]
    notes: Annotated[Typed, Field(max_length=LONGEST_REPORT)]
    keep_until: dt.date | None
    state: Literal["draft", "live", "ended"]
    current_activity_id: Id | None
    revision: Number
    created_at: Moment
    started_at: Moment | None
    ended_at: Moment | None

    @model_validator(mode="after")
    def _could_have_been_planned_here(self) -> "WorkshopRecord":
        try:
            WorkshopPlan.model_validate(self.model_dump(include=set(WorkshopPlan.model_fields)))
        except ValidationError as error:
            raise ValueError(problems_in_words(error)) from error
        return self


class VersionRecord(Schema):
    """What an activity asked, word for word, at one time."""

    version: Annotated[Number, Field(ge=1)]
    title: Texts
    settings: Data
    frozen_at: Moment


class ActivityRecord(Schema):
    """An entry of the agenda with every version of what it asked."""

    id: Id
    position: Number
    kind: Annotated[str, Field(max_length=30)]
    title: Texts
    planned_minutes: Annotated[Number, Field(le=1440)]
    settings: Data
    version: Number
    state: Literal["planned", "open", "closed"]
    revealed: Truth
    round: Annotated[Number, Field(ge=1)]
    asked: list[Annotated[Typed, Field(max_length=120)]] | None
    answered_by: Literal["person", "table"]
    opened_at: Moment | None
    closed_at: Moment | None
    versions: list[VersionRecord]

    @model_validator(mode="after")
    def _is_of_a_kind_that_is_known_here(self) -> "ActivityRecord":
        try:
            kind = kind_named(self.kind)
            for settings in (self.settings, *(one.settings for one in self.versions)):
                kind.Settings.model_validate(settings)
        except LookupError as error:
            raise ValueError(str(error)) from error
        except ValidationError as error:
            raise ValueError(f"settings: {problems_in_words(error)}") from error
        return self

    @model_validator(mode="after")
    def _has_the_version_it_stands_at(self) -> "ActivityRecord":
        numbers = [one.version for one in self.versions]
        if len(set(numbers)) < len(numbers):
            raise ValueError("a version is there twice")
        if self.version != max(numbers, default=0):
            raise ValueError(f"version {self.version} is not the latest of its versions")
        if self.state != "planned" and not numbers:
            raise ValueError(f"it is {self.state}, but no version says what was asked")
        return self


class RespondentRecord(Schema):
    """A person or a table; without the id that a phone joined with."""

    id: Id
    is_table: Truth
    stakeholder_group: Annotated[Typed, Field(max_length=40)]
    sub_role: Annotated[Typed, Field(max_length=60)] | None
    table: Annotated[Typed, Field(max_length=40)] | None
    locale: Annotated[Typed, Field(max_length=12)]
    consents: Data
    origin: Origin
    joined_at: Moment
    left_at: Moment | None


class ResponseRecord(Schema):
    """One stored event; `digest` lets a phone's resend be known again after a restore."""

    submission_id: Id
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    activity_id: Id
    version: Number
    round: Annotated[Number, Field(ge=1)]
    respondent_id: Id
    sent_by: Id | None
    slot: Annotated[Typed, Field(max_length=120)]
    edit: Edit
    base: Edit | None
    answer: Data | None
    status: Literal["saved", "superseded"]
    origin: Origin
    saved_at: Moment


class ActRecord(Schema):
    """One thing a facilitator did; without who it was."""

    id: Id
    activity_id: Id | None
    response_id: Id | None
    verb: Annotated[Typed, Field(max_length=40)]
    detail: Data
    at: Moment
