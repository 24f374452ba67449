"""Counts by group and by table of the same people."""

from collections import defaultdict

from hypothesis import given as cases
from hypothesis import settings
from hypothesis import strategies as st

from tests.statistics.intruder import given_away, singled_out
from workshop.statistics.breakdowns import may_stand_together
from workshop.statistics.disclosure import OTHERS, shown_groups


def test_mixed_tables_may_be_shown_beside_groups():
    assert may_stand_together(
        {("police", "1"): 3, ("ngo", "1"): 2, ("police", "2"): 2, ("ngo", "2"): 3}
    )


def test_a_table_that_is_one_group_and_a_guest_gives_the_guest_away():
    """Table 1 minus the police is what the one from the ngo said, although nobody is hidden."""
    assert not may_stand_together({("police", "1"): 4, ("ngo", "1"): 1, ("ngo", "2"): 4})


def test_merging_groups_does_not_protect_from_the_seating():
    """Rows police 5 and (other) 5, tables 6 and 4: table 1 minus police is one from the media."""
    seats = {("police", "1"): 5, ("media", "1"): 1, ("ngo", "2"): 4}
    assert shown_groups({"police": 5, "media": 1, "ngo": 4}) == ["police"]
    assert not may_stand_together(seats)
    assert not may_stand_together({(table, group): n for (group, table), n in seats.items()})


def test_two_tables_together_can_give_one_person_away():
    """Police and ngo together are 10, tables 1 and 2 are 9 of them."""
    assert not may_stand_together(
        {
            ("police", "1"): 3, ("police", "2"): 3, ("ngo", "2"): 3,
            ("ngo", "3"): 1, ("industry", "3"): 4,
        }
    )  # fmt: skip


def test_groups_that_sit_by_themselves_may_be_shown_as_tables_too():
    assert may_stand_together({("police", "1"): 4, ("ngo", "2"): 3, ("industry", "3"): 5})
    assert may_stand_together({})
    assert may_stand_together({("police", "1"): 1})


def test_too_many_rows_to_try_are_not_shown():
    seats = {(f"g{i}", f"t{j}"): 3 for i in range(13) for j in range(13)}
    assert not may_stand_together(seats)
    assert may_stand_together({(g, t): n for (g, t), n in seats.items() if t < "t11"})


seatings = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("123")), min_size=3, max_size=11
)


def breakdown(who_where, place):
    """Return the sets of people whose joint answers this breakdown shows."""
    people = defaultdict(set)
    for who, seat in enumerate(who_where):
        people[seat[place]].add(str(who))
    named = shown_groups({name: len(members) for name, members in people.items()})
    rows = defaultdict(set)
    for name, members in people.items():
        rows[name if name in named else OTHERS] |= members
    return list(rows.values())


@settings(max_examples=200, deadline=None)
@cases(seatings)
def test_it_agrees_with_linear_algebra_about_everything_that_rows_can_tell(who_where):
    people = {seat: who_where.count(seat) for seat in who_where}
    shown = breakdown(who_where, 0) + breakdown(who_where, 1)
    assert may_stand_together(people) == (not list(singled_out(shown, 3)))


def test_without_knowing_the_seating_tables_tell_nothing_about_a_merged_group():
    """Any split of the merged row fits: people can be moved between tables within its cells."""
    total = {"yes": 3, "no": 4}
    rows = {"police": {"yes": 1, "no": 3}, OTHERS: {"yes": 2, "no": 1}}
    tables = {"1": {"yes": 2, "no": 2}, "2": {"yes": 1, "no": 2}}
    assert given_away(rows, total, ["police", "ngo", "media"]) == set()
    for ngo_yes in range(3):
        by_group = [rows["police"]["yes"], ngo_yes, 2 - ngo_yes]
        by_table = [table["yes"] for table in tables.values()]
        assert any(
            0 <= by_table[0] - a - b <= by_group[2]
            for a in range(by_group[0] + 1)
            for b in range(by_group[1] + 1)
        )
