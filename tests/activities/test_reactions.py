"""Reactions to mechanisms: what counts, what is shown to whom."""

from datetime import UTC, datetime

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st
from pydantic import ValidationError

from workshop.activities import kind_named
from workshop.activities.base import Given

KIND = kind_named("reactions")
SETTINGS = KIND.Settings.model_validate(
    {
        "mechanisms": [
            {"id": "lights", "title": {"en": "Lights"}},
            {"id": "walks", "title": {"en": "Walks"}},
        ]
    }
)


def say(respondent, group, reaction="confirm", item="lights", text="", round_=1):
    return Given(
        respondent, group, None, None, round_, datetime(2026, 1, 1, tzinfo=UTC), "phone", False,
        KIND.Answer(item=item, reaction=reaction, text=text),
    )  # fmt: skip


def people(group, n, reaction="confirm", start=0):
    return [say(f"{group}{i}", group, reaction) for i in range(start, start + n)]


def test_counts_are_by_mechanism_and_by_group():
    tally = KIND.tally(SETTINGS, people("police", 4) + people("ngo", 3, "challenge"), "room")
    lights = tally["items"][0]
    assert lights["n"] == 7
    assert lights["all"] == {"confirm": 4, "challenge": 3, "refine": 0, "unsure": 0}
    assert lights["by_group"]["police"]["confirm"] == 4
    assert tally["items"][1]["n"] == 0


def test_the_facilitator_sees_small_groups_and_words_the_room_neither():
    given = [*people("police", 4), say("m", "media", "challenge", text="No budget.")]
    facilitator = KIND.tally(SETTINGS, given, "facilitator")
    assert facilitator["items"][0]["words"][0]["text"] == "No budget."
    assert "media" in facilitator["items"][0]["by_group"]
    room = KIND.tally(SETTINGS, given, "room")
    assert "words" not in room["items"][0]
    assert room["groups"] == []  # media alone would follow from the total


def test_small_groups_are_merged_until_nobody_can_be_worked_out():
    given = people("police", 5) + people("ngo", 4) + people("media", 1)
    assert KIND.tally(SETTINGS, given, "room")["groups"] == ["police", "(other)"]


@cases(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 8), max_size=7))
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


def test_the_sheet_has_counts_and_shares_per_round_and_group():
    given = [*people("police", 3), say("x", "ngo", "refine", round_=2)]
    (sheet,) = KIND.sheets(SETTINGS, given)
    names = [c.name for c in sheet.columns]
    rows = [dict(zip(names, row, strict=True)) for row in sheet]
    everybody = next(
        r for r in rows
        if r["mechanism"] == "lights" and r["round"] == 1 and r["stakeholder_group"] == "(all)"
    )  # fmt: skip
    assert (everybody["n"], everybody["confirm_n"], everybody["confirm_share"]) == (3, 3, 1.0)
    nobody = next(r for r in rows if r["mechanism"] == "walks" and r["round"] == 1)
    assert (nobody["n"], nobody["confirm_share"]) == (0, None)


def test_the_plain_form_gives_one_answer_for_each_chosen_reaction():
    form = {"reaction.lights": ["refine"], "text.lights": ["in winter"], "reaction.walks": [""]}
    assert list(KIND.answers_from_form(SETTINGS, form)) == [
        {"item": "lights", "reaction": "refine", "text": "in winter"}
    ]


def test_words_without_a_choice_are_refused_in_words_not_dropped():
    (given,) = KIND.answers_from_form(SETTINGS, {"text.lights": ["More lamps."]})
    with pytest.raises(ValidationError, match="choose an answer to go with your words"):
        KIND.Answer.model_validate(given)


def test_each_stem_has_its_question_and_its_words():
    case = SETTINGS.model_copy(update={"stem": "case"})
    assert KIND.question(SETTINGS).in_() == "Would this help here?"
    assert KIND.question(case).in_() == "Is this what happens?"
    assert KIND.choices(SETTINGS)["refine"] == "Only if …"
    assert KIND.choices(case)["refine"] == "Not quite …"


def test_the_set_up_form_takes_ticked_and_own_mechanisms_and_wants_at_least_one():
    own = {"own_title": ["Mine", ""], "own_text": ["", ""], "own_id": ["", ""]}
    form = {"stem": ["case"], "mechanism": ["a.b"], **own}
    settings = KIND.settings_from_form(form, "de")
    assert settings["stem"] == "case"
    assert [m["id"] for m in settings["mechanisms"]] == ["a.b", "own.1"]
    assert settings["mechanisms"][1]["title"] == {"de": "Mine"}
    with pytest.raises(ValueError, match="at least one mechanism"):
        KIND.settings_from_form({}, "en")


def test_correcting_the_wording_changes_words_of_one_language_and_nothing_else():
    corrected = KIND.correct_wording(SETTINGS, {"title.lights": ["Lamps"]}, "en")
    assert corrected.mechanisms[0].title.root == {"en": "Lamps"}
    assert corrected.mechanisms[1] == SETTINGS.mechanisms[1]
    assert [m.id for m in corrected.mechanisms] == ["lights", "walks"]


def test_ids_that_could_not_stand_in_a_form_are_refused():
    with pytest.raises(ValidationError):
        KIND.Settings.model_validate({"mechanisms": [{"id": "<b>", "title": {"en": "x"}}]})
