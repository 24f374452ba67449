from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

import workshop.library
from workshop.library.intake import Vocabulary, intake, read

COUNTRIES = {
    "BE": "Belgium", "DE": "Germany", "ES": "Spain", "FI": "Finland", "FR": "France",
    "GR": "Greece", "IT": "Italy", "LT": "Lithuania", "NL": "Netherlands", "PL": "Poland",
    "PT": "Portugal", "RO": "Romania", "SE": "Sweden",
}  # fmt: skip
GOOD = {
    "case": "safer-station",
    "case_title[en]": "A safer station",
    "themes": "mobility",
    "actors[en]": "Police; Passengers",
    "overview[en]": "The station is dark.\n\nPeople say so.",
    "title[en]": "Walks at night",
    "summary[en]": "Passengers and police walk together.",
    "category": "participatory-governance",
}


def table(*rows: dict[str, str], mark: str = ",") -> str:
    """Return rows as csv text, their columns in the order they first appear."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(
        mark.join('"' + cell.replace('"', '""') + '"' for cell in line) + "\n" for line in lines
    )


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary.of(workshop.library.load(), COUNTRIES)


@pytest.fixture
def taken_in(vocabulary) -> Callable[..., Any]:
    """Read a file's bytes, or rows as csv, and return what they say."""

    def do(*rows: Any, known: Any = ()) -> Any:
        content = rows[0] if isinstance(rows[0], bytes) else table(*rows).encode()
        return intake(read(content), vocabulary, {case.slug: case for case in known})

    return do


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Make a workbook of rows of cells; `change` may do more to its sheet."""

    def do(*rows: Any, change: Any = None, sheet: str = "cases") -> bytes:
        book = Workbook()
        page = book.active
        page.title = sheet
        for row in rows:
            page.append(list(row))
        if change:
            change(page)
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    return do
