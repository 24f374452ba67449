"""Sheets in, files out. Knows no request, no login, no socket, and names no kind of activity.

Every format can be written at any time, also while the workshop is live, and
holds what was saved at the moment it began.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import BinaryIO

from sqlalchemy.orm import Session, object_session

from workshop.exports import archive, csv_files, xlsx
from workshop.exports.restore import ArchiveError, ImportReport, import_archive
from workshop.exports.sheets import book
from workshop.exports.simulated import SIMULATED, holds_simulated
from workshop.exports.snapshot import snapshot
from workshop.models import Workshop
from workshop.schema import Text

__all__ = [
    "FORMATS",
    "ArchiveError",
    "ImportReport",
    "content_type",
    "export",
    "import_archive",
    "suggested_name",
]

_FILES = {
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (".zip", "application/zip"),
    "json": (".json", "application/json"),
    "pool": (".json", "application/json"),
}
_WRITERS: dict[str, Callable[[Session, Workshop, BinaryIO], None]] = {
    "xlsx": lambda db, workshop, out: xlsx.write(book(db, workshop), out),
    "csv": lambda db, workshop, out: csv_files.write(book(db, workshop), out),
    "json": archive.write,
    "pool": archive.write_pool,
}
FORMATS = tuple(_FILES)
"""What `export` can write: a workbook, a zip of csv files, and the archive that can be imported,
of everybody or (pool) of those who agreed to be pooled with other workshops."""

POOL = "pool"
_LONGEST_TITLE = 60


def export(db: Session, workshop: Workshop, format: str, out: BinaryIO) -> None:
    """Write everything a workshop holds to `out`, row by row; LookupError for another format."""
    _known(format)
    with snapshot(db, workshop) as (seen, same):
        _WRITERS[format](seen, same, out)


def suggested_name(workshop: Workshop, format: str) -> str:
    """Return a file name without anything a file system or a header could take amiss.

    >>> suggested_name(workshop, "csv")
    'workshop-K7M2QX-a-safer-square.zip'
    """
    db = object_session(workshop)
    if db is None:
        raise ValueError("a file is named while the workshop's session is open")
    # A bare title could be `con`, `.profile` or `../x`; after this prefix it is only words.
    parts = ["workshop", *_words(workshop.code), *_words(str(Text(workshop.title).in_()).lower())]
    if format == POOL:
        parts.append(POOL)
    if holds_simulated(db, workshop.id):
        parts.append(SIMULATED)
    return "-".join(parts) + _FILES[_known(format)][0]


def content_type(format: str) -> str:
    """Return a format's media type."""
    return _FILES[_known(format)][1]


def _known(format: str) -> str:
    if format not in _FILES:
        raise LookupError(f"There is no format {format!r}; there is {', '.join(FORMATS)}.")
    return format


def _words(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)[:_LONGEST_TITLE]
    return re.findall(r"[^\W_]+", composed)
