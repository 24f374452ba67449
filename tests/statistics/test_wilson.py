"""Intervals around shares of few people."""

import pytest
from hypothesis import example
from hypothesis import given as cases
from hypothesis import strategies as st

from workshop.statistics.wilson import wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_it_gives_what_newcombe_published(successes, n, low, high):
    """Newcombe 1998, Statistics in Medicine 17, table I, method 3."""
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (1, 1, 0.206549, 1),
        (8, 10, 0.490162, 0.943318),
        (5, 5, 0.565518, 1),
        (3, 18, 0.058366, 0.392220),
    ],
)
def test_it_gives_what_statsmodels_computes_for_a_room(successes, n, low, high):
    """proportion_confint(method="wilson"), whose z has more digits than 1.96."""
    assert wilson(successes, n) == pytest.approx((low, high), abs=1e-5)


def test_nobody_has_no_share():
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("successes", "n", "z"), [(3, 2, 1.96), (-1, 2, 1.96), (1, -1, 1.96), (1, 2, -1)]
)
def test_impossible_counts_are_refused(successes, n, z):
    with pytest.raises(ValueError):
        wilson(successes, n, z)


shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@cases(shares, st.floats(0, 5))
@example((0, 11), 1.96)  # computed as written, these two miss their own share by a last digit
@example((12, 12), 1.96)
def test_the_interval_holds_the_share_and_stays_between_0_and_1(share, z):
    successes, n = share
    low, high = wilson(successes, n, z)
    assert 0 <= low <= successes / n <= high <= 1


@cases(shares)
def test_the_others_interval_is_the_mirror_image(share):
    successes, n = share
    low, high = wilson(successes, n)
    assert wilson(n - successes, n) == pytest.approx((1 - high, 1 - low))


@cases(shares)
def test_ten_times_the_people_know_more(share):
    successes, n = share
    low, high = wilson(successes, n)
    less, more = wilson(10 * successes, 10 * n)
    assert more - less < high - low
