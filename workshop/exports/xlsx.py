"""Sheets as one workbook, row by row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from workshop.activities.base import Sheet
from workshop.exports.cells import FORMULA_STARTS, printable
from workshop.exports.sheets import Book
from workshop.exports.simulated import SIMULATED

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""The file format's limits: a longer sheet goes on in another, a longer text is cut and says so."""

CUT = " [cut here; the csv and json files have all of it]"
SAMPLE = 200
NARROWEST, WIDEST = 8, 60
WARNING = "C00000"


def write(book: Book, out: BinaryIO) -> None:
    """Write a workbook that opens without warnings and in which text stays text."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "workshop"
    workbook.properties.title = f"{SIMULATED}: {book.title}" if book.simulated else book.title
    workbook.properties.description = "\n".join(book.notices)
    for sheet in book.sheets:
        _pages(workbook, sheet, book.simulated)
    workbook.save(out)


def _pages(workbook: Workbook, sheet: Sheet, simulated: bool) -> None:
    header = [column.name for column in sheet.columns]
    rows = iter(sheet)
    sample = list(islice(rows, SAMPLE))
    for number in count(1):
        page = workbook.create_sheet(sheet.name if number == 1 else f"{sheet.name} ({number})")
        if simulated:
            page.sheet_properties.tabColor = WARNING
        # Both stand before the rows in the file, so they are needed first.
        page.freeze_panes = "A2"
        for column, width in enumerate(_widths(header, sample), start=1):
            page.column_dimensions[get_column_letter(column)].width = width
        page.append([_bold(page, name) for name in header])
        last = 1
        for row in chain(sample, islice(rows, MOST_ROWS - 1 - len(sample))):
            page.append([_cell(page, value) for value in row])
            last += 1
        page.auto_filter.ref = f"A1:{get_column_letter(len(header))}{last}"
        page.close()
        sample = list(islice(rows, SAMPLE))
        if not sample:
            return


def _cell(page: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = printable(value)
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS - len(CUT)] + CUT
    # Everything else openpyxl takes for the text it is; `#N/A` would be an error.
    if not text.startswith((*FORMULA_STARTS, "#")):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    # Tells Excel that it stays text when somebody edits it.
    cell.quotePrefix = True
    return cell


def _bold(page: Any, name: str) -> Any:
    cell = WriteOnlyCell(page, name)
    cell.font = Font(bold=True)
    return cell


def _widths(header: Sequence[str], sample: Iterable[Sequence[Any]]) -> Iterator[int]:
    for name, values in zip(header, zip(*sample, strict=True) if sample else (), strict=False):
        longest = max(len(str(value)) for value in (name, *values) if value is not None)
        yield min(max(longest + 2, NARROWEST), WIDEST)
    if not sample:
        yield from (max(len(name) + 2, NARROWEST) for name in header)
