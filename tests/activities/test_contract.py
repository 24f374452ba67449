"""What every kind of activity promises; a new kind is found here by itself."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from flask import render_template

from workshop import library
from workshop.activities import kind_named, kinds
from workshop.activities.base import Given
from workshop.config import ROOT
from workshop.live.defaults import STAKEHOLDER_GROUPS

KINDS = [pytest.param(kind, id=name) for name, kind in kinds().items()]
GROUPS = ("authorities", "civil-society", "business", "research", "media")
every_kind = pytest.mark.parametrize("kind", KINDS)


def simulated(kind, settings, people=25, seed=7, round_=1):
    rng = Random(seed)
    for number in range(people):
        group = GROUPS[number % len(GROUPS)]
        for count, answer in enumerate(kind.simulate(settings, group, rng)):
            yield Given(
                respondent=f"p{number}",
                group=group,
                sub_role=None,
                table=None,
                round=round_,
                at=datetime(2026, 1, 1, tzinfo=UTC),
                origin="simulated",
                approved=False,
                answer=kind.read(answer),
                response=f"{round_}-{number}-{count}",
            )


def in_two_rounds(kind, settings):
    return [one for r in (1, 2) for one in simulated(kind, settings, seed=r, round_=r)]


@pytest.fixture
def material():
    return library.load()


@every_kind
def test_demo_settings_stand_on_their_own_and_survive_being_stored(kind, material):
    settings = kind.demo(material)
    assert kind.Settings.model_validate(settings.model_dump(mode="json")) == settings
    assert kind.prepare(settings, material) == settings


@every_kind
def test_items_have_ids_of_their_own_and_words(kind, material):
    assert kind.question(kind.demo(material))
    items = kind.items(kind.demo(material))
    assert len({item.id for item in items}) == len(items) > 0
    assert all(item.title for item in items)


@every_kind
def test_simulated_answers_are_possible_and_within_the_limit(kind, material):
    settings = kind.demo(material)
    slots = {}
    for given in simulated(kind, settings):
        kind.check(settings, given.answer)
        slots.setdefault(given.respondent, set()).add(kind.slot(given.answer))
    assert slots
    assert max(map(len, slots.values())) <= kind.limit(settings)


@every_kind
def test_simulated_answers_repeat_with_their_seed(kind, material):
    settings = kind.demo(material)
    first, again, other = (
        [kind.read(answer) for answer in kind.simulate(settings, "media", Random(seed))]
        for seed in (7, 7, 8)
    )
    assert first == again
    assert len(other) > 0


@every_kind
def test_settings_name_only_stakeholder_groups_that_the_demo_workshop_has(kind, material):
    known = {group["id"] for group in STAKEHOLDER_GROUPS}
    assert set(kind.groups(kind.demo(material))) <= known


@every_kind
def test_an_answer_is_recalled_from_the_store_as_it_was_read(kind, material):
    settings = kind.demo(material)
    given = in_two_rounds(kind, settings)
    stored = [json.loads(json.dumps(one.answer.model_dump(mode="json"))) for one in given]
    recalled = [
        replace(one, answer=kind.recall(answer)) for one, answer in zip(given, stored, strict=True)
    ]
    for one, again, answer in zip(given, recalled, stored, strict=True):
        assert kind.read(answer) == one.answer
        assert kind.slot(again.answer) == kind.slot(one.answer)
        assert kind.summary(again.answer) == kind.summary(one.answer)
        assert list(kind.words(again.answer)) == list(kind.words(one.answer))
    for audience in ("facilitator", "room"):
        tallies = [kind.tally(settings, these, audience, 2) for these in (given, recalled)]
        assert tallies[0] == tallies[1]


@every_kind
def test_a_round_can_ask_some_items_alone(kind, material):
    settings = kind.demo(material)
    items = [item.id for item in kind.items(settings)]
    assert kind.only(settings, items) == settings
    some = kind.only(settings, list(reversed(items[1::2])))
    assert [item.id for item in kind.items(some)] == items[1::2]
    assert kind.Settings.model_validate(some.model_dump(mode="json")) == some
    for one in simulated(kind, some):
        kind.check(some, one.answer)


@every_kind
@pytest.mark.parametrize("audience", ["facilitator", "room"])
def test_nobodys_answers_add_up_too(kind, material, audience):
    settings = kind.demo(material)
    assert kind.tally(settings, [], audience) == kind.tally(settings, [], audience, 1)
    assert isinstance(kind.tally(settings, [], audience, 2), dict)


@every_kind
@pytest.mark.parametrize("audience", ["facilitator", "room"])
def test_a_tally_is_plain_json_and_rounds_are_not_added_up(kind, material, audience):
    settings = kind.demo(material)
    first = list(simulated(kind, settings))
    tally = kind.tally(settings, first, audience)
    assert json.loads(json.dumps(tally)) == tally
    # What comes in a later round leaves the picture of an earlier one alone.
    later = [replace(one, round=2) for one in first]
    assert kind.tally(settings, [*first, *later], audience) == tally
    assert kind.tally(settings, first, audience, 2) != tally


@every_kind
@pytest.mark.parametrize("audience", ["facilitator", "room"])
def test_the_order_in_which_answers_came_does_not_change_the_tally(kind, material, audience):
    settings = kind.demo(material)
    given = in_two_rounds(kind, settings)
    shuffled = Random(1).sample(given, len(given))
    assert kind.tally(settings, given, audience, 2) == kind.tally(settings, shuffled, audience, 2)


@every_kind
def test_words_reach_the_room_once_they_are_approved_and_the_facilitator_at_once(kind, material):
    settings = kind.demo(material)
    given = list(simulated(kind, settings))
    approved = [replace(one, approved=True) for one in given]

    def shown(given, audience):
        return json.dumps(kind.tally(settings, given, audience), ensure_ascii=False)

    before, after = shown(given, "room"), shown(approved, "room")
    facilitator = shown(given, "facilitator")
    for one in given:
        for words in kind.words(one.answer):
            assert words not in before
            assert words in after
            assert words in facilitator


@every_kind
def test_sheets_are_rectangular_named_once_and_explained(kind, material):
    settings = kind.demo(material)
    for given in ([], in_two_rounds(kind, settings)):
        sheets = list(kind.sheets(settings, given))
        assert len({sheet.name for sheet in sheets}) == len(sheets) > 0
        for sheet in sheets:
            names = [column.name for column in sheet.columns]
            assert len(set(names)) == len(names)
            assert all(column.description for column in sheet.columns)
            rows = list(sheet)
            assert rows or not given
            assert {len(row) for row in rows} <= {len(names)}


@every_kind
def test_its_templates_script_and_guide_exist_under_its_name(kind):
    for part in ("setup", "participant", "mine", "screen"):
        assert (ROOT / "templates" / "activities" / kind.name / f"{part}.html").is_file()
    assert (ROOT / "static" / "js" / "activities" / f"{kind.name}.js").is_file()
    assert (ROOT / "facilitator_guides" / f"{kind.name}.md").is_file()


@every_kind
def test_its_picture_of_the_room_renders_with_and_without_answers(kind, material, app):
    settings = kind.demo(material)

    class AWorkshop:
        @staticmethod
        def group_labels():
            return {group: {"en": group.title()} for group in GROUPS}

    with app.test_request_context():
        for given in ([], list(simulated(kind, settings))):
            html = render_template(
                f"activities/{kind.name}/screen.html",
                workshop=AWorkshop,
                settings=settings,
                tally=kind.tally(settings, given, "room"),
                audience="screen",
            )
            assert html.strip()


def test_an_unknown_kind_is_told_with_the_ones_there_are():
    with pytest.raises(LookupError, match="reactions"):
        kind_named("juggling")
