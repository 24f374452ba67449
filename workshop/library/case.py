"""What a case, a mechanism, a pattern and their source consist of."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from workshop.schema import Schema, Text, Words

LONGEST_SUMMARY = 60
"""Words of a mechanism's summary: what fits on a phone above the answers."""

Category = Literal[
    "participatory-governance",
    "cross-sector-collaboration",
    "communication-awareness",
    "environment-design",
    "technological-integration",
]
Theme = Literal["nightlife", "mass-events", "vulnerable-groups", "community-trust", "mobility"]
PriorityArea = Literal["public-spaces", "mobility", "mass-events"]


def _in_english(text: Text) -> Text:
    if not text.root.get("en"):
        raise ValueError("the English text is missing")
    return text


def _short(text: Text) -> Text:
    for language, words in text.root.items():
        if (count := len(words.split())) > LONGEST_SUMMARY:
            raise ValueError(f"{count} words in '{language}', at most {LONGEST_SUMMARY}")
    return text


def _iso(code: str) -> str:
    # The EU's own papers write EL and UK; a filter by GR would miss them silently.
    if iso := {"EL": "GR", "UK": "GB"}.get(code):
        raise ValueError(f"{code} is no ISO 3166 code; use {iso}")
    return code


Said = Annotated[Text, AfterValidator(_in_english)]
Name = Annotated[Words, Field(min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
MechanismId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$")
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_iso)]


class Pattern(Schema):
    """What several mechanisms of different cases have in common.

    `derived` says that the pattern is this library's reading, not the source's.
    """

    id: Slug
    title: Said
    definition: Said
    derived: bool


class Mechanism(Schema):
    """An observable pattern of action inside a case; no proven success factor.

    `booklet_title` is the source's own heading, `title` and `summary` are ours.
    `reported_effect` is what the source reports, not what anyone has measured;
    the booklet always says something, other sources may not.
    """

    id: MechanismId
    category: Category
    booklet_title: Name
    title: Said
    summary: Annotated[Said, AfterValidator(_short)]
    reported_effect: Said | None = None
    keywords: tuple[Said, ...]
    pattern: Slug | None


class Case(Schema):
    """One initiative from somewhere in Europe, with the mechanisms seen in it.

    `order` is its place in the source, `derived` names the fields that the
    source does not state and that are this library's reading of it. A newline in
    `overview` begins a new paragraph. `source` is the reference of a case that
    is not the booklet's.
    """

    slug: Slug
    order: int = Field(ge=1)
    title: Said
    booklet_title: Name
    cities: tuple[Said, ...]
    countries: tuple[Country, ...]
    themes: tuple[Theme, ...] = Field(min_length=1)
    priority_areas: tuple[PriorityArea, ...]
    derived: tuple[Literal["priority_areas", "coordinators", "cities", "countries"], ...]
    coordinators: tuple[Said, ...]
    actors: tuple[Said, ...] = Field(min_length=1)
    overview: Said
    why_it_matters: Said | None = None
    sensitive: bool
    help_note: Said | None = None
    source: Words = ""
    mechanisms: tuple[Mechanism, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_belong_here_and_differ(self) -> Self:
        seen = set()
        for mechanism in self.mechanisms:
            if not mechanism.id.startswith(f"{self.slug}."):
                raise ValueError(
                    f"mechanism id '{mechanism.id}' does not begin with '{self.slug}.'"
                )
            if mechanism.id in seen:
                raise ValueError(f"mechanism id '{mechanism.id}' is there twice")
            seen.add(mechanism.id)
        return self

    @model_validator(mode="after")
    def _help_is_for_sensitive_cases(self) -> Self:
        if self.help_note and not self.sensitive:
            raise ValueError("help_note is there but sensitive is false")
        return self


class Source(Schema):
    """Where the cases come from, and who paid for them."""

    authors: tuple[Name, ...] = Field(min_length=1)
    year: int
    title: Name
    project: Name
    deliverable: Name
    address: Name
    grant_agreement: Name
    disclaimer: Said

    @property
    def citation(self) -> str:
        """Return the full reference, all authors named."""
        return (
            f"{', '.join(self.authors)} ({self.year}). {self.title}. {self.project}, "
            f"Deliverable {self.deliverable}. {self.address}"
        )
