"""What changed between two rounds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Shift:
    """How the answers of the same people moved from one round to another.

    `matrix[from][to]` counts people who answered both rounds; `only_before` and
    `only_after` count those who answered one.
    """

    matrix: Mapping[str, Mapping[str, int]]
    only_before: int
    only_after: int

    @property
    def both(self) -> int:
        """How many answered both rounds."""
        return sum(sum(row.values()) for row in self.matrix.values())

    @property
    def unchanged(self) -> int:
        """How many gave the same answer twice."""
        return sum(row[reaction] for reaction, row in self.matrix.items())

    @property
    def share_unchanged(self) -> float | None:
        """`unchanged / both`, from 0 to 1; None where nobody answered both."""
        return self.unchanged / self.both if self.both else None


def shift(before: Mapping[str, str], after: Mapping[str, str], reactions: Sequence[str]) -> Shift:
    """Return how reactions moved between two rounds, each given by respondent.

    The share unchanged is the stability that Delphi studies report beside
    consensus, and no rule for stopping (von der Gracht 2012). Only the same
    people are compared: totals can stand still while everybody changes sides.
    Beside the totals of both rounds the matrix tells the answer of whoever
    took part in only one, so show it to a room only where those are none or
    several. ValueError where somebody's reaction is none of `reactions`.
    """
    unknown = {*before.values(), *after.values()} - set(reactions)
    if unknown:
        raise ValueError(f"not among the reactions: {', '.join(sorted(unknown))}")
    both = before.keys() & after.keys()
    moved = Counter((before[who], after[who]) for who in both)
    return Shift(
        matrix={old: {new: moved[old, new] for new in reactions} for old in reactions},
        only_before=len(before) - len(both),
        only_after=len(after) - len(both),
    )
