"""What changed between two rounds."""

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from workshop.statistics.shift import shift

REACTIONS = ("confirm", "challenge", "refine", "unsure")


def test_the_matrix_counts_those_who_answered_both_rounds():
    before = {"ana": "challenge", "ben": "confirm", "cem": "confirm", "dora": "unsure"}
    after = {"ana": "refine", "ben": "confirm", "cem": "confirm", "eva": "challenge"}
    moved = shift(before, after, REACTIONS)
    assert moved.matrix["challenge"] == {"confirm": 0, "challenge": 0, "refine": 1, "unsure": 0}
    assert moved.matrix["confirm"]["confirm"] == 2
    assert (moved.both, moved.unchanged, moved.only_before, moved.only_after) == (3, 2, 1, 1)
    assert moved.share_unchanged == 2 / 3


def test_equal_totals_can_hide_that_everybody_changed_sides():
    moved = shift(
        {"ana": "confirm", "ben": "challenge"}, {"ana": "challenge", "ben": "confirm"}, REACTIONS
    )
    assert moved.share_unchanged == 0


def test_rounds_without_common_people_have_no_stability():
    moved = shift({"ana": "confirm"}, {"ben": "confirm"}, REACTIONS)
    assert moved.share_unchanged is None
    assert (moved.both, moved.only_before, moved.only_after) == (0, 1, 1)
    assert shift({}, {}, REACTIONS).share_unchanged is None


def test_an_unknown_reaction_is_refused():
    with pytest.raises(ValueError, match="maybe"):
        shift({"ana": "maybe"}, {}, REACTIONS)


rounds = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from(REACTIONS))


@cases(rounds, rounds)
def test_everybody_is_counted_once(before, after):
    moved = shift(before, after, REACTIONS)
    assert moved.both + moved.only_before == len(before)
    assert moved.both + moved.only_after == len(after)
    for reaction in REACTIONS:
        again = [who for who in before if who in after]
        assert sum(moved.matrix[reaction].values()) == [before[w] for w in again].count(reaction)
        assert sum(row[reaction] for row in moved.matrix.values()) == (
            [after[w] for w in again].count(reaction)
        )


@cases(rounds, rounds, st.permutations("abcdefghij"))
def test_it_does_not_matter_who_is_who(before, after, names):
    renamed = dict(zip("abcdefghij", names, strict=True))
    assert shift(before, after, REACTIONS) == shift(
        {renamed[who]: said for who, said in before.items()},
        {renamed[who]: said for who, said in after.items()},
        REACTIONS,
    )
