"""Formats that only one kind of activity has: the map as GeoJSON, the ballots as Pabulib files."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workshop.activities.base.given import Given
from workshop.schema import Text


@dataclass(frozen=True)
class Occasion:
    """The workshop as a file names it; `language` is its first, `groups` labels by their id."""

    code: str
    title: Text
    place: str
    country: str
    date: dt.date | None
    time_zone: str
    language: str
    groups: Mapping[str, Text]
    simulated: bool
    notices: Sequence[str]


@dataclass(frozen=True)
class Played:
    """An activity that was opened, with what was answered in all its rounds.

    `given` holds the answers that stand, and can be gone through several times.
    """

    id: str
    position: int
    title: Text
    settings: Any
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None
    given: Iterable[Given] = field(repr=False)


@dataclass(frozen=True)
class FileFormat:
    """A format of a kind's own: what it is good for, and the files that it consists of.

    `parts` gives each file's name and content. One file is sent as it is,
    unless `zipped`; several are sent as a zip.
    """

    label: str
    suffix: str
    media_type: str
    parts: Callable[[Occasion, Sequence[Played]], Iterable[tuple[str, bytes]]]
    zipped: bool = False
