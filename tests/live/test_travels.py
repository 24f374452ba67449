"""The travelling mechanism: what other rooms adopted is shown, and nothing else of theirs."""

import pytest

from tests.conftest import submission
from workshop import library
from workshop.live import plan, travels
from workshop.live.conduct import Conductor
from workshop.live.decisions import decide
from workshop.live.respond import respond
from workshop.models import Activity, Respondent, Workshop
from workshop.schema import Text

MECHANISM = "safer-leiria.local-group"
EVERYTHING = {"take_part": True, "be_quoted": True, "pool": True}


@pytest.fixture
def room(db, create_account, join_as):
    """Make a live workshop that asks about one mechanism of the library, open."""

    def make(place="", settings=None):
        account, material = create_account(), library.load()
        settings = settings or {"stem": "here", "mechanisms": [{"id": MECHANISM}]}
        with db.transaction() as session:
            wanted = plan.WorkshopPlan(title=Text({"en": "A square"}), place=place, country="PT")
            workshop = plan.create(session, account.id, wanted)
            activity = plan.ActivityPlan(
                kind="reactions", title=Text({"en": "Once more"}), settings=settings
            )
            plan.add_activity(session, workshop, account.id, activity, material)
            conductor = Conductor(session, workshop.id, account.id, material)
            conductor.start()
            conductor.open(workshop.activities[0].id)
            assert workshop.activities
            return workshop

    return make


@pytest.fixture
def adopt(db, join_as):
    """Let somebody propose a wording that the facilitator adopts; returns who and the answer."""

    def do(workshop, text, consents=EVERYTHING, item=MECHANISM, verbs=("adopt",)):
        somebody = join_as(workshop)
        sent = submission(workshop, item=item, reaction="refine", text=text)
        with db.transaction() as session:
            session.get(Respondent, somebody.id).consents = EVERYTHING
            (receipt,) = respond(session, somebody, [sent], "phone")
            assert receipt.status == "saved"
        for verb in verbs:
            with db.transaction() as session:
                here = session.get(Workshop, workshop.id)
                decide(session, here, here.owner_id, sent["submission_id"], verb, "Because.")
        with db.transaction() as session:
            session.get(Respondent, somebody.id).consents = consents
        return somebody

    return do


def elsewhere(db, workshop):
    with db.reading() as session:
        activity = session.get(Activity, workshop.activities[0].id)
        return {
            item: [one.text for one in some]
            for item, some in travels.elsewhere(session, activity).items()
        }


def test_what_another_room_adopted_travels_with_its_place(db, room, adopt):
    adopt(room(place="Leiria"), "Only if it meets in the evening.")
    here = room()
    with db.reading() as session:
        activity = session.get(Activity, here.activities[0].id)
        found = travels.elsewhere(session, activity)
    assert found == {
        MECHANISM: [travels.Wording("Only if it meets in the evening.", "Leiria", "PT", None)]
    }


def test_ones_own_room_is_not_elsewhere(db, room, adopt):
    here = room()
    adopt(here, "Only if it meets in the evening.")
    assert elsewhere(db, here) == {}


@pytest.mark.parametrize(
    "verbs",
    [(), ("approve",), ("consider",), ("adopt", "decline"), ("adopt", "propose")],
    ids=lambda verbs: "-".join(verbs) or "nothing",
)
def test_what_is_not_adopted_any_more_or_never_was_stays_at_home(db, room, adopt, verbs):
    adopt(room(), "Only if it meets in the evening.", verbs=verbs)
    assert elsewhere(db, room()) == {}


@pytest.mark.parametrize("withheld", ["be_quoted", "pool"])
def test_words_of_somebody_who_withholds_them_stay_at_home(db, room, adopt, withheld):
    adopt(room(), "Only if it meets in the evening.", {**EVERYTHING, withheld: False})
    assert elsewhere(db, room()) == {}


def test_words_that_were_changed_after_they_were_adopted_stay_at_home(db, room, adopt):
    there = room()
    somebody = adopt(there, "Only if it meets in the evening.")
    changed = submission(there, item=MECHANISM, edit=2, reaction="refine", text="Only at noon.")
    with db.transaction() as session:
        respond(session, somebody, [changed], "phone")
    assert elsewhere(db, room()) == {}


def test_three_of_the_newest_are_shown(db, room, adopt):
    for number in range(5):
        adopt(room(), f"Wording {number}")
    assert elsewhere(db, room()) == {MECHANISM: ["Wording 4", "Wording 3", "Wording 2"]}


def test_mechanisms_of_ones_own_are_nobody_elses(db, room, adopt):
    own = {
        "stem": "here",
        "mechanisms": [{"id": "own.1", "title": {"en": "Ours"}, "text": {"en": "We meet."}}],
    }
    adopt(room(settings=own), "Only if it meets in the evening.", item="own.1")
    assert elsewhere(db, room(settings=own)) == {}


def test_a_facilitator_may_switch_it_off(db, room, adopt):
    adopt(room(), "Only if it meets in the evening.")
    quiet = {"stem": "here", "mechanisms": [{"id": MECHANISM}], "travelling": False}
    assert elsewhere(db, room(settings=quiet)) == {}
