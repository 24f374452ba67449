"""Tables of results: every export is made of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its name in every export and what the codebook says of it."""

    name: str
    description: str


@dataclass(frozen=True)
class Sheet:
    """A table of results: rectangular, its columns explained, its rows made when asked for."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]] = field(repr=False)

    def __iter__(self) -> Iterator[Sequence[Any]]:
        return iter(self.rows)
