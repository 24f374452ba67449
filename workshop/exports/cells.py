"""What may stand in a cell of any table."""

import re
from datetime import UTC, datetime, tzinfo
from typing import Any

import orjson

# What XML 1.0, UTF-8 or a spreadsheet cannot hold, and controls nobody typed
# on purpose. Tab and line ends stay.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins so would be run as a formula by a spreadsheet."""


def printable(text: str) -> str:
    """Return the text without what no file can hold."""
    return _UNPRINTABLE.sub("", text)


def as_json(value: Any) -> str:
    """Return a stored value as compact JSON."""
    return orjson.dumps(value).decode()


def time_in(zone: tzinfo, at: datetime | None) -> str | None:
    """Return a time as ISO 8601 text of one length, so that it sorts; UTC ends in Z."""
    if at is None:
        return None
    text = at.astimezone(zone).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z") if zone is UTC else text
