"""Sheets as csv files in one zip."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, BinaryIO, TextIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workshop.exports.cells import FORMULA_STARTS, printable
from workshop.exports.sheets import Book
from workshop.exports.simulated import SIMULATED

_HOW_TO_READ = (
    "codebook.csv explains every file and column. The files are UTF-8 with a byte order mark, "
    "their fields separated by commas. A text that begins with = + - @, a tab or a carriage "
    "return has an apostrophe in front, so that no spreadsheet runs it; numbers have none."
)


def write(book: Book, out: BinaryIO) -> None:
    """Write the same bytes for the same sheets: no file in the zip carries the time of day."""
    prefix = f"{SIMULATED}-" if book.simulated else ""
    with ZipFile(out, "w", ZIP_DEFLATED) as files:
        with _file(files, f"{prefix}README.txt", "utf-8") as readme:
            readme.write("\n\n".join((book.title, *book.notices, _HOW_TO_READ)) + "\n")
        for sheet in book.sheets:
            with _file(files, f"{prefix}{sheet.name}.csv", "utf-8-sig") as file:
                writer = csv.writer(file)
                writer.writerow([column.name for column in sheet.columns])
                writer.writerows(map(cell, row) for row in sheet)


@contextmanager
def _file(files: ZipFile, name: str, encoding: str) -> Iterator[TextIO]:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    # The same on every system, and readable by its owner once unpacked.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    with files.open(entry, "w") as raw, TextIOWrapper(raw, encoding, newline="") as file:
        yield file


def cell(value: Any) -> Any:
    """Return a value as a cell of a csv file, where text stays text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
