"""A file of cells, whatever program wrote it."""

import csv
import io
from dataclasses import dataclass, field
from itertools import islice

from workshop.library.intake.headings import recognised

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 200


class Unreadable(ValueError):
    """A file that is no table of ours; the words say what to do instead."""


@dataclass
class Grid:
    """The rows of a table as text; row 1 is `rows[0]`, as the spreadsheet counts.

    `problems` are (row, column from 0, words) of cells that hold no value.
    """

    rows: list[list[str]]
    read_as: str
    problems: list[tuple[int, int, str]] = field(default_factory=list)


def read(content: bytes) -> Grid:
    """Return the table in a csv or xlsx file; Unreadable in words for anything else."""
    if not content.strip():
        raise Unreadable("The file is empty.")
    if len(content) > MOST_BYTES:
        raise Unreadable("The file is larger than 5 MB. Send the cases in several files.")
    if content.startswith(b"PK"):
        # Loaded only where it is needed: the library is read without it everywhere else.
        from workshop.library.intake.xlsx import read_xlsx

        return read_xlsx(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            "This is an old Excel file (.xls) or one with a password. "
            "Save it as .xlsx without a password, or as .csv."
        )
    return read_csv(content)


def read_csv(content: bytes) -> Grid:
    """Read text in UTF-8, UTF-16 or Windows-1252, separated by commas, semicolons or tabs."""
    text, encoding = _decoded(content)
    if "\x00" in text:
        raise Unreadable("This is neither a spreadsheet (.xlsx) nor a table of text (.csv).")
    first, _, rest = text.partition("\n")
    said = first.strip().removeprefix("sep=") if first.lower().startswith("sep=") else ""
    head = rest if said else text
    separator = said[:1] or max(SEPARATORS, key=lambda mark: _known(head, mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = list(reader)
    except csv.Error as problem:
        raise Unreadable(
            f"The quotation marks of this file do not match, at line {reader.line_num}. "
            "Save it again as .csv from a spreadsheet program, or send the .xlsx."
        ) from problem
    if said:
        rows[0] = []
    refuse_too_large(len(rows), max(map(len, rows), default=0))
    name = SEPARATORS.get(separator, repr(separator))
    return Grid([[_unquoted(cell) for cell in row] for row in rows], f"{encoding}, {name}")


SEPARATORS = {",": "separated by commas", ";": "separated by semicolons", "\t": "separated by tabs"}


def refuse_too_large(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise Unreadable(f"The table has more than {MOST_ROWS} rows. Send it in several files.")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"The table has more than {MOST_COLUMNS} columns; the template has fewer.")


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as problem:
            raise Unreadable("This file says that it is UTF-16 and is not.") from problem
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as problem:
        raise Unreadable(
            "This is neither a spreadsheet (.xlsx) nor a table of text in UTF-8 or Windows-1252."
        ) from problem


def _known(text: str, separator: str) -> int:
    """Return how many of our columns the first rows have when they are separated so."""
    reader = csv.reader(io.StringIO(text[:20000], newline=""), delimiter=separator)
    try:
        first = islice(reader, 5)
        return max((sum(recognised(c) is not None for c in row) for row in first), default=0)
    except csv.Error:
        return 0


def _unquoted(cell: str) -> str:
    """Take away the apostrophe that our own files put before what a spreadsheet would run."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell
