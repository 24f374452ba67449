"""Medians, quartiles and concordance of ratings."""

from itertools import permutations

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from workshop.statistics.ratings import kendalls_w, quantile, spread

ANXIETY = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
]


@pytest.mark.parametrize(
    ("ratings", "quartiles"),
    [
        ([4, 1, 3, 2], (1.75, 2.5, 3.25)),
        ([2, 5, 4, 4, 1, 3, 5, 4, 4], (3, 4, 4)),
        ([5, 5, 4, 4, 4, 3, 2, 2, 1, 1], (2, 3.5, 4)),
        ([3], (3, 3, 3)),
    ],
)
def test_quartiles_are_those_of_type_7(ratings, quartiles):
    """numpy 2.4, numpy.quantile(method="linear"); type 6 would give 1.25 and 3.75 first."""
    found = spread(ratings)
    assert (found.lower_quartile, found.median, found.upper_quartile) == quartiles
    assert found.iqr == quartiles[2] - quartiles[0]
    assert found.n == len(ratings)


def test_no_ratings_have_no_median():
    assert spread([]) is None


@pytest.mark.parametrize(("ordered", "p"), [([], 0.5), ([1, 2], 1.1), ([1, 2], -0.1)])
def test_impossible_quantiles_are_refused(ordered, p):
    with pytest.raises(ValueError):
        quantile(ordered, p)


def test_concordance_without_ties():
    """By hand: rank sums 4, 5, 9, 12, S = 41, W = 12 * 41 / (9 * 60) -- and below with scipy."""
    assert kendalls_w([[1, 2, 3, 4], [2, 1, 3, 4], [1, 2, 3, 4]]) == pytest.approx(41 / 45)
    assert kendalls_w([[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]]) == pytest.approx(7 / 9)


def test_concordance_with_ties_is_what_others_compute():
    """Data set `anxiety` of the R package irr, whose kendall(correct = TRUE) gives Wt = 0.54.

    More digits, and the ratings below, from scipy 1.17: friedmanchisquare / (m (n - 1)).
    """
    assert kendalls_w(ANXIETY) == pytest.approx(0.5396568759543704)
    assert kendalls_w(
        [[5, 4, 4, 1, 3], [5, 5, 4, 2, 2], [4, 3, 5, 1, 1], [5, 3, 3, 2, 1]]
    ) == pytest.approx(0.8633333333333335)


def test_raters_of_one_mind_are_exactly_1_even_with_ties():
    assert kendalls_w([[1, 2, 2, 5]] * 4) == 1


def test_every_order_once_is_exactly_0():
    assert kendalls_w(list(permutations([1, 2, 3]))) == 0


@pytest.mark.parametrize("ratings", [[], [[1, 2, 3]], [[1], [2]], [[], []], [[2, 2], [5, 5]]])
def test_there_is_no_order_to_agree_on(ratings):
    assert kendalls_w(ratings) is None


def test_a_rater_who_left_items_out_is_refused():
    with pytest.raises(ValueError, match="every item"):
        kendalls_w([[1, 2, 3], [1, 2]])


tables = st.integers(2, 6).flatmap(
    lambda n: st.lists(st.lists(st.integers(1, 5), min_size=n, max_size=n), min_size=2, max_size=8)
)


@cases(tables, st.randoms())
def test_the_order_of_raters_and_items_changes_nothing(ratings, rng):
    found = kendalls_w(ratings)
    order = rng.sample(range(len(ratings[0])), len(ratings[0]))
    mixed = [[row[i] for i in order] for row in rng.sample(ratings, len(ratings))]
    assert kendalls_w(mixed) == found
    assert found is None or 0 <= found <= 1


@cases(st.lists(st.integers(1, 5), min_size=1), st.randoms())
def test_quartiles_are_in_order_and_among_the_ratings(ratings, rng):
    found = spread(ratings)
    assert spread(rng.sample(ratings, len(ratings))) == found
    assert min(ratings) <= found.lower_quartile <= found.median
    assert found.median <= found.upper_quartile <= max(ratings)
