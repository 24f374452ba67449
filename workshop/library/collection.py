"""The cases together: finding one, and listing them all."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from workshop.library.case import Case, Mechanism, Pattern, Source
from workshop.schema import Text

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Library:
    """All cases in the order of their source, with the words that sort them.

    `categories`, `themes` and `priority_areas` map each slug to its label, in
    the order in which a screen offers them. `own` names the cases that were
    added to those of the source.
    """

    cases: tuple[Case, ...]
    patterns: tuple[Pattern, ...]
    categories: Mapping[str, Text]
    themes: Mapping[str, Text]
    priority_areas: Mapping[str, Text]
    source: Source
    own: frozenset[str] = frozenset()

    def extended(self, cases: Iterable[Case]) -> "Library":
        """Return a library with further cases behind these; one that is here already stays.

        A pattern that is not, or no longer, in the library is left out of them.
        """
        known = {case.slug for case in self.cases}
        added = tuple(self._sorted(case) for case in cases if case.slug not in known)
        return replace(
            self,
            cases=(*self.cases, *added),
            own=self.own | {case.slug for case in added},
        )

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {case.slug: case for case in self.cases}

    @cached_property
    def _mechanisms(self) -> dict[str, tuple[Case, Mechanism]]:
        return {
            mechanism.id: (case, mechanism) for case in self.cases for mechanism in case.mechanisms
        }

    @cached_property
    def _patterns(self) -> dict[str, Pattern]:
        return {pattern.id: pattern for pattern in self.patterns}

    def case(self, slug: str) -> Case:
        """Return the case with this slug; LookupError if there is none."""
        return _found(self._cases, slug, "case")

    def mechanism(self, mechanism_id: str) -> Mechanism:
        """Return the mechanism with this id; LookupError if there is none."""
        return _found(self._mechanisms, mechanism_id, "mechanism")[1]

    def case_of(self, mechanism_id: str) -> Case:
        """Return the case a mechanism belongs to; LookupError if there is no such mechanism."""
        return _found(self._mechanisms, mechanism_id, "mechanism")[0]

    def pattern(self, pattern_id: str) -> Pattern:
        """Return the pattern with this id; LookupError if there is none."""
        return _found(self._patterns, pattern_id, "pattern")

    def _sorted(self, case: Case) -> Case:
        if all(m.pattern is None or m.pattern in self._patterns for m in case.mechanisms):
            return case
        mechanisms = tuple(
            m if m.pattern in self._patterns else m.model_copy(update={"pattern": None})
            for m in case.mechanisms
        )
        return case.model_copy(update={"mechanisms": mechanisms})

    def haystack(self, slug: str) -> str:
        """Return everything that a search by words looks at in a case, without case and accents."""
        return self._haystacks[slug]

    @cached_property
    def _haystacks(self) -> dict[str, str]:
        return {case.slug: _haystack(case) for case in self.cases}

    @property
    def citation(self) -> str:
        """Return the reference that every case page and export carries."""
        return self.source.citation

    @property
    def disclaimer(self) -> str:
        """Return the funding disclaimer in English; `source.disclaimer` has all languages."""
        return self.source.disclaimer.in_()


def listing(library: Library, language: str = "en") -> list[dict[str, Any]]:
    """Return every case with its mechanisms as plain data, texts in `language` or English."""
    return [
        {
            "slug": case.slug,
            "title": str(case.title.in_(language)),
            "cities": [str(city.in_(language)) for city in case.cities],
            "countries": list(case.countries),
            "themes": list(case.themes),
            "priority_areas": list(case.priority_areas),
            "sensitive": case.sensitive,
            "mechanisms": [
                {
                    "id": mechanism.id,
                    "category": mechanism.category,
                    "booklet_title": mechanism.booklet_title,
                    "title": str(mechanism.title.in_(language)),
                    "summary": str(mechanism.summary.in_(language)),
                    "pattern": mechanism.pattern,
                }
                for mechanism in case.mechanisms
            ],
        }
        for case in library.cases
    ]


def folded(words: str) -> str:
    """Return words as they are compared: without case, without accents."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _haystack(case: Case) -> str:
    texts = [case.title, case.overview, case.why_it_matters]
    texts += [*case.cities, *case.coordinators, *case.actors]
    names = [case.booklet_title, case.slug, case.source]
    for mechanism in case.mechanisms:
        texts += [mechanism.title, mechanism.summary, mechanism.reported_effect]
        texts += mechanism.keywords
        names.append(mechanism.booklet_title)
    words = [words for text in texts if text for words in text.root.values()]
    return folded("\n".join((*names, *words)))


def _found(things: Mapping[str, Thing], key: str, kind: str) -> Thing:
    if key not in things:
        raise LookupError(f"there is no {kind} '{key}' in the library")
    return things[key]
