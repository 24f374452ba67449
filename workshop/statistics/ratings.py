"""Where ratings lie, how far they spread and whether raters put things in the same order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

QUANTILE_METHOD = "Hyndman and Fan (1996), type 7: linear interpolation at 1 + (n − 1) p"
"""How `quantile` interpolates, to be named wherever a quartile stands."""


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of `n` ratings, in the unit of the ratings."""

    n: int
    lower_quartile: float
    median: float
    upper_quartile: float

    @property
    def iqr(self) -> float:
        """The interquartile range."""
        return self.upper_quartile - self.lower_quartile


def spread(ratings: Iterable[float]) -> Spread | None:
    """Return median and quartiles, None where there are no ratings.

    Quantiles of type 7 (Hyndman and Fan 1996), as in R, NumPy and a
    spreadsheet's QUARTILE.INC; other programs differ where few people rated.
    """
    ordered = sorted(ratings)
    if not ordered:
        return None
    return Spread(len(ordered), *(quantile(ordered, p) for p in (0.25, 0.5, 0.75)))


def quantile(ordered: Sequence[float], p: float) -> float:
    """Return the p-quantile of ratings in ascending order, interpolated by `QUANTILE_METHOD`.

    ValueError where there are none or p is outside 0 to 1.
    """
    if not ordered or not 0 <= p <= 1:
        raise ValueError(f"no {p}-quantile of {len(ordered)} ratings")
    place = (len(ordered) - 1) * p
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def kendalls_w(ratings: Sequence[Sequence[float]]) -> float | None:
    """Return how far raters order the same items alike: 0 not at all, 1 exactly.

    W = 12 S / (m² (n³ − n) − m T) for m raters (rows) of n items (columns),
    where S is the sum of squared deviations of the items' rank sums from their
    mean and T = Σ (t³ − t) over every rater's runs of t tied items, which
    share their mean rank (Kendall and Babington Smith 1939; Kendall 1948 for
    ties). Give only raters who rated every item, and say how many. None with
    fewer than two raters or items, or where every rater rates all items
    alike. ValueError where rows differ in length.
    """
    m = len(ratings)
    n = len(ratings[0]) if ratings else 0
    if any(len(row) != n for row in ratings):
        raise ValueError("every rater must rate every item")
    if m < 2 or n < 2:
        return None
    # Twice the rank is whole, so that the sums are exact: 4 S is a whole number too.
    sums = [sum(of_item) for of_item in zip(*map(_doubled_ranks, ratings), strict=True)]
    s_times_4 = sum((total - m * (n + 1)) ** 2 for total in sums)
    ties = sum(t**3 - t for row in ratings for t in Counter(row).values())
    room = m * m * (n**3 - n) - m * ties
    return 3 * s_times_4 / room if room else None


def _doubled_ranks(row: Sequence[float]) -> list[int]:
    """Return twice the rank of each rating in its row; tied ones share their mean rank."""
    rank: dict[float, int] = {}
    before = 0
    for rating, tied in sorted(Counter(row).items()):
        rank[rating] = 2 * before + tied + 1
        before += tied
    return [rank[rating] for rating in row]
