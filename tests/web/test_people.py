"""Inviting co-facilitators and researchers, removing them, and handing a workshop over."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from workshop import accounts
from workshop.db import now
from workshop.models import Account, Member, SignInLink, Workshop

HOSTILE = '<img src=x onerror=alert(1)> "Bo"'
BO = "bo@town.example"
LINK = re.compile(r'value="http://localhost(/[^"]+)"')


@pytest.fixture
def fatima(sign_in):
    return sign_in()


@pytest.fixture
def workshop(create_workshop):
    return create_workshop()


def ask_in(browser, workshop, email=BO, role="facilitator", name="Bo"):
    form = {"email": email, "role": role, "name": name}
    return browser.post(f"/desk/{workshop.id}/people", data=form)


def link_of(answer):
    assert answer.status_code == 200, answer.text
    return LINK.search(answer.text)[1]


def id_of(db, email=BO):
    with db.reading() as session:
        return accounts.with_email(session, email).id


@pytest.mark.parametrize(("role", "lands_on"), [("facilitator", "/console"), ("researcher", "")])
def test_somebody_new_gets_a_link_that_signs_in_once_and_lands_in_the_workshop(
    app, fatima, workshop, role, lands_on
):
    answer = ask_in(fatima, workshop, role=role)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<svg" in answer.text
    link = link_of(answer)
    bo = app.test_client()
    page = bo.get(link)
    assert "Welcome, Bo" in page.text
    assert BO in page.text
    assert "invited to" in page.text
    landed = bo.post(link)
    assert landed.headers["Location"] == f"/desk/{workshop.id}{lands_on}"
    assert bo.get(landed.headers["Location"]).status_code == 200
    for again in (bo.get(link), bo.post(link)):
        assert again.status_code == 403
        assert "used already" in again.text


def test_looking_at_a_link_does_not_use_it_up(app, fatima, workshop):
    link = link_of(ask_in(fatima, workshop))
    for _ in range(3):
        assert app.test_client().get(link).status_code == 200
    assert app.test_client().post(link).status_code == 303


def test_a_link_says_who_is_signed_out_where_somebody_else_is_signed_in(fatima, workshop):
    page = fatima.get(link_of(ask_in(fatima, workshop)))
    assert "somebody is signed in as fatima@city.example" in page.text


def test_whoever_has_an_account_gets_the_address_and_nobody_a_link_to_sign_in_as_them(
    db, app, fatima, workshop, create_account
):
    create_account("ada@office.example", role="administrator", password="correct horse battery")
    answer = ask_in(fatima, workshop, "ADA@office.example ")
    assert link_of(answer) == f"/desk/{workshop.id}/console"
    assert "/sign-in/" not in answer.text
    renewed = fatima.post(f"/desk/{workshop.id}/people/{id_of(db, 'ada@office.example')}/link")
    assert renewed.status_code == 403
    ada = app.test_client()
    asked = ada.get(f"/desk/{workshop.id}/console").headers["Location"]
    form = {"email": "ada@office.example", "password": "correct horse battery"}
    assert ada.post(asked, data=form).headers["Location"] == f"/desk/{workshop.id}/console"


def test_an_account_that_nobody_has_used_is_not_handed_to_a_second_host(
    db, fatima, workshop, create_workshop, browser_of
):
    ask_in(fatima, workshop)
    carla = browser_of("carla@port.example")
    hers = create_workshop(owner="carla@port.example")
    assert "/sign-in/" not in ask_in(carla, hers).text
    # Nor can the first host make another link now: it would open Carla's workshop too.
    assert fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/link").status_code == 403


def test_a_guest_who_lost_the_link_gets_a_new_one_until_they_signed_in(db, app, fatima, workshop):
    old = link_of(ask_in(fatima, workshop))
    page = fatima.get(f"/desk/{workshop.id}/people").text
    assert "Has not signed in yet" in page
    renew = f"/desk/{workshop.id}/people/{id_of(db)}/link"
    new = link_of(fatima.post(renew))
    assert app.test_client().post(old).status_code == 403
    assert app.test_client().post(new).status_code == 303
    assert fatima.post(renew).status_code == 403
    assert "Has not signed in yet" not in fatima.get(f"/desk/{workshop.id}/people").text


def test_the_same_guest_of_the_same_host_gets_one_link_for_both_workshops(
    app, fatima, workshop, create_workshop
):
    other = create_workshop()
    ask_in(fatima, workshop)
    link = link_of(ask_in(fatima, other, role="facilitator"))
    bo = app.test_client()
    assert bo.post(link).headers["Location"] == f"/desk/{other.id}/console"
    assert bo.get(f"/desk/{workshop.id}/console").status_code == 200


@pytest.mark.parametrize(
    "email",
    ["", "bo", "bo@", "@town.example", "b o@town.example", "bo@town@example", "bo@x\x00y",
     "<bo@town.example>", "bo@town.example,ada@x.example", "x" * 250 + "@town.example", "\x7f@x"],
)  # fmt: skip
def test_what_is_no_address_is_told_and_kept_in_the_form(db, fatima, workshop, email):
    answer = ask_in(fatima, workshop, email)
    assert answer.status_code == 422
    assert "is no e-mail address" in answer.text
    with db.reading() as session:
        assert session.query(Account).count() == 1


@pytest.mark.parametrize("role", ["", "administrator", "owner", "x" * 300])
def test_nobody_is_invited_in_a_role_that_is_not_offered(db, fatima, workshop, role):
    answer = ask_in(fatima, workshop, role=role)
    assert answer.status_code == 422
    assert "Choose how this person takes part" in answer.text
    with db.reading() as session:
        assert accounts.with_email(session, BO) is None


def test_the_owner_cannot_be_invited_not_even_by_themselves(fatima, workshop):
    answer = ask_in(fatima, workshop, "Fatima@city.example")
    assert answer.status_code == 422
    assert "owns this workshop" in answer.text


def test_who_is_invited_already_is_not_invited_twice(db, fatima, workshop):
    ask_in(fatima, workshop)
    for role in ("facilitator", "researcher"):
        answer = ask_in(fatima, workshop, role=role)
        assert answer.status_code == 422
        assert "invited already, as co-facilitator" in answer.text
    with db.reading() as session:
        assert session.query(Member).count() == 1


def test_a_researchers_account_is_not_invited_to_lead(fatima, workshop, create_account):
    create_account("rana@university.example", role="researcher", name="Rana")
    answer = ask_in(fatima, workshop, "rana@university.example")
    assert answer.status_code == 422
    assert "Rana has a researcher&#39;s account" in answer.text
    assert ask_in(fatima, workshop, "rana@university.example", "researcher").status_code == 200


def test_a_deactivated_account_is_not_invited(db, fatima, workshop, create_account):
    create_account(BO)
    with db.transaction() as session:
        accounts.deactivate(session, accounts.with_email(session, BO))
    answer = ask_in(fatima, workshop)
    assert answer.status_code == 422
    assert "was deactivated" in answer.text


def test_a_workshop_has_room_for_so_many(fatima, workshop, monkeypatch):
    monkeypatch.setattr("workshop.live.members.MOST", 1)
    assert ask_in(fatima, workshop).status_code == 200
    refused = ask_in(fatima, workshop, "second@town.example")
    assert (refused.status_code, "At most 1" in refused.text) == (422, True)


def test_a_link_that_is_too_old_or_whose_account_was_deactivated_signs_nobody_in(
    db, app, fatima, workshop
):
    link = link_of(ask_in(fatima, workshop))
    with db.transaction() as session:
        session.execute(update(SignInLink).values(expires_at=now() - timedelta(seconds=1)))
    assert app.test_client().get(link).status_code == 403
    link = link_of(fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/link"))
    with db.transaction() as session:
        bo = accounts.with_email(session, BO)
        accounts.deactivate(session, bo)
        accounts.reactivate(session, bo)
    # Nor after the account is back: what was handed over before is void.
    for answer in (app.test_client().get(link), app.test_client().post(link)):
        assert answer.status_code == 403


def test_whoever_is_removed_is_out_with_the_next_click_and_their_link_is_void(
    db, app, fatima, workshop
):
    link = link_of(ask_in(fatima, workshop))
    removed = fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/remove", follow_redirects=True)
    assert "Bo cannot open this workshop any more" in removed.text
    assert app.test_client().post(link).status_code == 403

    again = fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/remove")
    assert (again.status_code, "not invited" in again.text) == (404, True)

    bo = app.test_client()
    bo.post(link_of(ask_in(fatima, workshop)))
    assert bo.get(f"/desk/{workshop.id}/console").status_code == 200
    fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/remove")
    assert bo.get(f"/desk/{workshop.id}/console").status_code == 404
    assert bo.get("/desk/").status_code == 200


def test_a_workshop_that_is_gone_when_its_guest_comes_is_told_in_words(db, app, fatima, workshop):
    link = link_of(ask_in(fatima, workshop))
    with db.transaction() as session:
        session.delete(session.get(Workshop, workshop.id))
    answer = app.test_client().post(link, follow_redirects=True)
    assert answer.status_code == 404
    assert "no such workshop on your desk" in answer.text


def test_an_owner_hands_over_to_a_co_facilitator_and_stays_one(
    db, fatima, workshop, invite, browser_of
):
    bo = browser_of(BO, name="Bo")
    invite(workshop, BO)
    path = f"/desk/{workshop.id}/people/{id_of(db)}/owner"
    assert fatima.post(path).status_code == 422
    answer = fatima.post(path, data={"sure": "yes"}, follow_redirects=True)
    assert "Bo owns this workshop now" in answer.text
    assert fatima.get(f"/desk/{workshop.id}/console").status_code == 200
    assert fatima.get(f"/desk/{workshop.id}/delete").status_code == 403
    assert bo.get(f"/desk/{workshop.id}/delete").status_code == 200


def test_a_researcher_or_a_deactivated_co_facilitator_does_not_become_the_owner(
    db, fatima, workshop, invite
):
    rana = invite(workshop, "rana@university.example", "researcher")
    bo = invite(workshop, BO)
    with db.transaction() as session:
        accounts.deactivate(session, session.get(Account, bo.id))
    for who in (rana, bo):
        answer = fatima.post(f"/desk/{workshop.id}/people/{who.id}/owner", data={"sure": "yes"})
        assert answer.status_code == 422
    assert "to own" not in fatima.get(f"/desk/{workshop.id}/people").text
    with db.reading() as session:
        assert session.get(Workshop, workshop.id).owner_id == id_of(db, "fatima@city.example")


def test_the_people_page_names_everybody_and_only_the_owner_changes_it(
    fatima, workshop, invite, browser_of
):
    invite(workshop, BO, name="Bo")
    invite(workshop, "rana@university.example", "researcher", name="Rana")
    page = fatima.get(f"/desk/{workshop.id}/people").text
    for words in ("Bo", BO, "Co-facilitator", "Rana", "Researcher", "fatima@city.example", "Owner"):
        assert words in page
    assert "Invite somebody" in page
    seen = browser_of(BO).get(f"/desk/{workshop.id}/people").text
    assert "Rana" in seen
    assert "Invite somebody" not in seen
    assert "/remove" not in seen


def test_a_hostile_name_stays_a_name_wherever_it_is_shown(db, app, fatima, workshop):
    answer = ask_in(fatima, workshop, name=HOSTILE)
    link = link_of(answer)
    pages = [
        answer.text,
        fatima.get(f"/desk/{workshop.id}/people").text,
        app.test_client().get(link).text,
    ]
    renewed = fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/link")
    bo = app.test_client()
    bo.post(link_of(renewed))
    bo.post(f"/desk/{workshop.id}/end")
    pages += [renewed.text, fatima.get(f"/desk/{workshop.id}/log").text]
    removed = fatima.post(f"/desk/{workshop.id}/people/{id_of(db)}/remove", follow_redirects=True)
    pages.append(removed.text)
    for page in pages:
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_name_longer_than_its_place_is_told(fatima, workshop):
    answer = ask_in(fatima, workshop, name="x" * 200)
    assert (answer.status_code, "under 120" in answer.text) == (422, True)


def test_the_desk_lists_own_workshops_and_those_one_is_invited_to_with_the_role(
    create_workshop, invite, browser_of
):
    create_workshop(owner=BO, title={"en": "Of my own"})
    led = create_workshop(title={"en": "Led together"})
    read = create_workshop(title={"en": "Only read"})
    create_workshop(title={"en": "Not mine to see"})
    bo = browser_of(BO)
    invite(led, BO)
    invite(read, BO, "researcher")
    page = bo.get("/desk/").text
    assert "Not mine to see" not in page
    shown = {
        title: page[page.index(title) :].split("</li>")[0]
        for title in ("Of my own", "Led together", "Only read")
    }
    assert "badge" not in shown["Of my own"]
    assert "/delete" in shown["Of my own"]
    assert ">Co-facilitator<" in shown["Led together"]
    assert "/console" in shown["Led together"]
    assert "/delete" not in shown["Led together"]
    assert ">Researcher<" in shown["Only read"]
    assert "/console" not in shown["Only read"]
    assert "/duplicate" not in shown["Only read"]
    assert [one["title"] for one in bo.get("/desk/workshops.json").json] == [
        "Of my own",
        "Led together",
    ]


def test_a_researchers_page_offers_results_and_log_and_nothing_to_press(
    workshop, invite, browser_of
):
    rana = browser_of("rana@university.example", role="researcher")
    assert "fatima" not in rana.get("/desk/").text
    assert "Tell them your e-mail address" in rana.get("/desk/").text
    invite(workshop, "rana@university.example", "researcher")
    page = rana.get(f"/desk/{workshop.id}").text
    assert f"/desk/{workshop.id}/export/xlsx" in page
    assert f"/desk/{workshop.id}/log" in page
    assert "Reactions 1" in page
    # The only form is the one that signs out.
    assert re.findall(r'<form method="post" action="([^"]+)"', page) == ["/sign-out"]
    for forbidden in ("/console", "/edit", "/delete", "/people", "/activities/new", "/screen/"):
        assert forbidden not in page


def test_members_are_read_afresh_and_one_query_more_is_enough(
    app, workshop, invite, browser_of, count_queries
):
    fatima, bo = browser_of("fatima@city.example"), browser_of(BO)
    invite(workshop, BO)

    def asked(browser):
        with count_queries(app) as queries:
            assert browser.get(f"/desk/{workshop.id}").status_code == 200
        return len(queries)

    asked(fatima)
    assert asked(bo) <= asked(fatima) + 1


def test_links_are_kept_as_hashes_only(db, fatima, workshop):
    link = link_of(ask_in(fatima, workshop))
    with db.reading() as session:
        kept = session.scalars(select(SignInLink)).all()
    assert all(link.split("/")[-1] != one.token_hash for one in kept)
