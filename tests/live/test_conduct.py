"""Conducting: what each verb does to the room, and what Next would do."""

import pytest
from sqlalchemy import select

from workshop import library
from workshop.live import frozen
from workshop.live.conduct import Conductor, next_step
from workshop.live.refusal import Refusal
from workshop.live.rehearsal import clear
from workshop.models import Act, Activity, ActivityVersion, Workshop


def state_of(db, workshop):
    with db.reading() as session:
        fresh = session.get(Workshop, workshop.id)
        return fresh.state, [(a.state, a.revealed) for a in fresh.activities]


def test_next_walks_the_agenda_from_the_start_to_the_end(db, create_workshop, conduct):
    workshop = create_workshop(state="draft", activities=2)
    verbs = [conduct(workshop, "next").verb for _ in range(8)]
    assert verbs == ["start", "open", "close", "reveal", "open", "close", "reveal", "end"]
    assert conduct(workshop, "next").verb == "over"
    assert state_of(db, workshop) == ("ended", [("closed", True), ("closed", True)])


def test_opening_an_activity_closes_the_one_that_is_on(db, create_workshop, conduct):
    workshop = create_workshop(activities=2)
    conduct(workshop, "open", workshop.activities[1].id)
    assert state_of(db, workshop)[1] == [("closed", False), ("open", False)]


def test_reopening_hides_what_was_revealed_and_keeps_the_version(db, create_workshop, conduct):
    workshop = create_workshop(state="revealed")
    conduct(workshop, "open", workshop.activities[0].id)
    assert state_of(db, workshop)[1] == [("open", False)]
    with db.reading() as session:
        assert session.get(Activity, workshop.activities[0].id).version == 1


def test_every_verb_raises_the_revision_and_is_logged_with_who_did_it(db, create_workshop, conduct):
    workshop = create_workshop(state="draft")
    activity = workshop.activities[0].id
    revisions = []
    for verb, *args in [
        ("start",),
        ("open", activity),
        ("close", activity),
        ("reveal", activity),
        ("hide", activity),
        ("end",),
        ("reopen",),
    ]:
        conduct(workshop, verb, *args)
        with db.reading() as session:
            revisions.append(session.get(Workshop, workshop.id).revision)
    assert revisions == sorted(set(revisions))
    with db.reading() as session:
        acts = session.scalars(select(Act).order_by(Act.seq)).all()
    assert [a.verb for a in acts][-7:] == [
        "start", "open", "close", "reveal", "hide", "end", "reopen",
    ]  # fmt: skip
    assert {a.account_id for a in acts} == {workshop.owner_id}


def test_a_verb_that_changes_nothing_leaves_the_revision_alone(db, create_workshop, conduct):
    workshop = create_workshop()
    for verb, *args in [("start",), ("open", workshop.activities[0].id), ("reopen",)]:
        conduct(workshop, verb, *args)
    with db.reading() as session:
        assert session.get(Workshop, workshop.id).revision == workshop.revision


def test_what_cannot_be_done_now_is_refused_in_words(create_workshop, conduct):
    draft = create_workshop(state="draft")
    activity = draft.activities[0].id
    for verb, words in [("open", "Start the workshop first"), ("reveal", "Open this activity")]:
        with pytest.raises(Refusal, match=words):
            conduct(draft, verb, activity)
    with pytest.raises(Refusal, match="not on the agenda"):
        conduct(draft, "close", "no-such-activity")


def test_settings_freeze_when_an_activity_first_opens_and_later_library_edits_change_nothing(
    db, create_workshop, conduct
):
    workshop = create_workshop(state="live")
    with db.transaction() as session:
        activity = session.get(Activity, workshop.activities[0].id)
        activity.settings = {"mechanisms": [{"id": "safer-leiria.local-group"}]}
    conduct(workshop, "open", workshop.activities[0].id)
    known = library.load().mechanism("safer-leiria.local-group")
    with db.reading() as session:
        activity = session.get(Activity, workshop.activities[0].id)
        asked = frozen.settings(session, activity).mechanisms[0]
        kept = session.scalars(select(ActivityVersion)).one()
    assert (asked.title, asked.text) == (known.title, known.summary)
    assert kept.settings["mechanisms"][0]["title"] == known.title.root


def test_correcting_a_word_makes_a_new_version_and_keeps_the_old_one(db, create_workshop, conduct):
    workshop = create_workshop()
    activity_id = workshop.activities[0].id
    with db.transaction() as session:
        conductor = Conductor(session, workshop.id, None, library.load())
        settings = frozen.settings(session, session.get(Activity, activity_id))
        first = settings.mechanisms[0].model_copy(update={"id": "lights"})
        conductor.correct_wording(
            activity_id,
            {"en": "Reactions, corrected"},
            settings.model_copy(update={"mechanisms": (first, *settings.mechanisms[1:])}),
        )
    with db.reading() as session:
        titles = [v.title["en"] for v in session.scalars(select(ActivityVersion))]
    assert titles == ["Reactions 1", "Reactions, corrected"]


def test_after_a_rehearsal_the_agenda_starts_over_and_simulated_people_are_gone(
    db, create_workshop, join_as
):
    workshop = create_workshop(state="revealed")
    join_as(workshop, origin="simulated")
    with db.transaction() as session:
        fresh = session.get(Workshop, workshop.id)
        assert clear(session, fresh, None) == 1
        assert next_step(fresh).verb == "open"
    assert state_of(db, workshop) == ("live", [("planned", False)])


def test_revealing_an_earlier_activity_closes_the_open_one_and_next_comes_back_to_it(
    db, create_workshop, conduct
):
    workshop = create_workshop(state="closed", activities=2)
    first, second = (a.id for a in workshop.activities)
    conduct(workshop, "open", second)
    conduct(workshop, "reveal", first)
    assert state_of(db, workshop)[1] == [("closed", True), ("closed", False)]
    step = conduct(workshop, "next")
    assert (step.verb, step.activity.id) == ("reveal", second)


def test_a_rehearsal_that_went_to_the_end_leaves_a_draft_when_it_is_cleared(
    db, create_workshop, join_as, conduct
):
    workshop = create_workshop()
    join_as(workshop, origin="simulated")
    conduct(workshop, "end")
    with db.transaction() as session:
        clear(session, session.get(Workshop, workshop.id), None)
    assert state_of(db, workshop) == ("draft", [("planned", False)])


def test_opening_in_an_ended_workshop_says_to_reopen_it(create_workshop, conduct):
    workshop = create_workshop(state="ended")
    with pytest.raises(Refusal, match="Reopen the workshop first"):
        conduct(workshop, "open", workshop.activities[0].id)
