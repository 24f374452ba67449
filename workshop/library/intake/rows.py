"""A table of ours, row by row: one mechanism each, the case in its first row or in all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from workshop.library.case import Case
from workshop.library.intake.drafts import Draft, checked, drafted
from workshop.library.intake.grid import Grid, Unreadable
from workshop.library.intake.headings import (
    CASE,
    HEADINGS,
    MECHANISM,
    TRANSLATED_FIRST,
    column,
    of_column,
    recognised,
)
from workshop.library.intake.vocabulary import Vocabulary
from workshop.schema import LANGUAGES

SEARCHED_FOR_HEADER = 10


@dataclass(frozen=True)
class Line:
    """What is wrong in one row of the file; a row of 0 is the file as a whole."""

    row: int
    column: str
    words: str

    def __str__(self) -> str:
        place = [f"row {self.row}"] * bool(self.row) + [f"column {self.column}"] * bool(self.column)
        return f"{', '.join(place)}: {self.words}"


@dataclass
class Intake:
    """The cases of a file, each with its first row, and everything that is wrong, by row."""

    cases: list[tuple[int, Case]] = field(default_factory=list)
    problems: list[Line] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass
class _Written:
    """A draft with the row of the file that each part of it stands in."""

    row: int
    draft: Draft
    rows: list[int] = field(default_factory=list)


def intake(grid: Grid, vocabulary: Vocabulary, known: Mapping[str, Case]) -> Intake:
    """Return what a table says; a column that it lacks leaves a `known` case as it is there."""
    header, columns = _header(grid)
    found = Intake()
    seen = list(columns.values())
    for name in sorted({name for name in seen if seen.count(name) > 1}):
        found.problems.append(Line(header + 1, name, "the column is there twice"))
    found.unknown = _unknown(grid.rows[header], columns, found.problems)
    for row, at, words in grid.problems:
        if row > header + 1 and at in columns:
            found.problems.append(Line(row, columns[at], words))
    for written in _cases(grid, header, columns, found.problems):
        before = known.get(written.draft.slug)
        draft = completed(written.draft, before, set(seen)) if before else written.draft
        case, wrong = checked(draft, vocabulary)
        for one in wrong:
            row = written.row if one.at is None else written.rows[one.at]
            needed = of_column(one.column)[0].needed and one.words.startswith("is empty")
            missing = needed and one.column not in seen
            words = "the file has no such column; it is needed" if missing else one.words
            found.problems.append(Line(header + 1 if missing else row, one.column, words))
        if case:
            found.cases.append((written.row, case))
    found.problems = sorted(dict.fromkeys(found.problems), key=lambda line: line.row)
    if not found.cases and not found.problems:
        found.problems.append(Line(0, "", "there is no case under the row of column names"))
    return found


def rows_of(
    cases: Iterable[Case], languages: Iterable[str] = ()
) -> tuple[list[str], Iterator[list[str]]]:
    """Return the columns and the rows that make these cases again, case by case."""
    drafts = [drafted(case) for case in cases]
    used = {
        name for draft in drafts for cells in (draft.cells, *draft.mechanisms) for name in cells
    }
    asked = {column(HEADINGS[name], code) for name in TRANSLATED_FIRST for code in languages}
    names = [
        name
        for heading in (*CASE, *MECHANISM)
        for name in dict.fromkeys(column(heading, code) for code in LANGUAGES)
        if name in used or name in asked or name == column(heading)
    ]

    def rows() -> Iterator[list[str]]:
        for draft in drafts:
            for number, mechanism in enumerate(draft.mechanisms):
                first = draft.cells if number == 0 else {"case": draft.slug}
                yield [(first | mechanism).get(name, "") for name in names]

    return names, rows()


def _header(grid: Grid) -> tuple[int, dict[int, str]]:
    """Return where the names of the columns stand, and which cell is which column."""
    best: dict[int, str] = {}
    at = 0
    for number, row in enumerate(grid.rows[:SEARCHED_FOR_HEADER]):
        names = {i: name for i, cell in enumerate(row) if (name := recognised(cell))}
        if len(names) > len(best):
            at, best = number, names
    if "case" not in best.values():
        raise Unreadable(
            "No row of this file holds the names of our columns (case, case_title[en], "
            "title[en], ...). Copy your cases into the template and send that."
        )
    return at, best


def _unknown(header: Sequence[str], columns: Mapping[int, str], problems: list[Line]) -> list[str]:
    """Return the columns that are not ours; one that looks misspelt is a problem."""
    names = [column(h, c) for h in HEADINGS.values() for c in LANGUAGES]
    unknown = []
    for at, cell in enumerate(header):
        if at in columns or not cell.strip():
            continue
        near = get_close_matches(cell.strip().casefold(), names, n=1, cutoff=0.8)
        if near and near[0] not in columns.values():
            words = f"there is no column '{cell.strip()}'; did you mean {near[0]}?"
            problems.append(Line(0, "", words))
        else:
            unknown.append(cell.strip()[:60])
    return unknown


def _cases(
    grid: Grid, header: int, columns: Mapping[int, str], problems: list[Line]
) -> Iterator[_Written]:
    current: _Written | None = None
    begun: dict[str, int] = {}
    for number, row in enumerate(grid.rows[header + 1 :], start=header + 2):
        cells = {
            name: value
            for at, name in columns.items()
            if at < len(row) and (value := row[at].strip())
        }
        if not cells:
            continue
        of_case = {n: v for n, v in cells.items() if of_column(n)[0] in CASE}
        slug = of_case.get("case", "")
        if current is None and not slug:
            problems.append(Line(number, "case", "is empty; the first row of a case needs it"))
            continue
        if slug and (current is None or slug != current.draft.slug):
            if current:
                yield current
            if slug in begun:
                words = f"'{slug}' began in row {begun[slug]}; keep the rows of a case together"
                problems.append(Line(number, "case", words))
            begun.setdefault(slug, number)
            current = _Written(number, Draft())
        assert current is not None
        _add(current, number, of_case, problems)
        mechanism = {n: v for n, v in cells.items() if n not in of_case}
        if mechanism:
            current.draft.mechanisms.append(mechanism)
            current.rows.append(number)
    if current:
        yield current


def _add(current: _Written, row: int, cells: Mapping[str, str], problems: list[Line]) -> None:
    for name, value in cells.items():
        before = current.draft.cells.setdefault(name, value)
        if before != value:
            words = (
                f"says something else than row {current.row} about the same case "
                f"'{current.draft.slug}'"
            )
            problems.append(Line(row, name, words))


def completed(draft: Draft, before: Case, columns: set[str]) -> Draft:
    """Return the draft with what is known of the case in columns that the file does not have."""
    kept = drafted(before)
    by_name = {cells["mechanism"]: cells for cells in kept.mechanisms}

    def both(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
        return {name: words for name, words in old.items() if name not in columns} | dict(new)

    mechanisms = [
        both(by_name.get(cells.get("mechanism", "").removeprefix(f"{draft.slug}."), {}), cells)
        for cells in draft.mechanisms
    ]
    return Draft(both(kept.cells, draft.cells), mechanisms)
