"""What a kind is given: what it may ask about, and the answers as a tally may see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from workshop.schema import Text


@dataclass(frozen=True)
class Item:
    """One thing that is asked, as the stage shows it."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True)
class Given:
    """One current answer with what a tally may know about it.

    `response` names the answer as it is worded now; `approved`, `state` and
    `supporters` (how many of each stakeholder group) are of these words only.
    `state` is proposed, considered, adopted, declined or withdrawn. `quotable`
    and `poolable` say whether everybody who wrote it agreed that the words are
    shown, and that the answer is used beside those of other workshops; what is
    not quotable is never approved.
    """

    respondent: str
    group: str | None
    sub_role: str | None
    table: str | None
    round: int
    at: datetime
    origin: str
    approved: bool
    answer: Any  # what the kind's `recall` makes of it
    response: str = ""
    state: str = "proposed"
    why: str = ""
    supporters: Mapping[str, int] = field(default_factory=dict)
    is_table: bool = False
    quotable: bool = False
    poolable: bool = False


class Material(Protocol):
    """Where reviewed texts come from; the library of cases is one."""

    def case(self, slug: str) -> Any: ...

    def mechanism(self, mechanism_id: str) -> Any: ...

    def case_of(self, mechanism_id: str) -> Any: ...
