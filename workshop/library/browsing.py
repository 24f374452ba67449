"""Looking for cases: by what they are about, where they are, who took part, and by words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

from workshop.library.case import Case, Mechanism
from workshop.library.collection import Library, folded


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; an empty field asks for nothing.

    `category` and `pattern` have to meet in one mechanism. `actor` is a part
    of an actor's name; every one of `words` has to stand somewhere in the case.
    """

    theme: str = ""
    category: str = ""
    pattern: str = ""
    country: str = ""
    priority_area: str = ""
    actor: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


FACETS = ("theme", "category", "pattern", "country", "priority_area", "actor")


def find(library: Library, wish: Wish) -> list[Case]:
    """Return the cases that fulfil all of a wish, in the library's order."""
    return [case for case in library.cases if _fits(library, case, wish)]


def fitting(case: Case, wish: Wish) -> list[Mechanism]:
    """Return the mechanisms of a case that have the category and the pattern asked for."""
    return [
        mechanism
        for mechanism in case.mechanisms
        if wish.category in ("", mechanism.category) and wish.pattern in ("", mechanism.pattern)
    ]


def numbers(library: Library, wish: Wish, facet: str) -> Mapping[str, int]:
    """Return how many cases each choice of a facet would leave, with the rest of the wish."""
    open_ = replace(wish, **{facet: ""})
    return Counter(
        value
        for case in find(library, open_)
        for value in set(_values(case, facet, fitting(case, open_)))
    )


def _fits(library: Library, case: Case, wish: Wish) -> bool:
    return (
        wish.theme in ("", *case.themes)
        and wish.country in ("", *case.countries)
        and wish.priority_area in ("", *case.priority_areas)
        and bool(fitting(case, wish))
        and _took_part(case, folded(wish.actor))
        and all(word in library.haystack(case.slug) for word in folded(wish.words).split())
    )


def _took_part(case: Case, actor: str) -> bool:
    return not actor or any(
        actor in folded(words) for name in case.actors for words in name.root.values()
    )


def _values(case: Case, facet: str, mechanisms: Iterable[Mechanism]) -> Iterable[str]:
    match facet:
        case "theme":
            return case.themes
        case "category":
            return (mechanism.category for mechanism in mechanisms)
        case "pattern":
            return (mechanism.pattern for mechanism in mechanisms if mechanism.pattern)
        case "country":
            return case.countries
        case "priority_area":
            return case.priority_areas
        case _:
            return (str(actor.in_()) for actor in case.actors)
