"""Reactions by a plain form: what goes with them, guesses, rounds, support, others' wording."""

import pytest
from sqlalchemy import select

from tests.conftest import MECHANISMS
from workshop.live import tallies
from workshop.live.decisions import decide
from workshop.models import CurrentResponse, Workshop

GUESSING = {"stem": "here", "mechanisms": MECHANISMS, "guess": ("authorities", "civil-society")}


class Phone:
    """A browser without script that has joined, and what it sends."""

    def __init__(self, app, workshop, group="civil-society", **consents):
        self.client = app.test_client()
        self.room = f"/w/{workshop.code}"
        form = {"stakeholder_group": group, "take_part": "yes", **consents}
        assert self.client.post(f"/j/{workshop.code}", data=form).status_code == 303

    @property
    def page(self):
        return self.client.get(self.room).text

    def field(self, name):
        return self.page.split(f'name="{name}" value="')[1].split('"')[0]

    def send(self, **fields):
        form = {name: self.field(name) for name in ("activity_id", "round", "nonce")}
        named = {name.replace("__", "."): value for name, value in fields.items()}
        return self.client.post(f"{self.room}/answers", data={**form, **named})

    def support(self, response, on="yes"):
        form = {name: self.field(name) for name in ("activity_id", "round", "nonce")}
        return self.client.post(
            f"{self.room}/support", data={**form, "response": response, "on": on}
        )


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Let every page show the newest numbers, however long they took to add up."""
    monkeypatch.setattr(tallies, "SHARE", 0)


@pytest.fixture
def standing(db):
    """Return what stands, by slot."""

    def do():
        with db.reading() as session:
            rows = session.execute(select(CurrentResponse.slot, CurrentResponse.answer))
            return {row.slot: row.answer for row in rows}

    return do


@pytest.fixture
def picked(db):
    """Let the facilitator pick the only words there are; returns the answer's id."""

    def do(workshop, *verbs):
        with db.transaction() as session:
            response = session.scalar(select(CurrentResponse.response_id))
            here = session.get(Workshop, workshop.id)
            for verb in ("approve", *verbs):
                decide(session, here, here.owner_id, response, verb, "It is cheap.")
            return response

    return do


def test_what_is_ticked_goes_with_the_reaction_and_comes_back_ticked(
    app, create_workshop, standing
):
    phone = Phone(app, create_workshop())
    sent = phone.send(
        reaction__lights="challenge",
        text__lights="Nobody pays for it.",
        reason__lights=["cost", "people"],
        condition__lights=["who"],
        already__walks="yes",
        reaction__walks="refine",
        condition__walks=["rights", "when"],
        manner__walks="condition",
    )
    assert sent.status_code == 303
    lights, walks = standing()["lights"], standing()["walks"]
    assert (lights["reasons"], lights["conditions"]) == (["cost", "people"], [])
    assert (walks["conditions"], walks["manner"], walks["already"]) == (
        ["rights", "when"],
        "condition",
        True,
    )
    page = phone.page
    for name, value in (("reason.lights", "cost"), ("condition.walks", "when")):
        assert f'name="{name}" value="{value}" checked' in page
    assert 'name="already.walks" value="yes" checked' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reaction__lights": "refine", "text__lights": "x" * 1001}, "please keep it under 1000"),
        ({"reaction__lights": "challenge", "reason__lights": ["tea"]}, "no reasons here: tea"),
        ({"text__lights": "But why?"}, "choose an answer to go with your words"),
        ({"already__lights": "yes"}, "choose an answer"),
        (
            {
                "reaction__lights": "refine",
                "manner__lights": "rewording",
                "condition__lights": ["who"],
            },
            "say that it is a condition",
        ),
    ],
    ids=["too long", "unknown reason", "words alone", "tick alone", "two manners"],
)
def test_what_makes_no_sense_is_refused_in_words_and_stays_on_the_page(
    app, create_workshop, standing, fields, words
):
    phone = Phone(app, create_workshop())
    refused = phone.send(**fields)
    assert refused.status_code == 422
    assert words in refused.text
    assert standing() == {}
    typed = fields.get("text__lights", "")
    assert typed in refused.text


def test_everybody_guesses_the_other_group_of_the_two_and_the_rest_the_first(
    app, create_workshop, standing
):
    workshop = create_workshop(settings=GUESSING)
    asked = {
        group: Phone(app, workshop, group).page
        for group in ("authorities", "civil-society", "media")
    }
    assert "from <strong>Residents, associations, NGOs</strong>" in asked["authorities"]
    assert "from <strong>City and authorities</strong>" in asked["civil-society"]
    assert "from <strong>City and authorities</strong>" in asked["media"]
    phone = Phone(app, workshop)
    assert phone.send(guess__lights="7", about=phone.field("about")).status_code == 303
    assert standing() == {
        "guess:lights": {"guesses": "lights", "about": "authorities", "of_ten": 7}
    }
    assert "Your guess: Lights that people chose" in phone.client.get(f"{phone.room}/mine").text


@pytest.mark.parametrize("guess", ["11", "-1", "many", "1e3", "3.5"])
def test_a_guess_that_is_not_one_of_ten_is_refused(app, create_workshop, standing, guess):
    phone = Phone(app, create_workshop(settings=GUESSING))
    assert phone.send(guess__lights=guess, about="authorities").status_code == 422
    assert standing() == {}


def test_where_nobody_guesses_no_guess_is_asked_for(app, create_workshop):
    assert "guess." not in Phone(app, create_workshop()).page


def test_a_second_round_shows_what_one_said_before_and_chooses_nothing(
    app, create_workshop, conduct
):
    workshop = create_workshop()
    phone = Phone(app, workshop)
    phone.send(reaction__lights="challenge", text__lights="Too bright.")
    conduct(workshop, "again", workshop.activities[0].id)
    page = phone.page
    assert "Before:" in page
    assert "Too bright." in page
    assert 'value="challenge" checked' not in page
    assert phone.send(reaction__lights="confirm").status_code == 303
    assert 'value="confirm" checked' in phone.page


def test_picked_proposals_are_supported_once_and_the_support_is_taken_back(
    app, create_workshop, conduct, picked, standing
):
    workshop = create_workshop()
    ana, luis = Phone(app, workshop, be_quoted="yes"), Phone(app, workshop, "business")
    ana.send(reaction__lights="refine", text__lights="Only until midnight.")
    response = picked(workshop)
    assert "Only until midnight." not in luis.page
    nonce = {name: luis.field(name) for name in ("activity_id", "round", "nonce")}
    conduct(workshop, "close", workshop.activities[0].id)
    conduct(workshop, "reveal", workshop.activities[0].id)
    assert "Only until midnight." in luis.page
    assert "These are your own words." in ana.page
    form = {**nonce, "response": response, "on": "yes"}
    for _ in range(2):
        assert luis.client.post(f"{luis.room}/support", data=form).status_code == 303
    assert standing()[f"support:{response}"] == {"supports": response}
    assert "1 supports this" in luis.page
    assert luis.support(response, on="no").status_code == 303
    assert standing()[f"support:{response}"] is None


def test_support_of_what_is_not_shown_or_of_ones_own_words_is_refused_in_words(
    app, create_workshop, conduct, picked
):
    workshop = create_workshop()
    ana, luis = Phone(app, workshop, be_quoted="yes"), Phone(app, workshop, "business")
    ana.send(reaction__lights="refine", text__lights="Only until midnight.")
    response = picked(workshop)
    before = luis.support(response)
    assert before.status_code == 409
    conduct(workshop, "reveal", workshop.activities[0].id)
    assert "your own words" in ana.support(response).text
    assert luis.support("not-an-id").status_code == 422


def test_a_rewording_stands_beside_the_original_with_what_changed_marked(
    app, create_workshop, conduct, picked
):
    workshop = create_workshop()
    ana, luis = Phone(app, workshop, be_quoted="yes"), Phone(app, workshop, "business")
    ana.send(
        reaction__walks="refine", manner__walks="rewording", text__walks="Walk together at night."
    )
    picked(workshop, "adopt")
    conduct(workshop, "reveal", workshop.activities[0].id)
    page = luis.page
    assert "<ins>" in page
    assert "at night" in page.split("<ins>")[1].split("</ins>")[0]
    assert "badge-adopted" in page


def test_hostile_words_of_others_are_shown_as_text(app, create_workshop, conduct, picked):
    workshop = create_workshop()
    ana, luis = Phone(app, workshop, be_quoted="yes"), Phone(app, workshop, "business")
    ana.send(
        reaction__walks="refine", manner__walks="rewording", text__walks="Walk <script>x</script>."
    )
    picked(workshop)
    conduct(workshop, "reveal", workshop.activities[0].id)
    assert "&lt;script&gt;" in luis.page
    assert "<script>x" not in luis.page


def test_results_are_drawn_once_for_all_and_anew_when_something_was_picked_or_answered(
    app, create_workshop, conduct, picked
):
    workshop = create_workshop()
    ana, luis = Phone(app, workshop, be_quoted="yes"), Phone(app, workshop, "business")
    ana.send(reaction__lights="challenge", text__lights="Too bright.")
    conduct(workshop, "reveal", workshop.activities[0].id)
    assert "Too bright." not in luis.page
    picked(workshop)
    assert "Too bright." in luis.page
    conduct(workshop, "open", workshop.activities[0].id)
    luis.send(reaction__lights="confirm")
    conduct(workshop, "reveal", workshop.activities[0].id)
    assert "1 of 2 yes" in ana.page


def test_results_are_in_the_language_of_each_phone(app, create_workshop, conduct):
    lights = {
        "id": "lights",
        "title": {"en": "Lights that people chose", "de": "Licht, das Leute wählten"},
        "text": {"en": "More light.", "de": "Mehr Licht."},
    }
    workshop = create_workshop(
        languages=("en", "de"), settings={"stem": "here", "mechanisms": [lights]}
    )
    ana, jan = Phone(app, workshop), Phone(app, workshop, locale="de")
    ana.send(reaction__lights="confirm")
    conduct(workshop, "reveal", workshop.activities[0].id)
    for _ in range(2):
        assert "Lights that people chose" in ana.page
        assert "Licht, das Leute wählten" in jan.page
