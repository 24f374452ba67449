"""What of the library is not there yet in a language."""

from collections.abc import Iterator
from dataclasses import dataclass

from workshop.library.case import Case
from workshop.library.collection import Library
from workshop.schema import Text


@dataclass(frozen=True)
class Gap:
    """One text that a language lacks: of which case or mechanism, which field, its English.

    `asked` texts are what participants read; the others only facilitators see.
    """

    case: str
    place: str
    field: str
    english: str
    asked: bool


def gaps(library: Library, language: str) -> list[Gap]:
    """Return every text that `language` lacks: of cases in their order, then of what sorts them."""
    return [
        Gap(case, place, field, str(text.in_()), asked)
        for case, place, field, text, asked in _texts(library)
        if language not in text.root
    ]


def _texts(library: Library) -> Iterator[tuple[str, str, str, Text, bool]]:
    for case in library.cases:
        yield from _of_case(case)
    for pattern in library.patterns:
        yield "", pattern.id, "title", pattern.title, False
        yield "", pattern.id, "definition", pattern.definition, False
    for name in ("categories", "themes", "priority_areas"):
        for slug, label in getattr(library, name).items():
            yield "", slug, name, label, False
    yield "", "source", "disclaimer", library.source.disclaimer, False


def _of_case(case: Case) -> Iterator[tuple[str, str, str, Text, bool]]:
    slug = case.slug
    yield slug, slug, "case_title", case.title, True
    for field in ("overview", "why_it_matters", "help_note"):
        if text := getattr(case, field):
            yield slug, slug, field, text, False
    for field in ("cities", "coordinators", "actors"):
        for text in getattr(case, field):
            yield slug, slug, field, text, False
    for mechanism in case.mechanisms:
        yield slug, mechanism.id, "title", mechanism.title, True
        yield slug, mechanism.id, "summary", mechanism.summary, True
        if mechanism.reported_effect:
            yield slug, mechanism.id, "reported_effect", mechanism.reported_effect, False
        for text in mechanism.keywords:
            yield slug, mechanism.id, "keywords", text, False
