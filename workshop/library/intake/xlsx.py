"""Reading a workbook that anybody may have sent: its values, never what it would run."""

import re
import warnings
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from workshop.library.intake.grid import MOST_COLUMNS, MOST_ROWS, Grid, Unreadable, refuse_too_large

MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 500
BROKEN = "This workbook is damaged. Open it in a spreadsheet program and save it again as .xlsx."
_MERGED = re.compile(rb'<mergeCell[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def read_xlsx(content: bytes) -> Grid:
    """Return the sheet `cases`, or the first; what was merged downwards holds for each row."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_bombs(archive)
    except BadZipFile as problem:
        raise Unreadable(BROKEN) from problem
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know of a workbook is not ours to complain about.
            warnings.simplefilter("ignore")
            return _grid(content)
    except Unreadable:
        raise
    except Exception as problem:
        # A damaged or hostile workbook ends in whatever exception it likes.
        raise Unreadable(BROKEN) from problem


def _refuse_bombs(archive: ZipFile) -> None:
    """Look at what the parts say they unpack to: no more than that is ever read."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable(
            "This workbook unpacks to far more than a table of cases needs. "
            "Copy the cases into the template and send that."
        )
    if "[Content_Types].xml" not in archive.namelist():
        raise Unreadable("This is a zip file, but no workbook (.xlsx).")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(part):
            raise Unreadable(BROKEN)


def _grid(content: bytes) -> Grid:
    values = load_workbook(BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(BytesIO(content), read_only=True, data_only=False)
    names = values.sheetnames
    name = next((n for n in names if n.strip().casefold() == "cases"), names[0])
    grid = Grid([], f"workbook, sheet “{name}”")
    # One more than allowed, so that too much is noticed; a row or column number in a
    # hostile file may be anything, and what the sheet says of its own size is not trusted.
    limits = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS + 1}
    sheets: list[Any] = [book[name] for book in (values, formulas)]
    for sheet in sheets:
        sheet.reset_dimensions()
    pairs = zip(*(sheet.iter_rows(**limits) for sheet in sheets), strict=True)
    for number, (row, written) in enumerate(pairs):
        grid.rows.append([_text(cell.value) for cell in row])
        for at, (cell, formula) in enumerate(zip(row, written, strict=True)):
            if words := _no_value(cell, formula):
                grid.problems.append((number + 1, at, words))
                grid.rows[-1][at] = ""
    while grid.rows and not any(grid.rows[-1]):
        grid.rows.pop()
    width = max((len(row) for row in grid.rows if any(row)), default=0)
    while width and not any(row[width - 1] for row in grid.rows if len(row) >= width):
        width -= 1
    grid.rows = [row[:width] for row in grid.rows]
    refuse_too_large(len(grid.rows), width)
    with ZipFile(BytesIO(content)) as archive:
        _fill_merged(grid, archive.read(sheets[0]._worksheet_path.lstrip("/")))
    return grid


def _no_value(cell: Any, formula: Any) -> str:
    """Return in words why a cell has no value to read, if so."""
    if formula.data_type == "f" and cell.value is None:
        return (
            "holds a formula whose result is not in the file; "
            "replace it by its value (paste special, values)"
        )
    if cell.data_type == "e":
        return f"holds the error {cell.value}; write the value itself"
    return ""


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()
    return str(value)


def _fill_merged(grid: Grid, xml: bytes) -> None:
    for ref in _MERGED.findall(xml)[:MOST_ROWS]:
        left, top, _, bottom = range_boundaries(ref.decode("ascii"))
        # Only downwards: a heading across the sheet means nothing in other columns.
        if not (left and top and bottom) or top > len(grid.rows):
            continue
        value = grid.rows[top - 1][left - 1 : left]
        for row in grid.rows[top:bottom]:
            if value and len(row) >= left and not row[left - 1]:
                row[left - 1] = value[0]
