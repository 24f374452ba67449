"""The agenda: order, set-up, preview, wording, guides."""

import pytest
from werkzeug.datastructures import MultiDict

from workshop import guides
from workshop.live import frozen
from workshop.models import Workshop

LEIRIA = ["safer-leiria.local-group", "safer-leiria.design-check"]


def setup(**changes):
    return MultiDict(
        {
            "title.en": "What do we think?",
            "minutes": "25",
            "stem": "here",
            "mechanism": LEIRIA,
            "own_id": ["", ""],
            "own_title": ["Night buses", ""],
            "own_text": ["A bus every half hour until five.", ""],
            **changes,
        }
    )


def agenda(db, workshop):
    with db.reading() as session:
        return list(session.get(Workshop, workshop.id).activities)


def test_what_is_set_up_is_on_the_agenda_and_in_the_form_again(db, sign_in, create_workshop):
    workshop = create_workshop(state="draft", activities=0)
    client = sign_in()
    base = f"/desk/{workshop.id}/activities"
    assert client.post(f"{base}/new/reactions", data=setup()).status_code == 303
    (activity,) = agenda(db, workshop)
    assert (activity.title, activity.planned_minutes) == ({"en": "What do we think?"}, 25)
    asked = activity.settings["mechanisms"]
    assert [m["id"] for m in asked] == [*LEIRIA, "own.1"]
    assert asked[0]["title"]["en"] == "One local group that meets regularly"
    form = client.get(f"{base}/{activity.id}").text
    assert form.count("checked>") == 3  # the stem and two mechanisms
    assert 'name="own_id" value="own.1"' in form
    assert "A bus every half hour until five." in form
    page = client.get(f"/desk/{workshop.id}").text
    assert "What do we think?" in page
    assert "25 min" in page


def test_editing_keeps_the_ids_of_own_mechanisms_and_gives_new_ones_new_ids(
    db, sign_in, create_workshop
):
    workshop = create_workshop(state="draft", activities=0)
    client = sign_in()
    base = f"/desk/{workshop.id}/activities"
    client.post(f"{base}/new/reactions", data=setup(own_title=["First", "Second"]))
    (activity,) = agenda(db, workshop)
    changed = setup(
        mechanism=[], own_id=["own.1", "own.2", ""], own_title=["", "Second, better", "Third"],
        own_text=["", "b", "c"], stem="case",
    )  # fmt: skip
    assert client.post(f"{base}/{activity.id}", data=changed).status_code == 303
    (activity,) = agenda(db, workshop)
    assert activity.settings["stem"] == "case"
    assert [(m["id"], m["title"]["en"]) for m in activity.settings["mechanisms"]] == [
        ("own.2", "Second, better"),
        ("own.3", "Third"),
    ]


def test_own_mechanisms_are_kept_in_every_language_of_the_workshop(db, sign_in, create_workshop):
    workshop = create_workshop(state="draft", activities=0, languages=("de", "en"))
    data = setup(**{"own_title": ["Nachtbus", ""], "own_title.en": ["Night bus", ""]})
    sign_in().post(f"/desk/{workshop.id}/activities/new/reactions", data=data)
    (activity,) = agenda(db, workshop)
    assert activity.settings["mechanisms"][-1]["title"] == {"de": "Nachtbus", "en": "Night bus"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"mechanism": [], "own_title": ["", ""]}, "Choose at least one mechanism"),
        ({"mechanism": ["no.such"]}, "There is no mechanism"),
        ({"title.en": " "}, "Give the activity a title"),
        ({"title.en": "x" * 201}, "under 200 characters"),
        ({"minutes": "soon"}, "whole number"),
        ({"minutes": "99999"}, "whole number"),
        ({"stem": "elsewhere"}, "stem"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(
    db, sign_in, create_workshop, wrong, words
):
    workshop = create_workshop(state="draft", activities=0)
    data = setup(own_text=["Typed with care.", ""], **wrong)
    answer = sign_in().post(f"/desk/{workshop.id}/activities/new/reactions", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Typed with care." in answer.text
    assert agenda(db, workshop) == []


def test_activities_are_moved_and_removed(db, sign_in, create_workshop):
    workshop = create_workshop(state="draft", activities=3)
    first, _, third = (f"/desk/{workshop.id}/activities/{a.id}" for a in workshop.activities)
    client = sign_in()
    client.post(f"{third}/move", data={"to": "up"})
    client.post(f"{first}/move", data={"to": "down"})
    titles = [a.title["en"][-1] for a in agenda(db, workshop)]
    assert titles == ["3", "1", "2"]
    client.post(f"{first}/remove")
    assert [a.title["en"][-1] for a in agenda(db, workshop)] == ["3", "2"]


def test_an_opened_activity_is_not_removed_and_its_form_leads_to_its_wording(
    sign_in, create_workshop
):
    workshop = create_workshop()
    path = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}"
    client = sign_in()
    assert client.post(f"{path}/remove").status_code == 409
    assert client.get(path).headers["Location"].endswith("/wording")
    answer = client.post(path, data=setup())
    assert answer.status_code == 422
    assert "only its wording can be corrected" in answer.text


def test_the_preview_is_what_phones_show_and_cannot_be_pressed(sign_in, create_workshop):
    workshop = create_workshop(state="draft")
    path = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}/preview"
    page = sign_in().get(path).text
    assert "Would this help here?" in page
    assert "Lights that people chose" in page
    assert 'class="phone-frame" inert' in page
    assert "<iframe" not in page


def test_corrected_words_are_a_new_version_and_the_question_stays(db, sign_in, create_workshop):
    workshop = create_workshop()
    activity = workshop.activities[0]
    path = f"/desk/{workshop.id}/activities/{activity.id}/wording"
    client = sign_in()
    assert 'value="Lights that people chose"' in client.get(path).text
    data = {"title": "Reactions, corrected", "title.lights": "Lamps that people chose"}
    assert client.post(path, data=data).status_code == 303
    with db.reading() as session:
        fresh = session.get(Workshop, workshop.id).activities[0]
        settings = frozen.settings(session, fresh)
        assert (fresh.version, fresh.title["en"]) == (2, "Reactions, corrected")
    assert [m.id for m in settings.mechanisms] == ["lights", "walks", "forum"]
    assert str(settings.mechanisms[0].title.in_()) == "Lamps that people chose"
    assert str(settings.mechanisms[1].title.in_()) == "Walks at night"
    long = client.post(path, data={"title": "x" * 201})
    assert long.status_code == 422


@pytest.mark.parametrize("guide", [g for g in guides.load() if g.agenda], ids=lambda g: g.slug)
def test_starting_from_a_guide_makes_a_workshop_with_its_agenda(db, sign_in, guide):
    client = sign_in()
    assert guide.title in client.get(f"/desk/guides/{guide.slug}").text
    answer = client.post(f"/desk/guides/{guide.slug}", data={"title": "Our square"})
    with db.reading() as session:
        workshop = session.get(Workshop, answer.headers["Location"].rpartition("/")[2])
        assert workshop.title == {"en": "Our square"}
        made = [(a.title["en"], a.planned_minutes) for a in workshop.activities]
    assert made == [(str(e.title.in_()), e.minutes) for e in guide.agenda]


def test_a_guide_without_agenda_and_an_unknown_one_say_so(sign_in):
    client = sign_in()
    answer = client.post("/desk/guides/preparing-the-room")
    assert answer.status_code == 404
    assert "brings no agenda" in answer.text
    assert client.get("/desk/guides/nothing").status_code == 404


def test_cases_are_listed_and_each_shows_its_mechanisms_and_its_source(sign_in):
    client = sign_in()
    assert "Safer Leiria" in client.get("/desk/cases").text
    page = client.get("/desk/cases/safer-leiria").text
    assert "One local group that meets regularly" in page
    assert "Woch M." in page
    assert "Funded by the European Union" in page
    assert client.get("/desk/cases/nowhere").status_code == 404
