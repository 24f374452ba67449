"""The filters above the list of cases: choices with their numbers, and the wish in words."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from workshop.library import Library
from workshop.library.browsing import Wish, numbers
from workshop.web.facilitator import places

PARTNERS = ("ES", "BE", "FI", "DE", "PT", "RO", "PL", "GR", "LT")
"""Where the project works: offered even while no case comes from there."""

LABELS = {
    "theme": "What it is about",
    "category": "How it works",
    "pattern": "Pattern",
    "country": "Country",
    "priority_area": "Priority area",
    "actor": "Who takes part",
    "words": "Words",
}
SAID = {
    "theme": "about “{}”",
    "category": "with “{}”",
    "pattern": "with “{}”",
    "country": "from {}",
    "priority_area": "in “{}”",
    "actor": "where “{}” takes part",
    "words": "with the words “{}”",
}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    number: int


@dataclass(frozen=True)
class Filter:
    """One filter: what can be chosen, how many cases each choice leaves, what is chosen."""

    name: str
    label: str
    chosen: str
    choices: list[Choice]


def wish_of(args: Mapping[str, str], library: Library) -> Wish:
    """Return what the address asks for; a choice that nobody offers asks for nothing."""
    asked = {field.name: " ".join(args.get(field.name, "").split())[:100] for field in fields(Wish)}
    for name, known in _names(library).items():
        if asked[name] not in known:
            asked[name] = ""
    return Wish(**asked)


def filters(library: Library, wish: Wish) -> list[Filter]:
    """Return the filters in the order of the page."""
    names: dict[str, Mapping[str, str]] = {**_names(library)}
    names["actor"] = {name: name for name in sorted(numbers(library, wish, "actor"))}
    return [
        Filter(name, LABELS[name], getattr(wish, name), _choices(library, wish, name, known))
        for name, known in names.items()
    ]


@dataclass(frozen=True)
class Part:
    """One part of a wish: how the sentence says it, its name, the query string without it."""

    said: str
    name: str
    without: str


def in_words(library: Library, wish: Wish) -> list[Part]:
    """Return each part of a wish in words."""
    names = _names(library)
    parts = []
    for field in fields(Wish):
        if value := getattr(wish, field.name):
            shown = names.get(field.name, {}).get(value, value)
            rest = replace(wish, **{field.name: ""})
            query = {f.name: v for f in fields(Wish) if (v := getattr(rest, f.name))}
            parts.append(Part(SAID[field.name].format(shown), shown, urlencode(query)))
    return parts


def _choices(library: Library, wish: Wish, name: str, known: Mapping[str, str]) -> list[Choice]:
    counted = numbers(library, wish, name)
    return [Choice(value, label, counted.get(value, 0)) for value, label in known.items()]


def _names(library: Library) -> dict[str, dict[str, str]]:
    used = {code for case in library.cases for code in case.countries}
    countries = dict(places.countries())
    offered = sorted({*PARTNERS, *used}, key=lambda code: countries.get(code, code))
    return {
        "theme": {slug: str(label.in_()) for slug, label in library.themes.items()},
        "category": {slug: str(label.in_()) for slug, label in library.categories.items()},
        "pattern": {pattern.id: str(pattern.title.in_()) for pattern in library.patterns},
        "country": {code: countries.get(code, code) for code in offered},
        "priority_area": {slug: str(label.in_()) for slug, label in library.priority_areas.items()},
    }
