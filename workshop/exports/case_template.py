"""Cases as the spreadsheet that they can be imported from again, and the empty one to fill in."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper

from workshop.activities.base import Column, Sheet
from workshop.exports import csv_files, xlsx
from workshop.exports.sheets import Book
from workshop.library import Case, Library
from workshop.library.intake import CASE, MECHANISM, Vocabulary, column, rows_of
from workshop.schema import LANGUAGES

FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
TITLE = "Cases and their mechanisms"
HOW = (
    "One row is one mechanism. The columns of the case itself are filled in its first row, or the "
    "same in all its rows; the short name of the case stands in each of them.",
    "Rows of one case stand together. A column that you do not need can be left empty or deleted: "
    "what is known of a case already stays as it is where a file has no column for it.",
    "Columns such as title[en] hold a text in one language. Add a column for another, such as "
    f"title[de]. Languages: {', '.join(LANGUAGES)}. English is needed, the others can follow.",
    "Several entries in one cell are separated by semicolons; in another language they keep the "
    "order of the English ones.",
    "Nothing is stored when you send the file: a page shows what would be new and what would "
    "change, and what is wrong with row and column, before you confirm.",
)


def write(
    library: Library,
    cases: Iterable[Case],
    vocabulary: Vocabulary,
    format_: str,
    languages: Iterable[str] = (),
) -> bytes:
    """Return a file of cases in one of FORMATS, with columns for the languages asked for."""
    names, rows = rows_of(cases, languages)
    if format_ == "csv":
        return _csv(names, rows)
    sheets = [
        Sheet("cases", [Column(name, "") for name in names], rows),
        Sheet("explanation", EXPLANATION, _explained(library, vocabulary)),
    ]
    out = BytesIO()
    notices = [library.citation, library.disclaimer]
    xlsx.write(Book(title=TITLE, notices=notices, simulated=False, sheets=sheets), out)
    return out.getvalue()


EXPLANATION = (
    Column("column", "name of a column of the sheet cases"),
    Column("needed", "yes where a case cannot do without"),
    Column("what", "what stands in it, or what a word means"),
)


def _csv(names: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    out = BytesIO()
    with TextIOWrapper(out, "utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(map(csv_files.cell, row) for row in rows)
        file.flush()
        return out.getvalue()


def _explained(library: Library, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    for words in HOW:
        yield "", "", words
    for headings, of in ((CASE, "of the case"), (MECHANISM, "of the mechanism")):
        for heading in headings:
            needed = "yes" if heading.needed else ""
            yield column(heading), needed, f"{of}: {heading.explained}"
    for name, labels in vocabulary.columns.items():
        # The countries are two hundred, and everybody knows their own.
        if name != "countries":
            for code, label in labels.items():
                yield f"{name}: {code}", "", label
    yield "source", "", f"The cases that come along: {library.citation}"
    yield "source", "", library.disclaimer
