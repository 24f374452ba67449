"""What is not agreed to is withheld: on the screen, in decisions, on shared sheets."""

import pytest

from tests.conftest import submission
from workshop.live import consents, decisions, plan
from workshop.live.consents import choose
from workshop.live.join import Join, join
from workshop.live.refusal import Refusal
from workshop.live.respond import respond
from workshop.live.tally import given, tally
from workshop.live.writings import written
from workshop.models import Respondent, Workshop
from workshop.schema import Text

ONLY_TAKES_PART = {"take_part": True}
WORDS = "Only until midnight, please."


def send(db, respondent, *submissions):
    with db.transaction() as session:
        return respond(session, session.get(Respondent, respondent.id), submissions, "phone")


def do(db, workshop, response, verb, why=""):
    with db.transaction() as session:
        decisions.decide(session, session.get(Workshop, workshop.id), None, response, verb, why)


def one(db, workshop):
    with db.reading() as session:
        return next(given(session, workshop.activities[0]))


@pytest.fixture
def silent(db, create_workshop, join_as):
    """Ana wrote a refinement and does not want to be quoted: the workshop, Ana, the answer."""
    workshop = create_workshop()
    ana = join_as(workshop, consents=ONLY_TAKES_PART)
    sent = submission(workshop, reaction="refine", text=WORDS)
    assert send(db, ana, sent)[0].status == "saved"
    return workshop, ana, sent["submission_id"]


@pytest.mark.parametrize("verb", ["approve", "adopt"])
def test_words_of_somebody_who_does_not_want_to_be_quoted_are_not_shown_or_taken_over(
    db, silent, verb
):
    workshop, _, response = silent
    with pytest.raises(Refusal, match="does not want to be quoted"):
        do(db, workshop, response, verb)
    assert not one(db, workshop).quotable
    with db.reading() as session:
        (entry,) = written(session, workshop.activities[0])
    assert (entry.quotable, entry.approved) == (False, False)


def test_they_can_be_considered_and_declined_all_the_same(db, silent):
    workshop, _, response = silent
    do(db, workshop, response, "consider")
    do(db, workshop, response, "decline", "Not ours to decide.")
    assert one(db, workshop).state == "declined"


def test_an_answer_without_words_holds_nothing_to_quote(db, create_workshop, join_as):
    workshop = create_workshop()
    sent = submission(workshop)
    send(db, join_as(workshop, consents=ONLY_TAKES_PART), sent)
    do(db, workshop, sent["submission_id"], "adopt")


def test_who_changes_their_mind_takes_approved_words_off_the_screen(db, silent):
    workshop, ana, response = silent

    def chosen(*names):
        with db.transaction() as session:
            here = session.get(Workshop, workshop.id)
            before = here.revision
            choose(session, here, session.get(Respondent, ana.id), names)
            return here.revision - before

    assert chosen("be_quoted") == 1
    do(db, workshop, response, "approve")
    assert WORDS in str(shown(db, workshop))
    assert chosen("pool") == 1
    assert WORDS not in str(shown(db, workshop))
    assert chosen("pool") == 0
    found = one(db, workshop)
    assert (found.approved, found.quotable, found.poolable) == (False, False, True)


def shown(db, workshop):
    with db.reading() as session:
        return tally(session, workshop.activities[0], "room")


def test_nobody_supports_words_that_may_not_be_shown(db, silent, join_as, conduct):
    workshop, ana, response = silent
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        choose(session, here, session.get(Respondent, ana.id), ["be_quoted"])
    do(db, workshop, response, "approve")
    conduct(workshop, "reveal", workshop.activities[0].id)
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        choose(session, here, session.get(Respondent, ana.id), [])
    wanted = submission(workshop, answer={"supports": response})
    assert send(db, join_as(workshop), wanted)[0].status == "invalid"


def test_on_a_sheet_everybody_counts_who_wrote_since_it_was_empty(db, create_workshop, join_as):
    workshop = create_workshop(tables=1, answered_by="table")
    ana = join_as(workshop, table="1", consents=ONLY_TAKES_PART)
    bogdan = join_as(workshop, table="1")
    send(db, bogdan, submission(workshop, reaction="refine", text="By Bogdan."))
    assert one(db, workshop).quotable
    send(db, ana, submission(workshop, reaction="refine", text="Ana adds.", base=1))
    assert not one(db, workshop).quotable
    send(db, bogdan, submission(workshop, reaction="refine", text="Ana adds. Me too.", base=2))
    found = one(db, workshop)
    assert not found.quotable
    with pytest.raises(Refusal, match="quoted"):
        do(db, workshop, found.response, "approve")
    send(db, bogdan, submission(workshop, slot="lights", answer=None, base=3))
    send(db, bogdan, submission(workshop, reaction="refine", text="Only Bogdan.", base=4))
    assert one(db, workshop).quotable


def test_a_table_agrees_only_where_all_its_devices_do(db, create_workshop, join_as):
    workshop = create_workshop(tables=1)
    join_as(workshop, "", table="1", as_table=True)
    both = {"take_part": True, "be_quoted": True, "pool": False}
    table = join_as(workshop, "", table="1", as_table=True, consents=both)
    assert table.consents == {"take_part": True, "be_quoted": True, "pool": False, "version": 1}
    join_as(workshop, table="1")
    with db.reading() as session:
        assert session.get(Respondent, table.id).consents["be_quoted"]


def test_each_change_of_a_consent_is_another_version(db, create_workshop):
    workshop = create_workshop()
    title = Text({"en": "A safer square"})
    with db.transaction() as session:
        here = session.get(Workshop, workshop.id)
        plan.change(session, here, None, plan.WorkshopPlan(title=title, place="Łódź"))
        assert here.consent_version == 1
        changed = Text({"en": "Quote me.", "de": "Zitiert mich."})
        plan.change(session, here, None, plan.WorkshopPlan(title=title, consent_be_quoted=changed))
        assert here.consent_version == 2
        assert consents.texts(here)["be_quoted"].in_("de") == "Zitiert mich."


def comes(db, workshop, **consents):
    with db.transaction() as session:
        return join(
            session,
            Join(workshop.code, "a" * 20, "media", consents={"take_part": True, **consents}),
        )


@pytest.mark.parametrize("said", [{"adult": False}, {"guardian": True}])
def test_a_workshop_for_adults_takes_no_minors(db, create_workshop, said):
    with pytest.raises(Refusal, match="18 and older"):
        comes(db, create_workshop(), **said)


def test_minors_come_in_with_the_word_of_a_parent_and_it_is_noted(db, create_workshop):
    workshop = create_workshop(minors=True)
    for said in ({"adult": False}, {"adult": False, "guardian": False}):
        with pytest.raises(Refusal, match="guardian"):
            comes(db, workshop, **said)
    assert comes(db, workshop, adult=False, guardian=True).consents["guardian"] is True


@pytest.mark.parametrize("minors", [False, True])
def test_who_says_nothing_about_age_is_an_adult(db, create_workshop, minors):
    assert "guardian" not in comes(db, create_workshop(minors=minors)).consents
