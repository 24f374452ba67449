"""Cases that facilitators write on the web."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from workshop.library.intake import drafted
from workshop.live import frozen
from workshop.models import Account, OwnCase, Workshop


def filled(**changes):
    """Return the form as a browser sends it: one case, one mechanism and an empty one."""
    fields = {
        "mechanisms": "2",
        "case_title[en]": "A safer station",
        "case_title[de]": "Ein sicherer Bahnhof",
        "cities[en]": "Sevilla",
        "countries": "Spain",
        "themes": ["nightlife", "mobility"],
        "actors[en]": "Police; Passengers",
        "overview[en]": "The station is dark.\r\n\r\nPeople say so.",
        "source": "City of Sevilla (2026)",
        "m0.mechanism": "",
        "m0.title[en]": "Walks at night",
        "m0.title[de]": "Gänge bei Nacht",
        "m0.summary[en]": "Passengers and police walk together.",
        "m0.category": "participatory-governance",
        "m0.pattern": "regular-meetings",
        "m1.mechanism": "",
        "m1.title[en]": "",
        "m1.category": "",
        **changes,
    }
    return MultiDict(fields)


@pytest.fixture
def write(sign_in):
    """Sign in and send the form of a new case; returns the client and the case's address."""

    def do(who="fatima@city.example", **changes):
        client = sign_in(who)
        answer = client.post("/desk/cases/new", data=filled(**changes))
        assert answer.status_code == 303, answer.text
        return client, answer.headers["Location"]

    return do


def test_a_case_is_written_and_found_like_those_of_the_booklet(write):
    client, path = write()
    assert path == "/desk/cases/a-safer-station"
    page = client.get(path).text
    for words in ("A safer station", "Sevilla", "Spain", "<p>People say so.</p>", "Passengers",
                  "Pattern: Citizens and authorities meet regularly", "City of Sevilla (2026)",
                  "Added here by fatima@city.example", "101121325"):  # fmt: skip
        assert words in page, words
    assert "Deliverable D2.2" not in page
    assert "a-safer-station" in client.get("/desk/cases?country=ES&words=passengers").text
    assert "Spain (1)" in client.get("/desk/cases").text
    assert "A safer station" in client.get("/desk/cases/patterns/regular-meetings").text


def test_the_form_shows_what_was_saved_and_saving_it_again_changes_nothing(write, db, app):
    client, path = write()
    page = client.get(f"{path}/edit").text
    sent = MultiDict()
    for name, value in re.findall(r'<input [^>]*?name="([^"]+)" value="([^"]*)"', page):
        if 'type="checkbox"' not in page[page.index(f'name="{name}" value="{value}"') - 40 :][:40]:
            sent.add(name, value)
    for name, value in re.findall(r'type="checkbox" name="([^"]+)" value="([^"]+)" checked', page):
        sent.add(name, value)
    for name, value in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page):
        sent.add(name, value)
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        if found := re.search(r'value="([^"]*)" selected', options):
            sent.add(name, found[1])
    with app.app_context():
        before = app.extensions["workshop"].library.case("a-safer-station")
    assert client.post(f"{path}/edit", data=sent).status_code == 303
    with app.app_context():
        after = app.extensions["workshop"].library.case("a-safer-station")
    assert drafted(after) == drafted(before)
    assert after == before


def test_a_second_case_of_the_same_name_gets_another_address(write):
    assert write()[1] == "/desk/cases/a-safer-station"
    assert write()[1] == "/desk/cases/a-safer-station-2"
    assert write(**{"case_title[en]": "PACTESUR"})[1] == "/desk/cases/pactesur-2"
    assert write(**{"case_title[en]": "New"})[1] == "/desk/cases/new-2"
    assert write(**{"case_title[en]": "Ασφάλεια"})[1] == "/desk/cases/case"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"case_title[en]": " "}, "case_title[en]", "it is needed in English"),
        ({"themes": []}, "themes", "it is needed"),
        ({"countries": "Atlantis"}, "countries", "no two-letter country code"),
        ({"m0.category": ""}, "m0.category", "it is needed"),
        ({"m0.summary[en]": "word " * 61}, "m0.summary[en]", "61 words, at most 60"),
        ({"m0.summary[fi]": "sana " * 61}, "m0.summary[fi]", "61 words, at most 60"),
        ({"m0.category": "magic"}, "m0.category", "none of the 5 words"),
        ({"help_note[en]": "Call."}, "help_note[en]", "sensitive case"),
        ({"actors[de]": "Polizei"}, "actors[de]", "names 1"),
        ({"m1.title[en]": "Walks at night", "m1.summary[en]": "Again.",
          "m1.category": "environment-design"}, "m1.title[en]", "there twice"),
        ({"mechanisms": "0"}, "m0.title[en]", "at least one mechanism"),
        ({"m0.title[en]": "", "m0.title[de]": "", "m0.summary[en]": "", "m0.category": "",
          "m0.pattern": ""}, "m0.title[en]", "at least one mechanism"),
        ({"overview[en]": "x" * 5001}, "overview[en]", "5001 characters, at most 5000"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    sign_in, db, changed, field, words
):
    client = sign_in()
    answer = client.post("/desk/cases/new", data=filled(**changed))
    assert answer.status_code == 422
    assert "Not saved yet." in answer.text
    assert f'href="#field-{field}"' in answer.text
    assert words in answer.text
    assert 'value="Sevilla"' in answer.text
    assert "People say so." in answer.text or "overview[en]" in changed
    for value in changed.values():
        if isinstance(value, str) and len(value) > 30:
            assert value.strip() in answer.text
    with db.reading() as session:
        assert session.query(OwnCase).count() == 0


def test_mechanisms_are_added_and_removed_without_losing_what_was_typed(sign_in):
    client = sign_in()
    page = client.post("/desk/cases/new", data=filled(wish="add")).text
    assert "Mechanism 3" in page
    assert 'value="Walks at night"' in page
    assert "Not saved" not in page
    page = client.post("/desk/cases/new", data=filled(wish="remove:0")).text
    assert "Walks at night" not in page
    assert "Mechanism 2" not in page
    assert client.post("/desk/cases/new", data=filled(wish="remove:99")).status_code == 200


def test_hostile_words_are_shown_as_text(write):
    client, path = write(**{"case_title[en]": "<script>x</script>", "source": "<img src=x>"})
    for page in (client.get(path).text, client.get(f"{path}/edit").text,
                 client.get("/desk/cases").text):  # fmt: skip
        assert "<script>x" not in page
        assert "<img src=x" not in page


def test_everybody_here_sees_a_case_and_its_owner_changes_it(write, sign_in, db):
    _, path = write()
    client = sign_in("ben@city.example")
    page = client.get(path).text
    assert "A safer station" in page
    assert f"{path}/edit" not in page
    for answer in (
        client.get(f"{path}/edit"),
        client.post(f"{path}/edit", data=filled()),
        client.post(f"{path}/delete", data={"sure": "yes"}),
    ):
        assert answer.status_code == 403
        assert "belongs to another facilitator" in answer.text
    with db.transaction() as session:
        session.query(Account).filter_by(email="ben@city.example").one().role = "administrator"
    assert client.get(f"{path}/edit").status_code == 200


def test_a_case_of_the_booklet_stays_as_it_is(sign_in):
    client = sign_in()
    for answer in (
        client.get("/desk/cases/revert/edit"),
        client.post("/desk/cases/revert/edit", data=filled()),
        client.post("/desk/cases/revert/delete", data={"sure": "yes"}),
    ):
        assert answer.status_code == 403
        assert "stays as it is" in answer.text
    assert client.get("/desk/cases/nothing/edit").status_code == 404
    assert client.post("/desk/cases/nothing/delete", data={"sure": "yes"}).status_code == 404


def test_a_case_is_deleted_once_somebody_is_sure(write):
    client, path = write()
    assert client.post(f"{path}/delete").status_code == 422
    assert client.get(path).status_code == 200
    assert client.post(f"{path}/delete", data={"sure": "yes"}).status_code == 303
    assert client.get(path).status_code == 404


def test_a_case_of_an_account_that_is_gone_is_still_there(write, sign_in, db):
    _, path = write()
    with db.transaction() as session:
        session.delete(session.query(Account).filter_by(email="fatima@city.example").one())
    client = sign_in("ben@city.example")
    assert "it is no case of the booklet" in client.get(path).text
    assert client.get(f"{path}/edit").status_code == 403


def test_a_workshop_that_used_a_case_keeps_its_words_when_the_case_changes_or_goes(write, db):
    client, path = write()
    answer = client.post(f"{path}/use", data={"kind": "reactions"})
    where = answer.headers["Location"]
    form = {"title.en": "The station", "mechanism": "a-safer-station.walks-at-night"}
    assert client.post(where, data=form).status_code == 303
    workshop_id = where.split("/")[2]
    client.post(f"/desk/{workshop_id}/start")
    with db.reading() as session:
        activity = session.get(Workshop, workshop_id).activities[0]
    client.post(f"/desk/{workshop_id}/activities/{activity.id}/open")

    def asked():
        with db.reading() as session:
            activity = session.get(Workshop, workshop_id).activities[0]
            assert activity.state == "open"
            frozen._kept.clear()
            return frozen.settings(session, activity).mechanisms[0]

    before = asked()
    assert (before.title.in_("de"), before.category, before.case.in_()) == (
        "Gänge bei Nacht", "participatory-governance", "A safer station",
    )  # fmt: skip
    changed = filled(**{"m0.mechanism": "walks-at-night", "m0.title[en]": "Something else"})
    assert client.post(f"{path}/edit", data=changed).status_code == 303
    assert "Something else" in client.get(path).text
    assert asked() == before
    client.post(f"{path}/delete", data={"sure": "yes"})
    assert asked() == before


def test_a_planned_activity_can_still_be_edited_when_its_case_is_gone(write, db):
    client, path = write()
    where = client.post(f"{path}/use", data={"kind": "reactions"}).headers["Location"]
    client.post(where, data={"title.en": "T", "mechanism": "a-safer-station.walks-at-night"})
    workshop_id = where.split("/")[2]
    client.post(f"{path}/delete", data={"sure": "yes"})
    with db.reading() as session:
        activity = session.get(Workshop, workshop_id).activities[0]
    page = client.get(f"/desk/{workshop_id}/activities/{activity.id}").text
    assert 'name="own_id" value="a-safer-station.walks-at-night"' in page
    assert 'value="Walks at night"' in page


def test_a_stored_case_that_cannot_be_read_does_not_take_the_others_with_it(write, db, caplog):
    client, path = write()
    write(**{"case_title[en]": "Broken"})
    with db.transaction() as session:
        row = session.get(OwnCase, "broken")
        row.body, row.edition = {"title": {"en": "Only a title"}}, "2"
    assert client.get(path).status_code == 200
    assert client.get("/desk/cases/broken").status_code == 404
    assert "the case broken cannot be read" in caplog.text


def test_a_ticked_language_stays_ticked_when_something_is_wrong(sign_in):
    page = sign_in().post("/desk/cases/new", data=filled(themes=[], languages=["fi"])).text
    assert re.search(r'id="speaks-fi"[^>]*checked', page)
    assert re.search(r'id="speaks-de"[^>]*checked', page)
    assert not re.search(r'id="speaks-pl"[^>]*checked', page)


def test_a_language_that_is_missing_is_told_for_own_cases_too(write):
    client, _ = write()
    page = client.get("/desk/cases/missing?language=de").text
    assert "a-safer-station.walks-at-night" in page
    assert "<td>Walks at night</td>" not in page  # its German title is there
    assert "Passengers and police walk together." in page


def test_reading_the_library_again_costs_one_query_whatever_it_holds(write, app, count_queries, db):
    client, _ = write()
    for number in range(5):
        write(**{"case_title[en]": f"Case {number}"})
    client.get("/desk/cases")
    with count_queries(app) as statements:
        client.get("/desk/cases")
    assert len([words for words in statements if "own_cases" in words]) == 1
    assert not any("own_cases.body" in words for words in statements)
