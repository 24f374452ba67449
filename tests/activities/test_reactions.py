"""Reactions to mechanisms: what is set up, what is asked, what a form may say."""

import pytest
from pydantic import ValidationError

from tests.activities.voices import KIND, SETTINGS
from workshop import library
from workshop.activities.reactions.schema import CONDITIONS, REASONS, Guess
from workshop.live import decisions

CASE = SETTINGS.model_copy(update={"stem": "case"})


def from_form(form, settings=SETTINGS):
    return list(KIND.answers_from_form(settings, form))


def test_the_plain_form_gives_one_answer_for_each_chosen_reaction():
    form = {"reaction.lights": ["refine"], "text.lights": ["in winter"], "reaction.walks": [""]}
    assert from_form(form) == [{"item": "lights", "reaction": "refine", "text": "in winter"}]


def test_the_plain_form_takes_what_belongs_to_the_reaction_and_leaves_the_other_ticks():
    ticked = {
        "reason.lights": ["cost", "fit"],
        "condition.lights": ["who", "rights"],
        "already.lights": ["yes"],
        "text.lights": [""],
    }
    expected = {
        "confirm": {},
        "challenge": {"reasons": ["cost", "fit"]},
        "refine": {"manner": "condition", "conditions": ["who", "rights"]},
        "unsure": {},
    }
    for reaction, own in expected.items():
        (answer,) = from_form({"reaction.lights": [reaction], **ticked})
        assert answer == {
            "item": "lights", "reaction": reaction, "text": "", "already": True, **own,
        }  # fmt: skip
        KIND.check(SETTINGS, KIND.read(answer))


def test_conditions_of_a_rewording_are_refused_in_words():
    form = {"reaction.lights": ["refine"], "manner.lights": ["rewording"]}
    (fine,) = from_form(form)
    assert KIND.read(fine).manner == "rewording"
    (wrong,) = from_form({**form, "condition.lights": ["who"]})
    with pytest.raises(ValidationError, match="say that it is a condition"):
        KIND.read(wrong)


def test_the_plain_form_takes_guesses_where_they_are_asked_for():
    form = {"guess.lights": ["7"], "guess.walks": [""], "about": ["ngo"]}
    (answer,) = from_form(form)
    assert KIND.read(answer) == Guess(guesses="lights", about="ngo", of_ten=7)
    assert KIND.slot(KIND.read(answer)) == "guess:lights"
    assert from_form(form, SETTINGS.model_copy(update={"guess": ()})) == []


@pytest.mark.parametrize("typed", ["eleven", "11", "-1", "7.5", "9" * 5000, "²"])
def test_a_guess_that_is_no_number_of_ten_is_refused(typed):
    (answer,) = from_form({"guess.lights": [typed], "about": ["ngo"]})
    with pytest.raises(ValidationError):
        KIND.read(answer)


def test_a_guess_about_a_group_nobody_asked_about_is_refused():
    with pytest.raises(ValueError, match="does not ask what that group said"):
        KIND.check(SETTINGS, Guess(guesses="lights", about="media", of_ten=1))


@pytest.mark.parametrize("alone", ["text.lights", "already.lights"])
def test_words_or_a_tick_without_a_choice_are_refused_in_words_not_dropped(alone):
    (given,) = from_form({alone: ["More lamps."]})
    with pytest.raises(ValidationError, match="choose an answer to go with your words"):
        KIND.read(given)


def test_each_stem_has_its_question_and_its_words():
    assert KIND.question(SETTINGS).in_() == "Would this help here?"
    assert KIND.question(CASE).in_() == "Is this what happens?"
    assert KIND.choices(SETTINGS)["refine"] == "Only if …"
    assert KIND.choices(CASE)["refine"] == "Not quite …"


@pytest.mark.parametrize("settings", [SETTINGS, CASE])
def test_whatever_can_be_chosen_has_a_short_name(settings):
    named = {
        "reasons": (KIND.reasons(settings), REASONS[settings.stem]),
        "conditions": (KIND.conditions(), CONDITIONS),
        "manners": (KIND.manners(settings), ("condition", "rewording")),
        "states": (KIND.states(), tuple(decisions.STATE_AFTER.values())),
    }
    for words, ids in named.values():
        assert tuple(words) == tuple(ids)
        assert all(0 < len(text.in_("en")) <= 28 for text in words.values())
    assert KIND.already(settings)


def test_the_set_up_form_takes_ticked_and_own_mechanisms_and_wants_at_least_one():
    own = {"own_title": ["Mine", ""], "own_text": ["", ""], "own_id": ["", ""]}
    form = {"stem": ["case"], "mechanism": ["a.b"], **own}
    settings = KIND.settings_from_form(form, "de")
    assert settings["stem"] == "case"
    assert [m["id"] for m in settings["mechanisms"]] == ["a.b", "own.1"]
    assert settings["mechanisms"][1]["title"] == {"de": "Mine"}
    with pytest.raises(ValueError, match="at least one mechanism"):
        KIND.settings_from_form({}, "en")


def test_the_set_up_form_takes_two_groups_that_guess_or_nobody():
    form = {"mechanism": ["a.b"]}
    nobody = KIND.settings_from_form({**form, "guess": ["", ""]}, "en")
    assert (nobody["guess"], nobody["travelling"]) == ([], False)
    both = KIND.settings_from_form({**form, "guess": ["b", "a"], "travelling": ["yes"]}, "en")
    assert (both["guess"], both["travelling"]) == (["b", "a"], True)
    for wrong in (["a", ""], ["a", "a"]):
        with pytest.raises(ValueError, match="two different stakeholder groups"):
            KIND.settings_from_form({**form, "guess": wrong}, "en")


def test_settings_name_the_groups_that_guess_and_the_demo_has_two():
    assert list(KIND.groups(SETTINGS)) == ["police", "ngo"]
    assert list(KIND.groups(KIND.demo(library.load()))) == ["authorities", "civil-society"]


def test_correcting_the_wording_changes_words_of_one_language_and_nothing_else():
    corrected = KIND.correct_wording(SETTINGS, {"title.lights": ["Lamps"]}, "en")
    assert corrected.mechanisms[0].title.root == {"en": "Lamps"}
    assert corrected.mechanisms[1] == SETTINGS.mechanisms[1]
    assert [m.id for m in corrected.mechanisms] == ["lights", "walks"]


def test_ids_that_could_not_stand_in_a_form_are_refused():
    with pytest.raises(ValidationError):
        KIND.Settings.model_validate({"mechanisms": [{"id": "<b>", "title": {"en": "x"}}]})
