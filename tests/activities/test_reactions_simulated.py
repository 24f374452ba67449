"""Invented people: plausible, varied, and of the same mind where nothing changed."""

from collections import Counter
from random import Random

import pytest

from tests.activities.voices import KIND
from workshop import library
from workshop.activities.reactions import sentences
from workshop.activities.reactions.schema import CONDITIONS, LONGEST, REASONS

GROUPS = ("authorities", "civil-society", "business", "research", "media", "a-group-of-its-own")
DEMO = KIND.demo(library.load())


def answers(settings, group="media", seed=1):
    return [KIND.read(raw) for raw in KIND.simulate(settings, group, Random(seed))]


@pytest.mark.parametrize("stem", ["here", "case"])
def test_everything_that_can_be_answered_is_answered_by_somebody(stem):
    settings = DEMO.model_copy(update={"stem": stem, "guess": ()})
    room = [one for g in GROUPS for n in range(60) for one in answers(settings, g, n)]
    for one in room:
        KIND.check(settings, one)
    assert set(Counter(one.reaction for one in room)) == {
        "confirm", "challenge", "refine", "unsure",
    }  # fmt: skip
    assert {reason for one in room for reason in one.reasons} == set(REASONS[stem])
    assert {condition for one in room for condition in one.conditions} == set(CONDITIONS)
    assert {one.manner for one in room} == {None, "rewording", "condition"}
    assert {one.already for one in room} == {True, False}
    for reaction in ("challenge", "refine"):
        assert len({one.text for one in room if one.reaction == reaction}) > 12


def test_a_dozen_sentences_for_each_stem_name_reasons_and_conditions_that_exist():
    for stem in ("here", "case"):
        for said, known in (
            (sentences.CHALLENGES[stem], REASONS[stem]),
            (sentences.CONDITIONS[stem], CONDITIONS),
        ):
            assert len(said) >= 12
            assert {about for _, about, _ in said} == set(known)
            assert {group for group, _, _ in said} == {"", *GROUPS[:5]}


def test_each_group_guesses_another_one():
    for group, about in {
        "authorities": "civil-society",
        "civil-society": "authorities",
        "media": "authorities",
    }.items():
        guesses = [one for one in answers(DEMO, group) if KIND.slot(one).startswith("guess:")]
        assert len(guesses) == len(DEMO.mechanisms)
        assert {one.about for one in guesses} == {about}
    nobody = DEMO.model_copy(update={"guess": ()})
    assert len(answers(nobody)) == len(DEMO.mechanisms)


def test_who_is_asked_some_again_says_the_same_of_them():
    some = [m.id for m in DEMO.mechanisms][1::2]
    everything = answers(DEMO, seed=5)
    again = answers(KIND.only(DEMO, some), seed=5)
    assert again == [one for one in everything if KIND.slot(one).removeprefix("guess:") in some]


def test_a_reworded_text_stays_short_enough():
    settings = KIND.Settings.model_validate(
        {"mechanisms": [{"id": "long", "title": {"en": "A title"}, "text": {"en": "x" * LONGEST}}]}
    )
    texts = {one.text for n in range(80) for one in answers(settings, "media", n)}
    assert any(text.startswith("A title, ") for text in texts)
