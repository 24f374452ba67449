"""The desk: one's own workshops and nobody else's."""

import re

import pytest

from tests.conftest import submission
from workshop.live.respond import respond
from workshop.models import Respondent, Workshop

HOSTILE = '<img src=x onerror=alert(1)> "quoted" =HYPERLINK("x")'


def test_the_desk_asks_to_sign_in_and_then_shows_where_one_wanted_to_go(client):
    answer = client.get("/desk/")
    assert answer.status_code == 303
    assert "/sign-in?next=/desk/" in answer.headers["Location"]


def test_signing_in_with_a_password_leads_to_the_desk_and_signing_out_closes_it(
    client, create_account
):
    create_account(password="long enough for us")
    known = {"email": "fatima@city.example", "password": "long enough for us"}
    assert client.post("/sign-in", data=known).headers["Location"] == "/desk/"
    assert "Your workshops" in client.get("/desk/").text
    client.post("/sign-out")
    assert client.get("/desk/").status_code == 303


def test_an_empty_desk_says_how_to_begin(sign_in):
    page = sign_in().get("/desk/").text
    assert "Nothing on your desk yet" in page
    assert 'href="/desk/guides/your-first-workshop"' in page


def test_the_desk_shows_workshops_by_state_with_code_place_and_participants(
    sign_in, create_workshop, join_as
):
    live = create_workshop(state="live", title={"en": "A live one"}, place="Market Square")
    join_as(live)
    create_workshop(state="draft", title={"en": "A draft"})
    create_workshop(state="ended", title={"en": "An ended one"})
    page = sign_in().get("/desk/").text
    order = [page.index(words) for words in ("On now", "A live one", "In preparation", "A draft")]
    assert order == sorted(order)
    assert page.index("Ended") < page.index("An ended one")
    assert "Market Square" in page
    assert f"{live.code[:3]} {live.code[3:]}" in page
    assert "<dd>1</dd>" in page


def test_a_title_in_another_language_says_so(sign_in, create_workshop):
    create_workshop(state="draft", title={"de": "Ein sicherer Platz"}, languages=("de",))
    assert '<span lang="de">Ein sicherer Platz</span>' in sign_in().get("/desk/").text


def test_a_copy_opens_with_the_same_agenda(sign_in, create_workshop):
    workshop = create_workshop(state="ended")
    answer = sign_in().post(f"/desk/{workshop.id}/duplicate", follow_redirects=True)
    assert "This is your copy" in answer.text
    assert "A safer square (2)" in answer.text
    assert "Reactions 1" in answer.text


def test_deleting_names_what_is_lost_and_then_it_is_gone(
    db, sign_in, create_workshop, join_as, conduct
):
    workshop = create_workshop()
    with db.transaction() as session:
        ana = session.merge(join_as(workshop))
        respond(session, ana, [submission(workshop)], "phone")
    conduct(workshop, "end")
    client = sign_in()
    page = client.get(f"/desk/{workshop.id}/delete").text
    for words in ("A safer square", "1 activity", "1 participant", "1 saved answer"):
        assert words in page
    assert client.post(f"/desk/{workshop.id}/delete").headers["Location"] == "/desk/"
    with db.reading() as session:
        assert session.get(Workshop, workshop.id) is None
        assert session.query(Respondent).count() == 0


def test_a_live_workshop_is_not_deleted_and_the_page_says_why(sign_in, create_workshop):
    workshop = create_workshop(state="live")
    client = sign_in()
    assert "end it before you delete it" in client.get(f"/desk/{workshop.id}/delete").text
    answer = client.post(f"/desk/{workshop.id}/delete")
    assert answer.status_code == 409
    assert "end it before you delete it" in answer.text


def test_somebody_elses_activity_does_not_exist_in_a_workshop_of_ones_own(sign_in, create_workshop):
    workshop = create_workshop(owner="fatima@city.example")
    other = create_workshop(owner="bert@town.example", state="draft")
    client = sign_in("bert@town.example")
    path = f"/desk/{other.id}/activities/{workshop.activities[0].id}"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/remove").status_code == 404


@pytest.mark.parametrize("path", ["", "/edit", "/console", "/poster", "/delete", "/people", "/log"])
def test_hostile_text_is_shown_as_text(sign_in, create_workshop, path):
    workshop = create_workshop(title={"en": HOSTILE}, place=HOSTILE)
    page = sign_in().get(f"/desk/{workshop.id}{path}").text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_every_page_of_the_desk_keeps_the_content_policy(sign_in, create_workshop):
    workshop = create_workshop(state="revealed")
    client = sign_in()
    activity = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}"
    for path in (
        "/desk/", "/desk/new", "/desk/guides/", "/desk/guides/reactions", "/desk/cases",
        "/desk/cases/safer-leiria", "/account", f"/desk/{workshop.id}",
        f"/desk/{workshop.id}/edit", f"/desk/{workshop.id}/console", f"/desk/{workshop.id}/poster",
        f"/desk/{workshop.id}/activities/new/reactions", f"{activity}/preview",
        f"{activity}/wording", f"/desk/{workshop.id}/people", f"/desk/{workshop.id}/log",
    ):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200, path
        assert " style=" not in page.text, path
        assert "<script>" not in page.text, path
        assert not re.search(r"\son\w+=", page.text), path
        assert page.text.count("<h1") == 1, path
        ids = re.findall(r'\sid="([^"]+)"', page.text)
        assert len(ids) == len(set(ids)), path
