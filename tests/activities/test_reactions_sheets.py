"""The sheets of the reactions, against values worked out by hand or taken from papers."""

import json

import pytest

from tests.activities.voices import KIND, SETTINGS, guess, people, say


def rows(given, name, settings=SETTINGS):
    sheet = next(s for s in KIND.sheets(settings, given) if s.name == name)
    names = [column.name for column in sheet.columns]
    return [dict(zip(names, row, strict=True)) for row in sheet]


def row(given, name, **wanted):
    (found,) = (r for r in rows(given, name) if wanted.items() <= r.items())
    return found


def test_the_sheets_and_their_order():
    names = [sheet.name for sheet in KIND.sheets(SETTINGS, [])]
    assert names == ["mechanisms", "refinements", "conditions", "reasons", "guesses", "shifts"]


def test_every_row_names_its_stem_and_nothing_adds_up_over_it():
    given = [
        *people("ngo", 3, "refine", manner="condition", conditions=("who",)),
        *people("ngo", 3, round_=2),
        guess("p", "police", "ngo", 5),
    ]
    for stem in ("here", "case"):
        settings = SETTINGS.model_copy(update={"stem": stem})
        for sheet in KIND.sheets(settings, given):
            assert sheet.columns[0].name == "stem"
            assert {line[0] for line in sheet} == {stem}


def test_the_same_counts_can_be_read_in_any_order_of_sheets():
    given = [*people("ngo", 3), guess("p", "police", "ngo", 5, round_=2)]
    forwards = {s.name: list(s) for s in KIND.sheets(SETTINGS, given)}
    backwards = {s.name: list(s) for s in reversed(list(KIND.sheets(SETTINGS, given)))}
    assert forwards == backwards


# mechanisms


def test_counts_and_shares_per_round_and_group():
    given = [*people("police", 3, already=True), say("x", "ngo", "refine", round_=2)]
    everybody = row(given, "mechanisms", mechanism="lights", round=1, stakeholder_group="(all)")
    assert (everybody["n"], everybody["confirm_n"], everybody["confirm_share"]) == (3, 3, 1.0)
    assert everybody["already_n"] == 3
    nobody = row(given, "mechanisms", mechanism="walks", round=1, stakeholder_group="(all)")
    assert (nobody["n"], nobody["confirm_share"], nobody["confirm_low"]) == (0, None, None)
    asked = {(r["mechanism"], r["round"]) for r in rows(given, "mechanisms")}
    assert asked == {("lights", 1), ("lights", 2), ("walks", 1)}


@pytest.mark.parametrize(
    ("confirmed", "n", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3.
        (15, 148, 0.0624, 0.1605),
        (81, 263, 0.2553, 0.3662),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_share_that_confirms_stands_in_its_wilson_interval(confirmed, n, low, high):
    given = people("ngo", confirmed) + people("ngo", n - confirmed, "challenge", start=confirmed)
    found = row(given, "mechanisms", mechanism="lights", stakeholder_group="(all)")
    assert (found["confirm_low"], found["confirm_high"]) == (low, high)


def test_consensus_and_divisiveness_compare_groups_of_three_and_more():
    given = [
        *people("ngo", 4), *people("ngo", 1, "challenge", start=4),
        *people("police", 2), *people("police", 2, "unsure", start=2),
        *people("media", 2, "challenge"),
    ]  # fmt: skip
    found = row(given, "mechanisms", mechanism="lights", stakeholder_group="(all)")
    # By hand: (4 + 1)/(5 + 2) * (2 + 1)/(4 + 2) = 5/14, its square root, and 4/5 - 2/4.
    assert found["consensus"] == 0.3571
    assert found["consensus_per_group"] == 0.5976
    assert found["consensus_groups"] == "ngo, police"
    assert found["divisiveness"] == 0.3
    of_group = row(given, "mechanisms", mechanism="lights", stakeholder_group="ngo")
    assert (of_group["consensus"], of_group["divisiveness"]) == (None, None)


def test_one_group_alone_agrees_with_nobody():
    found = row(people("ngo", 9), "mechanisms", mechanism="lights", stakeholder_group="(all)")
    assert (found["consensus"], found["consensus_groups"]) == (None, None)


def test_tables_have_rows_of_their_own():
    given = [*people("ngo", 3), say("t", None, "refine", is_table=True, table="Table 1")]
    counts = {
        r["stakeholder_group"]: r["n"]
        for r in rows(given, "mechanisms")
        if r["mechanism"] == "lights"
    }
    assert counts == {"(all)": 3, "ngo": 3, "(tables)": 1}


# refinements


def test_every_refinement_and_every_challenge_in_words_is_listed_with_what_became_of_it():
    given = [
        say("a", "ngo", "refine", text="Only in winter.", manner="condition",
            conditions=("rights", "when"), state="adopted", why="Good.", approved=True,
            quotable=True, supporters={"police": 2, "ngo": 1}),
        say("b", "ngo", "challenge", reasons=("cost", "fit"), already=True),
        say("c", "police", "challenge", text="=1+1", reasons=("cost", "fit")),
        say("d", "police", "refine", manner="rewording"),
        say("e", None, "refine", text="Ours.", is_table=True, round_=2),
        say("f", "ngo", "confirm", text="Fine."),
        guess("a", "ngo", "police", 3),
    ]  # fmt: skip
    found = rows(given, "refinements")
    assert [r["response"] for r in found] == ["a", "c", "d", "e"]
    assert found[0] == {
        "stem": "here", "mechanism": "lights", "title": "Lights", "round": 1,
        "stakeholder_group": "ngo", "original": "More light.", "response": "a",
        "reaction": "refine", "text": "Only in winter.", "manner": "condition",
        "conditions": "rights, when", "reasons": "", "already": False, "state": "adopted",
        "why": "Good.", "may_be_quoted": True, "approved": True, "supporters": 3,
        "supporters_by_group": '{"ngo":1,"police":2}',
    }  # fmt: skip
    assert found[1]["reasons"] == "cost, fit"
    assert json.loads(found[1]["supporters_by_group"]) == {}
    assert (found[3]["stakeholder_group"], found[3]["round"]) == ("(tables)", 2)


# conditions and reasons


def test_conditions_and_reasons_are_counted_by_group_zeros_included():
    given = [
        *people("ngo", 2, "refine", manner="condition", conditions=("who", "when")),
        *people("ngo", 1, "refine", start=2, manner="rewording"),
        *people("police", 1, "refine", manner="condition", conditions=("who",)),
        *people("media", 2, "challenge", reasons=("cost",)),
    ]
    who = {"mechanism": "lights", "condition": "who"}
    everybody = row(given, "conditions", **who, stakeholder_group="(all)")
    assert (everybody["n"], everybody["refine_n"]) == (3, 4)
    ngo = row(given, "conditions", **who, stakeholder_group="ngo")
    assert (ngo["n"], ngo["refine_n"]) == (2, 3)
    assert row(
        given, "conditions", mechanism="walks", condition="who", stakeholder_group="ngo"
    )["n"] == 0  # fmt: skip
    cost = row(given, "reasons", mechanism="lights", reason="cost", stakeholder_group="media")
    assert (cost["n"], cost["challenge_n"]) == (2, 2)
    case = SETTINGS.model_copy(update={"stem": "case"})
    reasons = {r["reason"] for r in rows(given, "reasons", case)}
    assert reasons == {"never", "partly", "formerly", "some"}


# guesses


def test_guesses_stand_beside_what_was_said_in_the_same_round():
    given = [
        *people("police", 3), *people("police", 1, "refine", start=3),
        *people("police", 4, "challenge", round_=2),
        *(guess(f"n{i}", "ngo", "police", n) for i, n in enumerate((1, 1, 2, 9))),
        guess("police0", "police", "police", 10),
        guess("m", "media", "ngo", 4),
    ]  # fmt: skip
    about_ngo, about_police = rows(given, "guesses")
    by_ngo = {name: about_police[name] for name in list(about_police)[3:]}
    # By hand: mean 13/4, median between 1 and 2.
    assert by_ngo == {
        "round": 1, "stakeholder_group": "ngo", "about_group": "police", "n": 4,
        "guess_mean": 3.25, "guess_median": 1.5, "said_n": 3, "said_of": 4, "said_share": 0.75,
    }  # fmt: skip
    assert (about_ngo["stakeholder_group"], about_ngo["said_share"]) == ("media", None)


# shifts


def test_shifts_compare_the_same_people_in_neighbouring_rounds():
    given = [
        *people("ngo", 4, "challenge"),
        *people("ngo", 3, "refine", round_=2),
        say("new", "ngo", "confirm", round_=2),
        *people("ngo", 1, "refine", round_=4),
        *people("ngo", 1, "unsure", start=1, round_=4),
        say("t", None, "refine", is_table=True),
    ]
    found = rows(given, "shifts")
    assert {(r["from_round"], r["to_round"]) for r in found} == {(1, 2), (2, 4)}
    assert {r["stakeholder_group"] for r in found} == {"(all)"}
    assert len(found) == 2 * 16
    moved = [r for r in found if r["n"] and r["from_round"] == 1]
    assert [(r["from_reaction"], r["to_reaction"], r["n"]) for r in moved] == [
        ("challenge", "refine", 3)
    ]
    first = moved[0]
    assert (first["both_n"], first["only_before_n"], first["only_after_n"]) == (3, 1, 1)
    assert first["share_unchanged"] == 0.0
    later = next(r for r in found if r["from_round"] == 2)
    assert (later["both_n"], later["share_unchanged"]) == (2, 0.5)
