"""Reading a workbook that anybody may have sent: its values, never what it would run."""

import re
import warnings
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from workshop.library.intake.grid import MOST_COLUMNS, MOST_ROWS, Grid, Unreadable, refuse_too_large

MOST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 500
MOST_CELLS = 2_000_000
BROKEN = "This workbook is damaged. Open it in a spreadsheet program and save it again as .xlsx."
_MERGED = re.compile(rb'<mergeCell[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def read_xlsx(content: bytes) -> Grid:
    """Return the sheet `cases`, or the first; what was merged downwards holds for each row."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _refuse_bombs(archive)
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
    sheets: list[Any] = [book[name] for book in (values, formulas)]
    for sheet in sheets:
        # What a sheet says of its own size is not trusted.
        sheet.reset_dimensions()
    looked_at = 0
    pairs = zip(*(sheet.iter_rows() for sheet in sheets), strict=True)
    for number, (row, written) in enumerate(pairs, start=1):
        looked_at += len(row)
        cells = [_text(cell.value) for cell in row[: MOST_COLUMNS + 1]]
        if looked_at > MOST_CELLS or any(cell.value is not None for cell in row[MOST_COLUMNS:]):
            refuse_too_large(number, MOST_COLUMNS + 1)
        for at, (cell, formula) in enumerate(zip(row, written, strict=True)):
            if words := _no_value(cell, formula):
                grid.problems.append((number, at, words))
                cells[at] = ""
        # Sheets often go on with empty rows that somebody once coloured.
        if any(cells):
            refuse_too_large(number, len(row[:MOST_COLUMNS]))
            grid.rows += [[] for _ in range(number - 1 - len(grid.rows))]
            grid.rows.append(cells)
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
            row += [""] * (left - len(row))
            row[left - 1] = row[left - 1] or "".join(value)
