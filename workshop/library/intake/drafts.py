"""One case as somebody wrote it, cell by cell, and what is wrong with it in words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from workshop.library.case import LONGEST_SUMMARY, Case
from workshop.library.collection import folded
from workshop.library.intake.headings import (
    CASE,
    HEADINGS,
    MECHANISM,
    Heading,
    column,
    of_column,
)
from workshop.library.intake.vocabulary import Vocabulary
from workshop.schema import LANGUAGES, clean

MOST_MECHANISMS = 30
RESERVED = frozenset({"export", "import", "missing", "new", "own", "patterns", "template"})
"""Addresses of the program, and the first half of ids that a facilitator's own mechanisms get."""

_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_LONGEST_MECHANISM = 39
_YES = {"yes": True, "true": True, "1": True, "x": True, "no": False, "false": False, "0": False}


@dataclass
class Draft:
    """The cells of a case and of its mechanisms, by column; empty cells may be left out."""

    cells: dict[str, str] = field(default_factory=dict)
    mechanisms: list[dict[str, str]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.cells.get("case", "")


@dataclass(frozen=True)
class Wrong:
    """What is wrong in one column of the case, or of the mechanism `at` that position."""

    at: int | None
    column: str
    words: str


def drafted(case: Case) -> Draft:
    """Return a case as the cells that make it again."""
    mechanisms = []
    for mechanism in case.mechanisms:
        cells = _written(MECHANISM, mechanism)
        cells["mechanism"] = mechanism.id.partition(".")[2]
        mechanisms.append(cells)
    return Draft(_written(CASE, case), mechanisms)


def checked(draft: Draft, vocabulary: Vocabulary) -> tuple[Case | None, list[Wrong]]:
    """Return the case a draft makes, or everything that keeps it from being one."""
    wrong: list[Wrong] = []
    values = _values(CASE, draft.cells, None, vocabulary, wrong)
    slug = str(values["slug"] or "")
    if slug and not _SLUG.match(slug):
        wrong.append(Wrong(None, "case", f"'{slug}' is no short name such as safer-station"))
    elif slug in RESERVED:
        wrong.append(Wrong(None, "case", f"'{slug}' is a word of this program; choose another"))
    if values["help_note"] and not values["sensitive"]:
        wrong.append(Wrong(None, "help_note[en]", "a help note belongs to a sensitive case only"))
    if not draft.mechanisms:
        wrong.append(Wrong(None, "title[en]", "a case needs at least one mechanism"))
    if len(draft.mechanisms) > MOST_MECHANISMS:
        wrong.append(Wrong(None, "mechanism", f"at most {MOST_MECHANISMS} mechanisms, please"))
    taken: set[str] = set()
    mechanisms = []
    for at, cells in enumerate(draft.mechanisms):
        mechanism = _values(MECHANISM, cells, at, vocabulary, wrong)
        mechanism["id"] = _mechanism_id(slug, mechanism, at, taken, wrong)
        _count_words(mechanism["summary"], at, wrong)
        mechanisms.append(mechanism)
    if wrong:
        return None, wrong
    values |= {"order": 1, "mechanisms": mechanisms}
    try:
        return Case.model_validate(values), []
    except ValidationError as error:
        return None, [_refused(problem) for problem in error.errors(include_url=False)]


def slug_of(words: str, longest: int = _LONGEST_MECHANISM) -> str:
    """Return a short name made from a title, empty if nothing of it is Latin or a digit."""
    plain = folded(words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def _written(headings: Iterable[Heading], thing: Any) -> dict[str, str]:
    cells: dict[str, str] = {}
    for heading in headings:
        value = getattr(thing, heading.field)
        match heading.kind:
            case "text":
                cells |= {column(heading, c): w for c, w in (value.root if value else {}).items()}
            case "texts":
                for code in LANGUAGES:
                    if any(code in text.root for text in value):
                        words = (text.root.get(code, "") for text in value)
                        cells[column(heading, code)] = "; ".join(words)
            case "codes":
                cells[heading.name] = "; ".join(value)
            case "yes":
                cells[heading.name] = "yes" if value else "no"
            case _:
                cells[heading.name] = value or ""
    return cells


def _values(
    headings: Sequence[Heading],
    cells: Mapping[str, str],
    at: int | None,
    vocabulary: Vocabulary,
    wrong: list[Wrong],
) -> dict[str, Any]:
    """Return the fields of a case or mechanism as its schema takes them."""
    written = {name: text for name, words in cells.items() if (text := clean(words))}
    for name, words in written.items():
        if len(words) > (longest := of_column(name)[0].longest):
            words_ = f"{len(words)} characters, at most {longest}"
            wrong.append(Wrong(at, name, words_))
    values: dict[str, Any] = {}
    for heading in headings:
        first = column(heading)
        if heading.needed and first not in written:
            english = " in English" if heading.in_languages else ""
            wrong.append(Wrong(at, first, f"is empty; it is needed{english}"))
        try:
            values[heading.field] = _value(heading, written, vocabulary)
        except _WrongIn as problem:
            wrong.append(Wrong(at, problem.column, str(problem)))
            values[heading.field] = None
    values["booklet_title"] = values["booklet_title"] or (values["title"] or {}).get("en")
    return values


class _WrongIn(ValueError):
    def __init__(self, column: str, words: str) -> None:
        super().__init__(words)
        self.column = column


def _value(heading: Heading, written: Mapping[str, str], vocabulary: Vocabulary) -> Any:
    words = written.get(heading.name, "")
    match heading.kind:
        case "text":
            texts = _by_language(heading, written)
            if texts and "en" not in texts and not heading.needed:
                raise _WrongIn(column(heading), "is empty; it is needed in English")
            return texts or None
        case "texts":
            return _several(heading, _by_language(heading, written))
        case "codes" | "code":
            try:
                codes = [vocabulary.code(heading.name, word) for word in _split(words) if word]
            except ValueError as problem:
                raise _WrongIn(heading.name, str(problem)) from problem
            if heading.kind == "codes":
                return list(dict.fromkeys(codes))
            if len(codes) > 1:
                raise _WrongIn(heading.name, f"holds {len(codes)} words; choose one")
            return codes[0] if codes else None
        case "yes":
            if words and words.casefold() not in _YES:
                raise _WrongIn(heading.name, f"'{words}' is neither yes nor no")
            return _YES.get(words.casefold(), False)
    return words


def _by_language(heading: Heading, written: Mapping[str, str]) -> dict[str, str]:
    return {c: words for c in LANGUAGES if (words := written.get(column(heading, c)))}


def _several(heading: Heading, written: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the entries of a list; other languages name them in the order of the English."""
    english = [word for word in _split(written.get("en", "")) if word]
    entries = [{"en": word} for word in english]
    for code, words in written.items():
        if code == "en":
            continue
        translated = _split(words)
        if len(translated) != len(entries):
            raise _WrongIn(
                column(heading, code),
                f"names {len(translated)}, but {column(heading)} names {len(entries)}; "
                "keep the order, and leave a gap between two semicolons where one is missing",
            )
        for entry, word in zip(entries, translated, strict=True):
            if word:
                entry[code] = word
    return entries


def _split(words: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", words)]


def _mechanism_id(
    slug: str, mechanism: Mapping[str, Any], at: int, taken: set[str], wrong: list[Wrong]
) -> str:
    written = str(mechanism["id"] or "").removeprefix(f"{slug}.")
    name = written or slug_of((mechanism["title"] or {}).get("en", "")) or f"mechanism-{at + 1}"
    if not _SLUG.match(name) or len(name) > _LONGEST_MECHANISM:
        wrong.append(
            Wrong(at, "mechanism", f"'{written}' is no short name such as night-walks, "
                  f"at most {_LONGEST_MECHANISM} characters")
        )  # fmt: skip
    if name in taken:
        wrong.append(Wrong(at, "mechanism", f"'{name}' is there twice in this case"))
    taken.add(name)
    return f"{slug}.{name}"


def _count_words(summary: Mapping[str, str] | None, at: int, wrong: list[Wrong]) -> None:
    for code, words in (summary or {}).items():
        if (count := len(words.split())) > LONGEST_SUMMARY:
            wrong.append(Wrong(at, f"summary[{code}]", f"{count} words, at most {LONGEST_SUMMARY}"))


def _refused(problem: Mapping[str, Any]) -> Wrong:
    """Return what only the schema saw; our own checks come first and say it better."""
    place = [step for step in problem["loc"] if step != "mechanisms"]
    at = place.pop(0) if place and isinstance(place[0], int) else None
    headings = CASE if at is None else MECHANISM
    name = next((h.name for h in headings if place and h.field == place[0]), "case")
    words = problem["msg"].removeprefix("Value error, ")
    return Wrong(at, column(HEADINGS[name]), words)
