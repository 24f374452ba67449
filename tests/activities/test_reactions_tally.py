"""What reactions add up to, and what of it the room may see."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from tests.activities.voices import KIND, NOON, SETTINGS, guess, people, say
from workshop.activities.reactions.schema import CONDITIONS, REACTIONS, REASONS

NOBODY = {"confirm": 0, "challenge": 0, "refine": 0, "unsure": 0}


def lights(given, audience="room", round_=1):
    return KIND.tally(SETTINGS, given, audience, round_)["items"][0]


def test_counts_are_by_mechanism_and_by_group():
    tally = KIND.tally(SETTINGS, people("police", 4) + people("ngo", 3, "challenge"), "room")
    first, second = tally["items"]
    assert (tally["respondents"], tally["tables"], tally["groups"]) == (7, False, ["ngo", "police"])
    assert first["n"] == 7
    assert first["all"] == {"confirm": 4, "challenge": 3, "refine": 0, "unsure": 0}
    assert first["by_group"]["police"]["confirm"] == 4
    assert second["n"] == 0
    assert second["by_group"] == {}


def test_everything_is_there_also_where_nobody_answered():
    assert lights([]) == {
        "id": "lights", "n": 0, "all": NOBODY, "by_group": {}, "already": 0,
        "reasons": dict.fromkeys(REASONS["here"], 0), "conditions": dict.fromkeys(CONDITIONS, 0),
        "words": [], "shift": None, "gap": [],
    }  # fmt: skip


def test_reasons_conditions_and_already_are_counted_once_for_each_person():
    found = lights(
        [
            say("a", "ngo", "challenge", reasons=("cost", "fit")),
            say("b", "ngo", "challenge", reasons=("cost",), already=True),
            say("c", "ngo", "refine", manner="condition", conditions=("who", "rights")),
            say("d", "ngo", "confirm", already=True),
        ]
    )
    assert found["already"] == 2
    assert {r: n for r, n in found["reasons"].items() if n} == {"cost": 2, "fit": 1}
    assert {c: n for c, n in found["conditions"].items() if n} == {"who": 1, "rights": 1}


def test_tables_stand_in_the_total_and_in_no_group():
    tables = [
        say(f"t{n}", None, "refine", table=f"Table {n}", is_table=True, text="x", approved=True)
        for n in (1, 2)
    ]
    tally = KIND.tally(SETTINGS, tables, "room")
    assert (tally["tables"], tally["groups"], tally["respondents"]) == (True, [], 2)
    found = tally["items"][0]
    assert (found["n"], found["by_group"]) == (2, {})
    assert [(w["table"], w["group"]) for w in found["words"]] == [
        ("Table 1", None),
        ("Table 2", None),
    ]


# Groups


def test_the_facilitator_sees_small_groups_and_words_the_room_neither():
    given = [*people("police", 4), say("m", "media", "challenge", text="No budget.")]
    facilitator = KIND.tally(SETTINGS, given, "facilitator")
    assert facilitator["items"][0]["words"][0]["text"] == "No budget."
    assert "media" in facilitator["items"][0]["by_group"]
    room = KIND.tally(SETTINGS, given, "room")
    assert room["items"][0]["words"] == []
    assert room["groups"] == []  # media alone would follow from the total


def test_small_groups_are_merged_until_nobody_can_be_worked_out():
    given = people("police", 5) + people("ngo", 4) + people("media", 1)
    assert KIND.tally(SETTINGS, given, "room")["groups"] == ["police", "(other)"]


def test_a_group_of_which_one_person_answered_a_mechanism_is_not_named_beside_it():
    asked = people("police", 4) + people("ngo", 5) + people("media", 4)
    few = (
        people("police", 1, "challenge", item="walks")
        + people("ngo", 5, item="walks")
        + people("media", 3, item="walks")
    )
    tally = KIND.tally(SETTINGS, [*asked, *few], "room")
    first, second = tally["items"]
    assert set(first["by_group"]) == {"media", "ngo", "police"}
    # Named alone, media and the room's total would tell what the one policeman said.
    assert {g: sum(c.values()) for g, c in second["by_group"].items()} == {"ngo": 5, "(other)": 4}
    assert "(other)" in tally["groups"]


def test_what_one_or_two_answered_stands_in_the_total_alone():
    again = people("police", 2, item="walks", round_=2)
    tally = KIND.tally(SETTINGS, [*people("police", 4), *people("ngo", 3), *again], "room", 2)
    assert [item["by_group"] for item in tally["items"]] == [{}, {}]
    assert (tally["respondents"], tally["items"][1]["all"]["confirm"]) == (2, 2)


sizes = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 8), max_size=7)


@st.composite
def rooms(draw):
    """Two rounds of a room: anybody may have said anything, some of it approved."""
    said = []
    for group, n in draw(sizes).items():
        for number in range(n):
            for round_ in (1, 2):
                for item in ("lights", "walks"):
                    reaction = draw(st.sampled_from([*REACTIONS, None]))
                    if reaction:
                        who = f"{group}{number}"
                        said.append(
                            say(
                                who, group, reaction, item, round_,
                                text=draw(st.sampled_from(["", f"{who} in {round_} on {item}"])),
                                approved=draw(st.booleans()),
                                state=draw(st.sampled_from(["proposed", "declined", "withdrawn"])),
                                at=NOON + timedelta(minutes=draw(st.integers(0, 3))),
                            )
                        )  # fmt: skip
    return said


@cases(sizes)
def test_what_is_merged_always_holds_three_people_of_two_groups(sizes):
    given = [one for group, n in sizes.items() for one in people(group, n)]
    tally = KIND.tally(SETTINGS, given, "room")
    named = [g for g in tally["groups"] if g != "(other)"]
    hidden = {g: n for g, n in sizes.items() if g not in named}
    assert all(sizes[g] >= 3 for g in named)
    if hidden and named:
        assert len(hidden) >= 2
        assert sum(hidden.values()) >= 3
    for item in tally["items"]:
        if tally["groups"]:
            assert sum(sum(c.values()) for c in item["by_group"].values()) == item["n"]


@cases(rooms(), st.randoms(use_true_random=False))
def test_who_of_the_merged_groups_said_what_makes_no_difference_to_the_room(given, rng):
    """Answers can change hands between hidden groups unseen, so no row of theirs can follow."""
    given = [replace(one, approved=False) for one in given]
    people = {one.respondent: one.group for one in given}
    named = KIND.tally(SETTINGS, given, "room")["groups"]
    hidden = sorted(who for who, group in people.items() if group not in named)
    other = dict(zip(hidden, rng.sample(hidden, len(hidden)), strict=True))
    elsewhere = [
        replace(
            one, respondent=(who := other.get(one.respondent, one.respondent)), group=people[who]
        )
        for one in given
    ]
    for round_ in (1, 2):
        seen, instead = (KIND.tally(SETTINGS, said, "room", round_) for said in (given, elsewhere))
        assert seen == instead


@cases(rooms(), st.randoms(use_true_random=False))
def test_the_order_in_which_people_answered_changes_nothing(given, rng):
    shuffled = rng.sample(given, len(given))
    for audience in ("room", "facilitator"):
        ordered, mixed = (KIND.tally(SETTINGS, g, audience, 2) for g in (given, shuffled))
        assert json.dumps(ordered) == json.dumps(mixed)


# Words


@cases(rooms())
def test_the_room_never_reads_what_was_not_approved(given):
    for round_ in (1, 2):
        shown = json.dumps(KIND.tally(SETTINGS, given, "room", round_))
        for one in given:
            readable = one.round == round_ and one.approved and one.state == "proposed"
            if one.answer.text:
                assert (json.dumps(one.answer.text) in shown) == readable


def test_an_approved_refinement_reaches_the_room_with_all_that_belongs_to_it():
    refined = say(
        "r1", "police", "refine", text="Only in winter.", manner="condition", conditions=("when",),
        approved=True, state="considered", why="to be tried", table="Table 4",
        supporters={"police": 2, "ngo": 1}, response="some-id",
    )  # fmt: skip
    given = [refined, *people("police", 3), *people("ngo", 3)]
    shown = {
        "response": "some-id", "reaction": "refine", "group": "police", "table": None,
        "text": "Only in winter.", "manner": "condition", "conditions": ["when"], "reasons": [],
        "state": "considered", "why": "to be tried", "approved": True, "supporters": 3,
    }  # fmt: skip
    assert lights(given)["words"] == [shown]
    assert lights(given, "facilitator")["words"] == [
        {**shown, "table": "Table 4", "supported_by": {"ngo": 1, "police": 2}, "quotable": False}
    ]


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_was_declined_or_taken_back_is_left_to_the_facilitator(state):
    given = people("ngo", 3, "refine", text="x", approved=True, state=state)
    assert lights(given)["words"] == []
    assert len(lights(given, "facilitator")["words"]) == 3


def test_words_of_a_small_group_are_shown_without_its_name():
    given = [*people("ngo", 3), say("m", "media", "refine", text="x", approved=True)]
    assert [w["group"] for w in lights(given)["words"]] == ["(other)"]
    assert [w["group"] for w in lights(given, "facilitator")["words"]] == ["media"]


# Guesses


def test_the_gap_lays_the_mean_guess_beside_what_was_said():
    given = [
        *people("police", 2),
        *people("police", 1, "challenge", start=2),
        *people("ngo", 4),
        *(guess(f"ngo{i}", "ngo", "police", n) for i, n in enumerate((1, 2, 2, 2))),
        *(guess(f"police{i}", "police", "ngo", n) for i, n in enumerate((9, 8))),
        guess("ngo0", "ngo", "ngo", 10),  # about one's own group
        guess("x", None, "police", 10, is_table=True),
    ]
    about_police = {
        "group": "ngo", "about": "police", "n": 4, "guessed": 1.8, "said": 2, "of": 3,
    }  # fmt: skip
    assert lights(given)["gap"] == [about_police]  # two guessers are too few for the room
    assert lights(given, "facilitator")["gap"] == [
        about_police,
        {"group": "police", "about": "ngo", "n": 2, "guessed": 8.5, "said": 4, "of": 4},
    ]
    assert lights(given, "facilitator", round_=2)["gap"] == []


def test_guesses_about_a_group_that_is_not_shown_stay_with_the_facilitator():
    given = [
        *people("police", 2),
        *people("ngo", 5),
        *(guess(f"ngo{i}", "ngo", "police", 5) for i in range(5)),
    ]
    assert lights(given)["gap"] == []
    assert lights(given, "facilitator")["gap"][0]["said"] == 2


def test_guesses_are_no_reactions_and_make_nobody_a_respondent():
    tally = KIND.tally(SETTINGS, [guess("a", "ngo", "police", 5)], "facilitator")
    assert (tally["respondents"], tally["groups"], tally["items"][0]["n"]) == (0, [], 0)


# Shift


def test_a_second_round_shows_how_the_same_people_moved():
    first = people("ngo", 5, "challenge")
    second = [
        *people("ngo", 2, "refine", round_=2),
        *people("ngo", 1, "confirm", start=2, round_=2),
        *people("ngo", 2, "challenge", start=3, round_=2),
    ]
    found = lights([*first, *second], round_=2)
    assert found["shift"] == {
        "from": 1,
        "n": 5,
        "before": {"confirm": 0, "challenge": 5, "refine": 0, "unsure": 0},
        "unchanged": 2,
        "moves": [
            {"from": "challenge", "to": "refine", "n": 2},
            {"from": "challenge", "to": "confirm", "n": 1},
        ],
    }
    assert found["all"] == {"confirm": 1, "challenge": 2, "refine": 2, "unsure": 0}
    assert lights([*first, *second], round_=1)["shift"] is None


def test_fewer_than_three_people_have_no_shift_in_the_room():
    given = people("ngo", 2) + people("ngo", 2, "refine", round_=2)
    assert lights(given, round_=2)["shift"] is None
    assert lights(given, "facilitator", round_=2)["shift"]["n"] == 2


@pytest.mark.parametrize(("alone", "told"), [(0, True), (1, False), (2, False), (3, True)])
@pytest.mark.parametrize("round_", [1, 2])
def test_moves_are_not_shown_where_totals_would_tell_what_one_or_two_said(alone, told, round_):
    given = [
        *people("ngo", 4),
        *people("ngo", 4, "refine", round_=2),
        *people("media", alone, "unsure", round_=round_),
    ]
    shift = lights(given, round_=2)["shift"]
    assert (shift["n"], shift["unchanged"], bool(shift["moves"])) == (4, 0, told)
    assert lights(given, "facilitator", round_=2)["shift"]["moves"]
