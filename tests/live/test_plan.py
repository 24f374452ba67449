"""Planning: made, changed, copied, deleted."""

import pytest
from pydantic import ValidationError

from workshop import library
from workshop.live import plan
from workshop.live.refusal import Refusal
from workshop.models import Workshop
from workshop.schema import Text


def a_plan(**kwargs):
    return plan.WorkshopPlan.model_validate({"title": {"en": "Square"}, **kwargs})


def test_a_new_workshop_is_a_draft_with_a_code_and_a_day_of_deletion(db, create_account):
    fatima = create_account()
    with db.transaction() as session:
        workshop = plan.create(session, fatima.id, a_plan())
    assert (workshop.state, len(workshop.code)) == ("draft", 6)
    assert workshop.keep_until is not None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": {"en": "  "}}, "give the workshop a title"),
        ({"title": {"en": "x" * 201}}, "under 200"),
        ({"title": {"xx": "a"}}, "unknown language"),
        ({"languages": ["tlh"]}, "unknown language: tlh"),
        ({"time_zone": "Mars/Olympus"}, "no time zone"),
        ({"country": "Spain"}, "pattern"),
        (
            {"stakeholder_groups": [{"id": "a", "label": {"en": "A"}}] * 2},
            "have the same name",
        ),
        ({"stakeholder_groups": []}, "at least 1"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_words(wrong, words):
    with pytest.raises(ValidationError, match=words):
        a_plan(**wrong)


def test_a_group_that_somebody_chose_has_to_stay(db, create_workshop, join_as):
    workshop = create_workshop()
    join_as(workshop)
    fewer = a_plan(stakeholder_groups=[{"id": "media", "label": {"en": "Press"}}])
    with pytest.raises(Refusal, match="Residents, associations, NGOs"), db.transaction() as session:
        plan.change(session, session.get(Workshop, workshop.id), None, fewer)


def test_changing_the_consent_makes_a_new_version_of_it(db, create_workshop):
    workshop = create_workshop()
    with db.transaction() as session:
        fresh = session.get(Workshop, workshop.id)
        plan.change(session, fresh, None, a_plan(consent={"en": "Other words."}))
        assert fresh.consent_version == 2


def test_a_copy_has_the_agenda_but_nobodys_answers_and_a_code_of_its_own(
    db, create_workshop, join_as
):
    workshop = create_workshop(state="revealed", activities=2)
    join_as(workshop)
    with db.transaction() as session:
        copy = plan.duplicate(session, session.get(Workshop, workshop.id), workshop.owner_id)
        session.refresh(copy)
        assert [a.state for a in copy.activities] == ["planned", "planned"]
        assert copy.code != workshop.code
        assert copy.title == {"en": "A safer square (2)"}


def test_a_live_workshop_is_not_deleted_and_an_ended_one_goes_with_everything_in_it(
    db, create_workshop, join_as, conduct
):
    workshop = create_workshop()
    join_as(workshop)
    with pytest.raises(Refusal, match="end it"), db.transaction() as session:
        plan.delete(session, session.get(Workshop, workshop.id))
    conduct(workshop, "end")
    with db.transaction() as session:
        plan.delete(session, session.get(Workshop, workshop.id))
    with db.reading() as session:
        assert session.get(Workshop, workshop.id) is None


def test_activities_move_up_and_down_and_stop_at_the_ends(db, create_workshop):
    workshop = create_workshop(state="draft", activities=3)

    def order():
        with db.reading() as session:
            return [a.title["en"][-1] for a in session.get(Workshop, workshop.id).activities]

    def move(number, by):
        with db.transaction() as session:
            fresh = session.get(Workshop, workshop.id)
            activity = next(a for a in fresh.activities if a.title["en"].endswith(str(number)))
            plan.move_activity(session, fresh, None, activity, by)

    move(3, -1)
    assert order() == ["1", "3", "2"]
    move(1, -1)
    move(2, 1)
    assert order() == ["1", "3", "2"]


def test_an_activity_that_was_opened_can_neither_be_edited_nor_removed(db, create_workshop):
    workshop = create_workshop()
    with db.transaction() as session:
        fresh = session.get(Workshop, workshop.id)
        activity = fresh.activities[0]
        new = plan.ActivityPlan(kind="reactions", title=Text({"en": "x"}), settings={})
        with pytest.raises(Refusal, match="wording"):
            plan.edit_activity(session, fresh, None, activity, new, library.load())
        with pytest.raises(Refusal, match="stays|keep"):
            plan.remove_activity(session, fresh, None, activity)


@pytest.mark.parametrize(
    ("kind", "settings", "words"),
    [
        ("juggling", {}, "no kind of activity called 'juggling'"),
        ("reactions", {"mechanisms": []}, "at least 1"),
        ("reactions", {"mechanisms": [{"id": "nowhere.nothing"}]}, "no mechanism 'nowhere"),
        ("reactions", {"mechanisms": [{"id": "a", "title": {"en": "A"}}] * 2}, "asked twice"),
        (
            "reactions",
            {"mechanisms": [{"id": "a", "title": {"en": "A"}}], "guess": ["media", "nobody"]},
            "no stakeholder group 'nobody'",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused_in_words(
    db, create_workshop, kind, settings, words
):
    workshop = create_workshop(state="draft")
    new = plan.ActivityPlan(kind=kind, title=Text({"en": "x"}), settings=settings)
    with pytest.raises(Refusal, match=words), db.transaction() as session:
        fresh = session.get(Workshop, workshop.id)
        plan.add_activity(session, fresh, None, new, library.load())
