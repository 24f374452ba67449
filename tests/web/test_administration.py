"""Administrators: accounts, links instead of forgotten passwords, workshops without an owner."""

import re

import pytest

from workshop import accounts
from workshop.models import Account, Act, Workshop

ADA, FATIMA, BO = "ada@office.example", "fatima@city.example", "bo@town.example"
HOSTILE = "<script>alert(1)</script>"
LINK = re.compile(r'value="http://localhost(/sign-in/[^"]+)"')


@pytest.fixture
def ada(browser_of):
    return browser_of(ADA, name="Ada", role="administrator")


def path_of(db, email):
    with db.reading() as session:
        return f"/administration/accounts/{accounts.with_email(session, email).id}"


def link_of(answer):
    assert answer.status_code == 200, answer.text
    return LINK.search(answer.text)[1]


def test_an_administrator_leads_workshops_too(ada, create_workshop):
    workshop = create_workshop(owner=ADA)
    assert ada.get(f"/desk/{workshop.id}/console").status_code == 200
    assert ada.get("/desk/new").status_code == 200
    assert 'href="/administration/accounts"' in ada.get("/desk/").text


def test_accounts_are_listed_with_role_state_and_how_many_workshops(
    db, ada, create_workshop, create_account
):
    create_workshop(owner=FATIMA)
    create_account(BO, name="Bo", role="researcher")
    with db.transaction() as session:
        accounts.deactivate(session, accounts.with_email(session, BO))
    page = ada.get("/administration/", follow_redirects=True).text
    row = page[page.index(">Bo<") :].split("</li>")[0]
    for words in (BO, "Researcher", "<dd>0</dd>", "Deactivated"):
        assert words in row
    assert "<dd>1</dd>" in page[page.index(FATIMA) :].split("</li>")[0]


def test_an_account_is_made_and_its_link_shown_once(db, app, ada):
    form = {"email": "Bo@Town.example", "name": " Bo ", "role": "researcher"}
    answer = ada.post("/administration/accounts", data=form)
    assert answer.headers["Cache-Control"] == "no-store"
    link = link_of(answer)
    assert "<svg" in answer.text
    assert "/sign-in/" not in ada.get(path_of(db, BO)).text
    bo = app.test_client()
    assert bo.post(link).headers["Location"] == "/desk/"
    assert bo.get("/desk/new").status_code == 403


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": ADA, "role": "facilitator"}, "already an account"),
        ({"email": "bo", "role": "facilitator"}, "no e-mail address"),
        ({"email": BO, "role": "emperor"}, "no role"),
        ({"email": BO}, "no role"),
        ({"email": BO, "role": "facilitator", "name": "x" * 121}, "under 120"),
        ({"email": f"{HOSTILE}@x.example", "role": "facilitator"}, "no e-mail address"),
    ],
)
def test_an_account_that_cannot_be_made_is_told_in_words(db, ada, form, words):
    answer = ada.post("/administration/accounts", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert HOSTILE not in answer.text
    with db.reading() as session:
        assert session.query(Account).count() == 1


def test_a_forgotten_password_is_replaced_by_a_link_handed_over_and_the_old_one_ends(
    db, app, ada, create_account
):
    create_account(FATIMA, password="the forgotten one")
    first = link_of(ada.post(f"{path_of(db, FATIMA)}/link"))
    second = link_of(ada.post(f"{path_of(db, FATIMA)}/link"))
    fatima = app.test_client()
    assert fatima.post(first).status_code == 403
    assert fatima.post(second).status_code == 303
    assert fatima.post("/account", data={"password": "a new long one"}).status_code == 303
    signs_in = app.test_client()
    old = {"email": FATIMA, "password": "the forgotten one"}
    assert signs_in.post("/sign-in", data=old).status_code == 401
    new = {"email": FATIMA, "password": "a new long one"}
    assert signs_in.post("/sign-in", data=new).status_code == 303


def test_name_and_role_are_changed(db, ada, create_account):
    create_account(FATIMA)
    form = {"name": HOSTILE, "role": "administrator"}
    page = ada.post(path_of(db, FATIMA), data=form, follow_redirects=True).text
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    with db.reading() as session:
        account = accounts.with_email(session, FATIMA)
        assert (account.name, account.role) == (HOSTILE, "administrator")
    assert ada.post(path_of(db, FATIMA), data={"role": "none"}).status_code == 422


def test_whoever_is_deactivated_is_signed_out_at_once_and_stays_out_until_let_in_again(
    db, app, ada, create_account
):
    create_account(FATIMA, password="correct horse battery")
    form = {"email": FATIMA, "password": "correct horse battery"}
    fatima = app.test_client()
    fatima.post("/sign-in", data=form)
    link = link_of(ada.post(f"{path_of(db, FATIMA)}/link"))
    assert fatima.get("/desk/").status_code == 200

    page = ada.post(f"{path_of(db, FATIMA)}/deactivate", follow_redirects=True).text
    assert "signed out everywhere" in page
    assert fatima.get("/desk/").status_code == 303
    assert fatima.post("/sign-in", data=form).status_code == 401
    assert fatima.post(link).status_code == 403
    refused = ada.post(f"{path_of(db, FATIMA)}/link")
    assert (refused.status_code, "Reactivate it first" in refused.text) == (409, True)

    ada.post(f"{path_of(db, FATIMA)}/reactivate")
    # What was open before stays shut: cookie and link are of the time before.
    assert fatima.get("/desk/").status_code == 303
    assert fatima.post(link).status_code == 403
    assert fatima.post("/sign-in", data=form).status_code == 303


def test_the_last_administrator_stays_one(db, ada, create_account):
    path = path_of(db, ADA)
    for answer in (
        ada.post(path, data={"name": "Ada", "role": "facilitator"}),
        ada.post(f"{path}/deactivate"),
    ):
        assert answer.status_code == 422
        assert "Ada is the last administrator" in answer.text
    # Another one who is out of use does not count.
    create_account(BO, role="administrator")
    with db.transaction() as session:
        accounts.deactivate(session, accounts.with_email(session, BO))
    assert ada.post(f"{path}/deactivate").status_code == 422
    ada.post(f"{path_of(db, BO)}/reactivate")
    assert ada.post(path, data={"name": "Ada", "role": "facilitator"}).status_code == 303
    assert ada.get("/administration/accounts").status_code == 403


def test_an_account_or_a_workshop_that_is_not_there_is_told(ada):
    for path in ("", "/link", "/deactivate", "/reactivate"):
        answer = ada.post(f"/administration/accounts/nobody{path}")
        assert (answer.status_code, "no such account" in answer.text) == (404, True)
    answer = ada.post("/administration/workshops/none/owner", data={"account": "x"})
    assert (answer.status_code, "no such workshop" in answer.text) == (404, True)


def test_all_workshops_are_listed_by_title_owner_and_state_and_stay_closed(ada, create_workshop):
    workshop = create_workshop(owner=FATIMA, title={"de": HOSTILE}, languages=("de",))
    page = ada.get("/administration/workshops").text
    assert "&lt;script&gt;" in page
    assert FATIMA in page
    assert "On now" in page
    assert workshop.code not in page
    assert "New owner" not in page
    assert ada.get(f"/desk/{workshop.id}").status_code == 404


@pytest.mark.parametrize("how", ["deactivated", "demoted", "nobody"])
def test_a_workshop_whose_owner_is_gone_gets_a_new_one_and_its_log_says_so(
    db, ada, create_workshop, browser_of, invite, how
):
    workshop = create_workshop(owner=FATIMA)
    bo = browser_of(BO, name="Bo")
    invite(workshop, BO)
    with db.transaction() as session:
        fatima = accounts.with_email(session, FATIMA)
        if how == "deactivated":
            accounts.deactivate(session, fatima)
        elif how == "demoted":
            accounts.change(session, fatima, role="researcher")
        else:
            session.get(Workshop, workshop.id).owner_id = None
    assert "New owner" in ada.get("/administration/workshops").text
    path = f"/administration/workshops/{workshop.id}/owner"
    for nobody in ("", "x", fatima.id if how != "nobody" else "y"):
        assert ada.post(path, data={"account": nobody}).status_code == 422
    with db.reading() as session:
        heir = accounts.with_email(session, BO).id
    answer = ada.post(path, data={"account": heir}, follow_redirects=True)
    assert "Bo owns this workshop now" in answer.text
    page = bo.get(f"/desk/{workshop.id}/log").text
    assert "<strong>Ada</strong> made Bo the owner" in page
    assert bo.get(f"/desk/{workshop.id}/delete").status_code == 200


def test_a_workshop_that_has_an_owner_is_not_taken_from_them(db, ada, create_workshop):
    workshop = create_workshop(owner=FATIMA)
    with db.reading() as session:
        me = accounts.with_email(session, ADA).id
    answer = ada.post(f"/administration/workshops/{workshop.id}/owner", data={"account": me})
    assert answer.status_code == 409
    assert "who alone can hand it over" in answer.text
    with db.reading() as session:
        assert session.query(Act).filter(Act.verb == "transfer").count() == 0


def test_the_list_of_workshops_is_read_in_pages(ada, create_workshop, monkeypatch):
    monkeypatch.setattr("workshop.web.administration.workshops.PAGE", 2)
    for number in range(3):
        create_workshop(state="draft", title={"en": f"Workshop {number}"})
    first = ada.get("/administration/workshops").text
    second = ada.get("/administration/workshops?page=2").text
    shown = re.findall(r"Workshop \d", first), re.findall(r"Workshop \d", second)
    assert {*shown[0], *shown[1]} == {"Workshop 0", "Workshop 1", "Workshop 2"}
    assert "page=2" in first
    assert "page=1" in second
    for number in ("0", "-3", "x", "9" * 30):
        assert ada.get(f"/administration/workshops?page={number}").status_code == 200


def test_every_page_of_the_administration_keeps_the_content_policy(db, ada, create_workshop):
    create_workshop(owner=FATIMA)
    pages = [
        ada.get("/administration/accounts"),
        ada.get(path_of(db, FATIMA)),
        ada.get("/administration/workshops"),
        ada.post(f"{path_of(db, FATIMA)}/link"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert " style=" not in page.text
        assert "<script>" not in page.text
        assert page.text.count("<h1") == 1
        ids = re.findall(r'\sid="([^"]+)"', page.text)
        assert len(ids) == len(set(ids))


def test_signing_in_leads_back_to_the_administration(app, create_account):
    create_account(ADA, role="administrator", password="correct horse battery")
    browser = app.test_client()
    asked = browser.get("/administration/accounts").headers["Location"]
    form = {"email": ADA, "password": "correct horse battery"}
    assert browser.post(asked, data=form).headers["Location"] == "/administration/accounts"
