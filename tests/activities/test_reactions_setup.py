"""The set-up form of the kind: who guesses whom, and whether other rooms are shown."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from workshop.models import Workshop


def chosen(page):
    """What each of the two selects shows, empty for nobody."""
    selects = re.findall(r'<select name="guess">(.*?)</select>', page, re.DOTALL)
    shown = [re.findall(r'value="([^"]*)" selected', select) for select in selects]
    return [one[0] if one else "" for one in shown]


def ticked(page):
    return bool(re.search(r'name="travelling" checked', page))


@pytest.fixture
def desk(db, sign_in, create_workshop):
    """Post the form to a workshop in preparation: status, page, and what is kept."""
    workshop = create_workshop(state="draft", activities=0)
    client = sign_in()
    base = f"/desk/{workshop.id}/activities"

    def post(address="new/reactions", **fields):
        form = {"title.en": "What do we think?", "mechanism": "safer-leiria.design-check"}
        answer = client.post(f"{base}/{address}", data=MultiDict({**form, **fields}))
        with db.reading() as session:
            agenda = list(session.get(Workshop, workshop.id).activities)
        return answer, agenda

    post.page = lambda address="new/reactions": client.get(f"{base}/{address}").text
    return post


def test_a_new_activity_lets_nobody_guess_and_shows_how_others_put_it(desk):
    page = desk.page()
    assert chosen(page) == ["", ""]
    assert ticked(page)


def test_two_groups_that_guess_each_other_are_kept_and_stand_in_the_form_again(desk):
    answer, (activity,) = desk(guess=["research", "business"])
    assert answer.status_code == 303
    assert activity.settings["guess"] == ["research", "business"]
    assert activity.settings["travelling"] is False
    page = desk.page(activity.id)
    assert chosen(page) == ["research", "business"]
    assert not ticked(page)
    answer, (activity,) = desk(activity.id, guess=["", ""], travelling="yes")
    assert (activity.settings["guess"], activity.settings["travelling"]) == ([], True)


@pytest.mark.parametrize(
    ("guess", "words"),
    [
        (["research", ""], "two different stakeholder groups"),
        (["research", "research"], "two different stakeholder groups"),
        (["research", "dragons"], "no stakeholder group &#39;dragons&#39;"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_chosen_is_kept(desk, guess, words):
    answer, agenda = desk(guess=guess, travelling="yes")
    assert (answer.status_code, agenda) == (422, [])
    assert words in answer.text
    assert chosen(answer.text)[0] == "research"
    assert ticked(answer.text)
