"""What a room may be shown without learning what one person said."""

from collections import Counter

import pytest
from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from tests.statistics.intruder import given_away
from workshop.statistics.disclosure import OTHERS, safe_table, shown_groups


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ({}, []),
        ({"police": 1}, []),
        ({"police": 1, "ngo": 1}, []),
        ({"police": 2, "ngo": 1}, []),
        ({"police": 3}, ["police"]),
        ({"police": 4, "ngo": 3}, ["ngo", "police"]),
        ({"police": 5, "ngo": 2, "media": 1}, ["police"]),
        ({"police": 5, "ngo": 1}, []),
        ({"police": 5, "ngo": 4, "media": 2}, ["police"]),
        ({"police": 5, "ngo": 4, "media": 1, "school": 1}, ["police"]),
        ({"police": 3, "ngo": 3, "media": 1, "": 5}, ["", "ngo"]),
    ],
)
def test_small_groups_are_merged_until_three_people_of_two_groups_are_together(people, named):
    assert shown_groups(people) == named


def test_the_smallest_group_may_be_set_higher():
    people = {"police": 9, "industry": 7, "ngo": 4, "media": 1}
    assert shown_groups(people) == ["industry", "police"]
    assert shown_groups(people, smallest=5) == ["industry", "police"]
    assert shown_groups(people, smallest=6) == ["police"]


def test_a_group_that_nobody_joined_tells_and_changes_nothing():
    assert shown_groups({"police": 5, "ngo": 4, "media": 0}) == ["ngo", "police"]
    assert safe_table({"police": {"yes": 5}, "media": {"yes": 0}}, {"police": 5, "media": 0}) == {
        "police": {"yes": 5}
    }


def test_merged_rows_add_up_and_have_every_cell():
    counts = {"police": {"yes": 3, "no": 2}, "ngo": {"yes": 1}, "media": {"unsure": 2}}
    assert safe_table(counts, {"police": 5, "ngo": 1, "media": 2}) == {
        "police": {"yes": 3, "no": 2, "unsure": 0},
        OTHERS: {"yes": 1, "no": 0, "unsure": 2},
    }


def test_no_row_is_shown_where_only_the_total_is_safe():
    assert safe_table({"police": {"yes": 5}, "ngo": {"yes": 1}}, {"police": 5, "ngo": 1}) == {}


def test_silence_changes_no_row():
    people = {"police": 5, "ngo": 2, "media": 2}
    spoken = safe_table({g: {"yes": n} for g, n in people.items()}, people)
    silent = safe_table({"police": {"yes": 5}}, people)
    assert list(spoken) == list(silent) == ["police", OTHERS]


@pytest.mark.parametrize("people", [{OTHERS: 4}, {"police": -1}])
def test_impossible_groups_are_refused(people):
    with pytest.raises(ValueError):
        shown_groups(people)


def test_answers_of_a_group_without_people_are_refused():
    with pytest.raises(ValueError, match="media"):
        safe_table({"police": {"yes": 5}, "media": {"yes": 1}}, {"police": 5})


def test_the_intruder_of_these_tests_finds_what_a_careless_table_gives_away():
    total = {"yes": 5, "no": 1}
    assert given_away({"police": {"yes": 4, "no": 1}}, total, ["police", "ngo"]) == {"ngo"}
    assert given_away({}, total, ["police", "ngo"]) == set()
    sizes = {"police": 5, "ngo": 1, "media": 2}
    rows = {"police": {"yes": 2, "no": 3}, OTHERS: {"yes": 3, "no": 0}}
    total = {"yes": 5, "no": 3}
    assert given_away(rows, total, sizes) == set()
    assert given_away(rows, total, sizes, sizes) == {"ngo", "media"}


CELLS = ("yes", "no", "silent")


@st.composite
def rooms(draw):
    """People by group with what each of them did; silence is a cell too."""
    people = draw(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 5)))
    return people, {
        group: Counter(draw(st.lists(st.sampled_from(CELLS), min_size=n, max_size=n)))
        for group, n in people.items()
    }


def total_of(counts):
    return {cell: sum(row[cell] for row in counts.values()) for cell in CELLS}


def full(rows):
    return {group: {cell: row.get(cell, 0) for cell in CELLS} for group, row in rows.items()}


@settings(deadline=None)
@cases(rooms())
def test_no_hidden_row_can_be_computed_from_rows_and_totals(room):
    people, counts = room
    present = [group for group, n in people.items() if n]
    total = total_of(counts)
    rows = full(safe_table(counts, people))
    if len(present) > 1:
        assert given_away(rows, total, present) == set()


@settings(deadline=None)
@cases(rooms())
def test_knowing_how_many_came_of_each_group_tells_no_more_unless_all_hidden_did_the_same(room):
    people, counts = room
    present = [group for group, n in people.items() if n]
    rows = full(safe_table(counts, people))
    hidden = [group for group in present if group not in rows]
    did = set().union(*(+counts[group] for group in hidden))
    if len(present) > 1 and len(did) > 1:
        assert given_away(rows, total_of(counts), present, people) == set()


@cases(rooms(), rooms())
def test_every_item_shows_the_same_groups_whoever_answered_it(one, other):
    people, counts = one
    answered = {g: row for g, row in other[1].items() if people.get(g)}
    assert list(safe_table(counts, people)) == list(safe_table(answered, people))


@cases(rooms(), st.randoms())
def test_nothing_is_lost_and_the_order_of_the_groups_changes_nothing(room, rng):
    people, counts = room
    rows = full(safe_table(counts, people))
    if rows:
        assert total_of(rows) == total_of(counts)
    named = [group for group in rows if group != OTHERS]
    assert named == shown_groups(people)
    assert all(people[group] >= 3 for group in named)
    hidden = [n for group, n in people.items() if n and group not in named]
    assert not named or not hidden or (sum(hidden) >= 3 and len(hidden) >= 2)
    mixed = rng.sample(list(people), len(people))
    again = safe_table({g: counts[g] for g in mixed}, {g: people[g] for g in mixed})
    assert full(again) == rows
    assert list(again) == list(rows)
