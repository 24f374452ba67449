"""How far stakeholder groups agree, each counting the same however many came."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

SMALLEST_GROUP = 3

Chose = Mapping[str, tuple[int, int]]
"""By group: how many chose it, and how many answered; "can't say" is an answer too."""


@dataclass(frozen=True)
class Consensus:
    """Group-informed consensus and the groups it was computed from, by id."""

    product: float
    groups: tuple[str, ...]

    @property
    def per_group(self) -> float:
        """The geometric mean over the groups: comparable where their number differs."""
        return float(self.product ** (1 / len(self.groups)))


def group_informed_consensus(chose: Chose, smallest: int = SMALLEST_GROUP) -> Consensus | None:
    """Return how likely every group is to choose it, None with fewer than two groups.

    P(g) = (N(g) + 1) / (n(g) + 2); GIC = Π P(g), between 0 and 1 (Small et al.
    2021, "Polis: Scaling deliberation by mapping high dimensional opinion
    spaces"), here over declared groups, not clusters. Groups of fewer than
    `smallest` are left out: they are noise, and an empty one would still count
    as 1/2. The + 1 and + 2 pull small groups towards 1/2, so that results are
    compared only beside their n. ValueError where more chose than answered.
    """
    kept = _large_enough(chose, smallest)
    if len(kept) < 2:
        return None
    return Consensus(prod((k + 1) / (n + 2) for k, n in kept.values()), tuple(kept))


def divisiveness(chose: Chose, smallest: int = SMALLEST_GROUP) -> float | None:
    """Return how far the groups' shares lie apart, None with fewer than two groups.

    max p(g) − min p(g), with p(g) = N(g) / n(g) over groups of at least
    `smallest` people; from 0 (the same share everywhere) to 1. The range of
    the shares: a description, no test. ValueError where more chose than answered.
    """
    shares = [k / n for k, n in _large_enough(chose, max(smallest, 1)).values()]
    return max(shares) - min(shares) if len(shares) > 1 else None


def _large_enough(chose: Chose, smallest: int) -> dict[str, tuple[int, int]]:
    for group, (k, n) in chose.items():
        if not 0 <= k <= n:
            raise ValueError(f"{k} of {n} in {group!r} is no share")
    # In one order, so that rounding does not depend on who came first.
    return {group: kn for group, kn in sorted(chose.items()) if kn[1] >= smallest}
