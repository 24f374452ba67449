"""What a facilitator decides before the day: a workshop, its groups, the entries of its agenda."""

import datetime as dt
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator

from workshop.live import defaults
from workshop.schema import LANGUAGES, Schema, Text, Words

LONGEST_TITLE = 200
LONGEST_LABEL = 120
LONGEST_CONSENT = 4000
LONGEST_LINE = 500
LONGEST_REPORT = 4000


def _titled(title: Text, what: str) -> Text:
    if not title:
        raise ValueError(f"give {what} a title")
    if any(len(words) > LONGEST_TITLE for words in title.root.values()):
        raise ValueError(f"keep the title under {LONGEST_TITLE} characters")
    return title


class StakeholderGroup(Schema):
    """One group that participants can choose."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    label: Text

    @field_validator("label")
    @classmethod
    def _short(cls, label: Text) -> Text:
        if not label:
            raise ValueError("give every stakeholder group a name")
        if any(len(words) > LONGEST_LABEL for words in label.root.values()):
            raise ValueError(f"keep a group's name under {LONGEST_LABEL} characters")
        return label


class ActivityPlan(Schema):
    """One entry of a planned agenda."""

    kind: str
    title: Text
    minutes: Annotated[int, Field(ge=0, le=1440)] = 10
    answered_by: Literal["person", "table"] = "person"
    settings: dict[str, Any]

    @field_validator("title")
    @classmethod
    def _has_title(cls, title: Text) -> Text:
        return _titled(title, "the activity")


class WorkshopPlan(Schema):
    """Everything a facilitator decides before the day."""

    title: Text
    place: Annotated[Words, Field(max_length=200)] = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    time_zone: str = "Europe/Brussels"
    date: dt.date | None = None
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = ("en",)
    stakeholder_groups: Annotated[
        tuple[StakeholderGroup, ...], Field(min_length=1, max_length=20)
    ] = tuple(StakeholderGroup.model_validate(g) for g in defaults.STAKEHOLDER_GROUPS)
    tables: Annotated[int, Field(ge=0, le=60)] = 0
    consent: Text = defaults.CONSENT
    consent_be_quoted: Text = defaults.BE_QUOTED
    consent_pool: Text = defaults.POOL
    help_line: Text = defaults.HELP_LINE
    minors: bool = False
    recruitment: Annotated[Words, Field(max_length=LONGEST_REPORT)] = ""
    invited: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = Field(default_factory=dict)
    notes: Annotated[Words, Field(max_length=LONGEST_REPORT)] = ""
    keep_until: dt.date | None = None

    @field_validator("title")
    @classmethod
    def _has_title(cls, title: Text) -> Text:
        return _titled(title, "the workshop")

    @field_validator("consent")
    @classmethod
    def _says_what_is_agreed_to(cls, consent: Text) -> Text:
        if not consent:
            raise ValueError("say what participants agree to")
        if any(len(words) > LONGEST_CONSENT for words in consent.root.values()):
            raise ValueError(f"keep the consent text under {LONGEST_CONSENT} characters")
        return consent

    @field_validator("consent_be_quoted", "consent_pool", "help_line")
    @classmethod
    def _in_one_breath(cls, line: Text) -> Text:
        if any(len(words) > LONGEST_LINE for words in line.root.values()):
            raise ValueError(f"keep it under {LONGEST_LINE} characters")
        return line

    @field_validator("languages")
    @classmethod
    def _known_languages(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(languages) - set(LANGUAGES))
        if unknown:
            raise ValueError(f"unknown language: {', '.join(unknown)}")
        return tuple(dict.fromkeys(languages))

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"{zone!r} is no time zone; write it like Europe/Lisbon")
        return zone

    @model_validator(mode="after")
    def _groups_differ(self) -> "WorkshopPlan":
        ids = [group.id for group in self.stakeholder_groups]
        if len(set(ids)) < len(ids):
            raise ValueError("two stakeholder groups have the same name")
        if unknown := sorted(set(self.invited) - set(ids)):
            raise ValueError(f"nobody of {', '.join(unknown)} can be invited: no such group")
        return self
