"""The columns of the template: what stands in each, and which field of a case it becomes."""

import re
from dataclasses import dataclass
from typing import Literal

from workshop.schema import LANGUAGES

LONGEST_TEXT = 5000
LONGEST_TITLE = 160


@dataclass(frozen=True)
class Heading:
    """One column, or one per language where `kind` is text or texts.

    Kinds: name (plain words), text ({language: text}), texts (several of them,
    separated by semicolons), codes (words of a vocabulary), code (one of them),
    yes (yes or no).
    """

    name: str
    field: str
    kind: Literal["name", "text", "texts", "codes", "code", "yes"]
    needed: bool
    label: str
    explained: str
    longest: int = LONGEST_TEXT

    @property
    def in_languages(self) -> bool:
        return self.kind in ("text", "texts")


CASE = (
    Heading("case", "slug", "name", True, "Short name",
            "short name of the case in lower-case letters, digits and hyphens, such as "
            "safer-station; the same in every row of the case. A short name that is here "
            "already changes that case", 40),
    Heading("case_title", "title", "text", True, "Title",
            "title of the case in plain words", LONGEST_TITLE),
    Heading("source_title", "booklet_title", "name", False, "Title in the source",
            "title that the source itself uses; empty: the English title", 300),
    Heading("cities", "cities", "texts", False, "Cities",
            "where it happens; several are separated by semicolons", 1000),
    Heading("countries", "countries", "codes", False, "Countries",
            "two-letter codes (ES, GR) or English names, separated by semicolons"),
    Heading("themes", "themes", "codes", True, "Themes",
            "what it is about, one or more of the words listed below"),
    Heading("priority_areas", "priority_areas", "codes", False, "Priority areas",
            "one or more of the words listed below"),
    Heading("coordinators", "coordinators", "texts", False, "Coordinators",
            "who leads it, separated by semicolons", 2000),
    Heading("actors", "actors", "texts", True, "Who takes part",
            "groups and organisations that take part, separated by semicolons", 4000),
    Heading("overview", "overview", "text", True, "What it is",
            "what was done, where and why, in a few paragraphs"),
    Heading("why_it_matters", "why_it_matters", "text", False, "Why it matters",
            "what others can learn from it"),
    Heading("sensitive", "sensitive", "yes", False, "Touches on hard subjects",
            "yes where it touches on violence, suicide, flight or the like; empty means no"),
    Heading("help_note", "help_note", "text", False, "Help note",
            "for sensitive cases: where people find help, shown with the case", 1000),
    Heading("source", "source", "name", False, "Source",
            "who describes the case: authors, year, title, address", 1000),
    Heading("derived", "derived", "codes", False, "Derived",
            "which of countries, cities, coordinators, priority_areas are your reading, "
            "not the source's"),
)  # fmt: skip

MECHANISM = (
    Heading("mechanism", "id", "name", False, "Short name",
            "short name of the mechanism, such as night-walks; empty: made from its title. "
            "Keep it when you change a text, so that it stays the same mechanism", 80),
    Heading("title", "title", "text", True, "Title",
            "title of the mechanism in plain words; participants read it", LONGEST_TITLE),
    Heading("summary", "summary", "text", True, "What happens in practice",
            "what happens in practice, at most 60 words; participants read it", 1000),
    Heading("category", "category", "code", True, "Category",
            "how it works, one of the five words listed below"),
    Heading("reported_effect", "reported_effect", "text", False, "What the source reports",
            "the effect that the source reports; nothing is proven by it", 1000),
    Heading("keywords", "keywords", "texts", False, "Keywords",
            "separated by semicolons", 1000),
    Heading("pattern", "pattern", "code", False, "Pattern",
            "what it has in common with mechanisms of other cases, one of the words listed below"),
    Heading("source_heading", "booklet_title", "name", False, "Heading in the source",
            "heading that the source itself uses; empty: the English title", 300),
)  # fmt: skip

HEADINGS = {heading.name: heading for heading in (*CASE, *MECHANISM)}

# Participants read these: the template has a column for each language it is made for.
TRANSLATED_FIRST = ("case_title", "title", "summary")

_NAME = re.compile(r"^([a-z_]+)(?:\[([a-z]{2})\])?$")


def column(heading: Heading, language: str = "en") -> str:
    """Return the name of a column: `category`, `title[de]`."""
    return f"{heading.name}[{language}]" if heading.in_languages else heading.name


def recognised(name: str) -> str | None:
    """Return the column that a header cell means, or None; `Title [DE]` is `title[de]`."""
    tidy = re.sub(r"\s*\[\s*", "[", name.strip().casefold()).replace(" ]", "]")
    found = _NAME.match(tidy.replace(" ", "_").replace("-", "_"))
    if not found or found[1] not in HEADINGS:
        return None
    heading = HEADINGS[found[1]]
    if found[2] and (not heading.in_languages or found[2] not in LANGUAGES):
        return None
    return column(heading, found[2] or "en")


def of_column(name: str) -> tuple[Heading, str]:
    """Return the heading and the language of a column."""
    plain, _, rest = name.partition("[")
    return HEADINGS[plain], rest.rstrip("]") or "en"
