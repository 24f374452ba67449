"""Agreement across stakeholder groups."""

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from workshop.statistics.consensus import divisiveness, group_informed_consensus


def test_it_is_the_product_over_the_groups():
    """By hand: 5/6 of 4 of 4, 2/5 of 1 of 3; Small et al. 2021, with + 1 and + 2."""
    found = group_informed_consensus({"police": (4, 4), "ngo": (1, 3)})
    assert found.product == pytest.approx(5 / 6 * 2 / 5)
    assert found.groups == ("ngo", "police")


def test_the_same_agreement_in_more_groups_has_the_same_value_per_group():
    two = group_informed_consensus(dict.fromkeys("ab", (3, 4)))
    five = group_informed_consensus(dict.fromkeys("abcde", (3, 4)))
    assert five.product < two.product
    assert five.per_group == pytest.approx(two.per_group) == pytest.approx(4 / 6)


def test_groups_of_one_or_two_are_left_out():
    assert group_informed_consensus({"police": (4, 4), "ngo": (1, 3), "media": (0, 2)}) == (
        group_informed_consensus({"police": (4, 4), "ngo": (1, 3)})
    )


def test_one_large_enough_group_agrees_with_nobody():
    assert group_informed_consensus({"police": (4, 4), "media": (2, 2)}) is None
    assert divisiveness({"police": (4, 4), "media": (0, 2)}) is None
    assert group_informed_consensus({}) is divisiveness({}) is None


def test_a_group_in_which_nobody_answered_divides_nothing():
    assert divisiveness({"police": (4, 4), "media": (0, 0)}, smallest=0) is None


def test_divisiveness_is_the_range_of_the_shares():
    assert divisiveness({"a": (3, 4), "b": (1, 4), "c": (2, 4), "d": (0, 1)}) == 0.5
    assert divisiveness({"a": (3, 3), "b": (0, 3)}) == 1
    assert divisiveness({"a": (3, 6), "b": (2, 4)}) == 0


@pytest.mark.parametrize("formula", [group_informed_consensus, divisiveness])
def test_more_choices_than_people_are_refused(formula):
    with pytest.raises(ValueError):
        formula({"police": (5, 4)})


answers = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
)


@cases(answers, st.randoms())
def test_the_order_of_the_groups_changes_nothing(chose, rng):
    mixed = list(chose.items())
    rng.shuffle(mixed)
    assert group_informed_consensus(dict(mixed)) == group_informed_consensus(chose)
    assert divisiveness(dict(mixed)) == divisiveness(chose)


@cases(answers)
def test_all_values_lie_between_0_and_1(chose):
    found = group_informed_consensus(chose)
    if found:
        exact = prod(Fraction(chose[g][0] + 1, chose[g][1] + 2) for g in found.groups)
        assert found.product == pytest.approx(float(exact))
        assert 0 < found.product <= found.per_group < 1
        assert 0 <= divisiveness(chose) <= 1
