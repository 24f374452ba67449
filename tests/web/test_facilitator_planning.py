"""Making and changing a workshop through its form."""

import pytest
from werkzeug.datastructures import MultiDict

from workshop.models import Workshop
from workshop.web.facilitator import places


def filled(**changes):
    """Return the form as a browser sends it: two groups, one language."""
    fields = {
        "title.en": "A safer station",
        "place": "Town hall",
        "country": "PT",
        "time_zone": "Europe/Lisbon",
        "date": "2031-05-31",
        "languages": ["en"],
        "group_id": ["residents", ""],
        "group.en": ["Residents", "Night workers"],
        "consent.en": "We keep your answers.",
        "keep_until": "2032-05-31",
        **changes,
    }
    return MultiDict(fields)


def saved(db, answer):
    assert answer.status_code == 303, answer.text
    with db.reading() as session:
        return session.get(Workshop, answer.headers["Location"].split("/")[2].split("#")[0])


def test_a_workshop_is_made_from_the_form(db, sign_in):
    workshop = saved(db, sign_in().post("/desk/new", data=filled()))
    assert workshop.title == {"en": "A safer station"}
    assert (workshop.place, workshop.country, workshop.time_zone) == (
        "Town hall", "PT", "Europe/Lisbon",
    )  # fmt: skip
    assert workshop.date.isoformat() == "2031-05-31"
    assert workshop.keep_until.isoformat() == "2032-05-31"
    assert [g["id"] for g in workshop.stakeholder_groups] == ["residents", "night-workers"]
    assert workshop.state == "draft"


def test_the_form_shows_what_was_saved_and_saving_it_again_changes_nothing(
    db, sign_in, create_workshop
):
    workshop = create_workshop(state="draft", place="Here", country="DE")
    client = sign_in()
    page = client.get(f"/desk/{workshop.id}/edit").text
    assert 'value="A safer square"' in page
    assert '<option value="DE" selected>' in page
    data = filled(
        **{
            "title.en": "A safer square",
            "group_id": [g["id"] for g in workshop.stakeholder_groups],
            "group.en": [g["label"]["en"] for g in workshop.stakeholder_groups],
        }
    )
    again = saved(db, client.post(f"/desk/{workshop.id}/edit", data=data))
    assert again.stakeholder_groups == workshop.stakeholder_groups


def test_texts_are_kept_in_every_language_and_the_screens_language_comes_first(db, sign_in):
    data = filled(**{"title.de": "Ein sicherer Bahnhof", "main_language": "de"})
    data.setlist("languages", ["en", "de"])
    data.setlist("group.de", ["Anwohner", ""])
    workshop = saved(db, sign_in().post("/desk/new", data=data))
    assert workshop.languages == ["de", "en"]
    assert workshop.title["de"] == "Ein sicherer Bahnhof"
    assert workshop.stakeholder_groups[0]["label"] == {"en": "Residents", "de": "Anwohner"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title.en": "  "}, "Give the workshop a title."),
        ({"title.en": "x" * 201}, "Keep the title under 200 characters."),
        ({"place": "x" * 201}, "Keep the place under 200 characters."),
        ({"country": "Portugal"}, "Choose a country from the list."),
        ({"time_zone": "Mars/Olympus"}, "is no time zone"),
        ({"date": "31.5.2031"}, "Write the day as year-month-day"),
        ({"keep_until": "2001-01-01"}, "This day is over already"),
        ({"languages": []}, "Choose at least one language."),
        ({"group_id": [], "group.en": []}, "Participants need at least one group"),
        ({"group_id": ["a", "a"]}, "Two stakeholder groups have the same name."),
        ({"consent.en": ""}, "Say what participants agree to."),
    ],
)
def test_what_is_wrong_is_said_beside_and_everything_typed_is_kept(sign_in, db, wrong, words):
    answer = sign_in().post("/desk/new", data=filled(**wrong))
    assert answer.status_code == 422
    assert words in answer.text.replace("&#39;", "'")
    assert "Not saved yet" in answer.text
    for name, value in filled(**wrong).items(multi=True):
        if name in ("place", "date", "keep_until", "title.en", "group.en") and value.strip():
            assert f'value="{value}"' in answer.text
    with db.reading() as session:
        assert session.query(Workshop).count() == 0


def test_groups_are_added_moved_and_removed_without_script_and_without_saving(sign_in, db):
    client = sign_in()

    def labels(wish):
        page = client.post("/desk/new", data=filled(groups=wish)).text
        rows = page.split('name="group.en" value="')[1:]
        return [row.split('"')[0] for row in rows]

    assert labels("add") == ["Residents", "Night workers", ""]
    assert labels("up:1") == ["Night workers", "Residents"]
    assert labels("down:0") == ["Night workers", "Residents"]
    assert labels("up:0") == ["Residents", "Night workers"]
    assert labels("remove:0") == ["Night workers"]
    assert labels("remove:99") == ["Residents", "Night workers"]
    with db.reading() as session:
        assert session.query(Workshop).count() == 0


def test_a_groups_id_stays_when_its_label_is_reworded(db, sign_in, create_workshop, join_as):
    workshop = create_workshop(state="live")
    join_as(workshop, "media")
    ids = [g["id"] for g in workshop.stakeholder_groups]
    data = filled(**{"group_id": ids, "group.en": [f"New {i}" for i in ids]})
    after = saved(db, sign_in().post(f"/desk/{workshop.id}/edit", data=data))
    assert [g["id"] for g in after.stakeholder_groups] == ids


def test_new_groups_get_ids_of_their_own_also_in_greek(db, sign_in):
    data = filled()
    data.setlist("group_id", ["", "", ""])
    data.setlist("group.en", ["Police", "Police!", "Κάτοικοι"])
    workshop = saved(db, sign_in().post("/desk/new", data=data))
    assert [g["id"] for g in workshop.stakeholder_groups] == ["police", "police-2", "group"]


def test_a_group_that_somebody_chose_cannot_vanish(sign_in, create_workshop, join_as):
    workshop = create_workshop(state="live")
    join_as(workshop, "media")
    client = sign_in()
    assert "Chosen by 1 so far" in client.get(f"/desk/{workshop.id}/edit").text
    answer = client.post(f"/desk/{workshop.id}/edit", data=filled())
    assert answer.status_code == 422
    assert "have already chosen “Press and media”" in answer.text
    assert 'value="Night workers"' in answer.text


def test_an_empty_day_of_deletion_does_not_mean_for_ever(db, sign_in, create_workshop):
    client = sign_in()
    made = saved(db, client.post("/desk/new", data=filled(keep_until="")))
    assert made.keep_until is not None
    changed = saved(db, client.post(f"/desk/{made.id}/edit", data=filled(keep_until="")))
    assert changed.keep_until == made.keep_until


def test_every_country_and_time_zone_offered_can_be_saved():
    assert dict(places.countries())["PT"] == "Portugal"
    assert len(places.countries()) > 240
    assert places.time_zones()[0][0] == "Europe"
    assert "Europe/Lisbon" in places.time_zones()[0][1]
