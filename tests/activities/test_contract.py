"""What every kind of activity promises; a new kind is found here by itself."""

from datetime import UTC, datetime
from random import Random

import pytest
from flask import render_template

from workshop import library
from workshop.activities import kind_named, kinds
from workshop.activities.base import Given
from workshop.config import ROOT

KINDS = [pytest.param(kind, id=name) for name, kind in kinds().items()]
GROUPS = ("authorities", "civil-society", "business", "research", "media")
every_kind = pytest.mark.parametrize("kind", KINDS)


def simulated(kind, settings, people=25, seed=7):
    rng = Random(seed)
    for number in range(people):
        group = GROUPS[number % len(GROUPS)]
        for answer in kind.simulate(settings, group, rng):
            yield Given(
                respondent=f"p{number}",
                group=group,
                sub_role=None,
                table=None,
                round=1,
                at=datetime(2026, 1, 1, tzinfo=UTC),
                origin="simulated",
                approved=False,
                answer=kind.Answer.model_validate(answer),
            )


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
        [kind.Answer.model_validate(a) for a in kind.simulate(settings, "media", Random(seed))]
        for seed in (7, 7, 8)
    )
    assert first == again
    assert len(other) > 0


@every_kind
@pytest.mark.parametrize("audience", ["facilitator", "room"])
def test_nobodys_answers_add_up_too(kind, material, audience):
    assert isinstance(kind.tally(kind.demo(material), [], audience), dict)


@every_kind
@pytest.mark.parametrize("audience", ["facilitator", "room"])
def test_the_order_in_which_answers_came_does_not_change_the_tally(kind, material, audience):
    settings = kind.demo(material)
    given = list(simulated(kind, settings))
    shuffled = Random(1).sample(given, len(given))
    assert kind.tally(settings, given, audience) == kind.tally(settings, shuffled, audience)


@every_kind
def test_no_unapproved_words_reach_the_room(kind, material):
    settings = kind.demo(material)
    given = list(simulated(kind, settings))
    shown = repr(kind.tally(settings, given, "room"))
    for one in given:
        for words in kind.words(one.answer):
            assert words not in shown


@every_kind
def test_sheets_are_rectangular_named_once_and_explained(kind, material):
    settings = kind.demo(material)
    for given in ([], list(simulated(kind, settings))):
        for sheet in kind.sheets(settings, given):
            names = [column.name for column in sheet.columns]
            assert len(set(names)) == len(names)
            assert all(column.description for column in sheet.columns)
            rows = list(sheet)
            assert rows
            assert {len(row) for row in rows} == {len(names)}


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
