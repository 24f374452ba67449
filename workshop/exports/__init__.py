"""Sheets in, files out. Knows no request, no login, no socket, and names no kind of activity.

Every format can be written at any time, also while the workshop is live, and
holds what was saved at the moment it began.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import BinaryIO

from sqlalchemy.orm import Session, object_session

from workshop.exports import archive, csv_files, kind_files, xlsx
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
    "UnknownFormat",
    "content_type",
    "export",
    "formats",
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
_SAID = {
    "xlsx": "Excel workbook: codebook, every answer, participants, counts",
    "csv": "The same tables as CSV files, in one zip",
    "json": "Complete archive, to keep or to import elsewhere",
    "pool": "The archive without those who keep their answers out of other workshops’",
}
FORMATS = tuple(_FILES)
"""What `export` can write of every workshop: a workbook, a zip of csv files, and the archive that
can be imported, of everybody or (pool) of those who agreed to be pooled with other workshops."""

POOL = "pool"
_LONGEST_TITLE = 60


class UnknownFormat(LookupError):
    """No file of this format can be written; says which there are."""


def formats(workshop: Workshop) -> dict[str, str]:
    """Return what can be written of a workshop now: each format with what it is good for."""
    return _SAID | {n: format.label for n, format in kind_files.formats(workshop).items()}


def export(db: Session, workshop: Workshop, format: str, out: BinaryIO) -> None:
    """Write everything a workshop holds to `out`, row by row; UnknownFormat for another format."""
    _known(format)
    with snapshot(db, workshop) as (seen, same):
        if format in _WRITERS:
            _WRITERS[format](seen, same, out)
        else:
            kind_files.write(seen, same, format, out)


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
    suffix = _type(workshop, format)[0]
    if format == POOL or format not in _FILES:
        parts.append(format)
    if holds_simulated(db, workshop.id):
        parts.append(SIMULATED)
    return "-".join(parts) + suffix


def content_type(workshop: Workshop, format: str) -> str:
    """Return the media type of the file that a workshop gives in a format."""
    return _type(workshop, format)[1]


def _type(workshop: Workshop, format: str) -> tuple[str, str]:
    _known(format)
    return _FILES.get(format) or kind_files.file_type(workshop, format)


def _known(format: str) -> None:
    there_is = (*FORMATS, *kind_files.everywhere())
    if format not in there_is:
        raise UnknownFormat(f"There is no format {format!r}; there is {', '.join(there_is)}.")


def _words(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text)[:_LONGEST_TITLE]
    return re.findall(r"[^\W_]+", composed)
