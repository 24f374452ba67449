"""Participants see, copy and erase what is theirs, and agree to what they like."""

import json

import pytest
from sqlalchemy import select

from tests.conftest import submission
from workshop.live.respond import respond
from workshop.models import Respondent, ResponseEvent, Workshop

WORDS = "Only until <b>midnight</b>."


def joins(client, workshop, **form):
    form = {"stakeholder_group": "civil-society", "take_part": "yes", **form}
    return client.post(f"/j/{workshop.code}", data=form)


def people(db):
    with db.reading() as session:
        return session.scalars(select(Respondent).where(Respondent.is_table.is_(False))).all()


def send(db, respondent, *submissions):
    with db.transaction() as session:
        return respond(session, respondent, submissions, "phone")


@pytest.fixture
def ana(client, db, create_workshop):
    """Ana joined with her phone and wrote something, twice."""
    workshop = create_workshop()
    assert joins(client, workshop).status_code == 303
    (person,) = people(db)
    send(
        db,
        person,
        submission(workshop, reaction="refine", text="First."),
        submission(workshop, reaction="refine", text=WORDS, edit=2),
    )
    return workshop, person


def test_the_optional_consents_are_unticked_and_what_is_ticked_is_stored(
    client, db, create_workshop
):
    workshop = create_workshop()
    page = client.get(f"/j/{workshop.code}").text
    assert "never with a name" in page
    assert 'name="pool" value="yes" ' in page
    assert "checked" not in page
    joins(client, workshop, be_quoted="yes")
    assert people(db)[0].consents == {
        "take_part": True, "be_quoted": True, "pool": False, "adult": True, "version": 1,
    }  # fmt: skip


def test_a_refused_form_keeps_what_was_ticked(client, create_workshop):
    page = joins(client, create_workshop(), stakeholder_group="", pool="yes")
    assert page.status_code == 422
    assert 'name="pool" value="yes" checked' in page.text
    assert 'name="be_quoted" value="yes" checked' not in page.text


def test_consents_are_changed_on_my_answers(client, db, ana):
    workshop, _ = ana
    before = people(db)[0].consents
    changed = client.post(f"/w/{workshop.code}/consents", data={"be_quoted": "yes"})
    assert changed.status_code == 303
    after = people(db)[0].consents
    assert (before["be_quoted"], after["be_quoted"], after["pool"]) == (False, True, False)
    page = client.get(changed.headers["Location"]).text
    assert "Saved." in page
    assert 'name="be_quoted" value="yes" checked' in page


def test_nobody_keeps_the_room_busy_with_consents(client, ana):
    workshop, _ = ana
    tries = [
        client.post(f"/w/{workshop.code}/consents", data={"pool": "yes"} if n % 2 else {})
        for n in range(15)
    ]
    assert tries[0].status_code == 303
    assert tries[-1].status_code == 429


def test_a_workshop_says_it_is_for_adults_or_asks(client, db, create_workshop):
    workshop = create_workshop()
    assert "18 or older" in client.get(f"/j/{workshop.code}").text
    open_to_all = create_workshop(minors=True)
    page = client.get(f"/j/{open_to_all.code}").text
    assert "my parent or guardian agrees" in page
    assert joins(client, open_to_all, asks_age="yes").status_code == 422
    assert joins(client, workshop, age="under", asks_age="yes").status_code == 422
    assert joins(client, open_to_all, age="under", asks_age="yes").status_code == 303
    assert people(db)[0].consents["guardian"] is True


def test_the_api_takes_the_same_consents(client, create_workshop):
    def comes(workshop, **consents):
        body = {
            "code": workshop.code, "join_id": "a" * 20, "stakeholder_group": "media",
            "consents": {"take_part": True, **consents},
        }  # fmt: skip
        return client.post("/api/v1/join", json=body).status_code

    assert comes(create_workshop(), adult=False, guardian=True) == 422
    assert comes(create_workshop(minors=True), adult=False) == 422
    assert comes(create_workshop(minors=True), adult=False, guardian=True) == 201
    assert comes(create_workshop()) == 201


def test_a_copy_holds_every_event_with_its_history(client, ana):
    workshop, person = ana
    answer = client.get(f"/w/{workshop.code}/mine/copy.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    copy = json.loads(answer.data)
    assert copy["participant"]["pseudonym"] == person.id
    assert [(a["words"], a["stands"]) for a in copy["answers"]] == [
        ("First.", False),
        (WORDS, True),
    ]
    assert copy["answers"][0]["about"] == "Lights that people chose"
    text = client.get(f"/w/{workshop.code}/mine/copy.txt")
    assert text.content_type.startswith("text/plain")
    assert WORDS in text.text
    assert "replaced since" in text.text


def test_a_copy_holds_what_one_wrote_on_a_sheet_and_not_what_others_did(
    client, db, create_workshop, join_as
):
    workshop = create_workshop(tables=1, answered_by="table")
    joins(client, workshop, table="1")
    (me,) = people(db)
    send(db, me, submission(workshop, text="Mine."))
    send(db, join_as(workshop, table="1"), submission(workshop, text="Theirs.", base=1))
    copy = json.loads(client.get(f"/w/{workshop.code}/mine/copy.json").data)
    assert [(a["words"], a["for_table"], a["stands"]) for a in copy["answers"]] == [
        ("Mine.", True, False)
    ]


def test_a_copy_is_for_nobody_else(app, ana):
    workshop, _ = ana
    stranger = app.test_client()
    assert stranger.get(f"/w/{workshop.code}/mine/copy.json").status_code == 401
    assert stranger.post(f"/w/{workshop.code}/consents", data={"pool": "yes"}).status_code == 401
    assert stranger.get(f"/w/{workshop.code}/erase").status_code == 303


def test_erasing_is_confirmed_and_then_everything_is_gone(client, db, ana):
    workshop, _ = ana
    page = client.get(f"/w/{workshop.code}/erase")
    assert "Nobody can bring it back" in page.text
    assert people(db)
    done = client.post(f"/w/{workshop.code}/erase")
    assert "Everything is erased" in done.text
    assert people(db) == []
    with db.reading() as session:
        assert session.scalars(select(ResponseEvent)).all() == []
    assert client.get(f"/w/{workshop.code}/mine").status_code == 303
    assert joins(client, workshop).status_code == 303


def receipt_of(app, person):
    return app.extensions["workshop"].tokens.receipt(person.id)


def test_a_receipt_leads_another_device_to_the_answers_also_after_the_workshop(
    app, client, db, ana, conduct
):
    workshop, person = ana
    receipt = receipt_of(app, person)
    spaced = " ".join(receipt[at : at + 4] for at in (0, 4, 8))
    assert spaced in client.get(f"/w/{workshop.code}/mine").text
    conduct(workshop, "end")
    other = app.test_client()
    typed = {"code": workshop.code.lower(), "receipt": spaced.lower().replace(" ", "-")}
    found = other.post("/receipt", data=typed)
    assert found.status_code == 303
    assert "midnight" in other.get(found.headers["Location"]).text
    assert other.get(f"/w/{workshop.code}/mine/copy.json").status_code == 200
    assert "Everything is erased" in other.post(f"/w/{workshop.code}/erase").text
    assert other.post("/receipt", data=typed).status_code == 404
    assert people(db) == []


def test_a_receipt_stands_where_one_is_after_joining(app, client, create_workshop, db):
    workshop = create_workshop(state="live")
    joins(client, workshop)
    receipt = receipt_of(app, people(db)[0])
    assert receipt[:4] in client.get(f"/w/{workshop.code}").text


def test_receipts_are_of_one_workshop_and_one_secret(app, create_workshop, join_as, db):
    workshop, other = create_workshop(), create_workshop()
    ana, bogdan = join_as(workshop), join_as(other)
    assert receipt_of(app, ana) != receipt_of(app, bogdan)
    assert set(receipt_of(app, ana)) <= set("23456789ABCDEFGHJKMNPQRSTWXYZ")
    wrong = {"code": other.code, "receipt": receipt_of(app, ana)}
    assert app.test_client().post("/receipt", data=wrong).status_code == 404
    assert app.test_client().post("/receipt", data={}).status_code == 404


def test_guessing_receipts_is_limited(client, create_workshop):
    workshop = create_workshop()
    client.get("/receipt")
    guesses = [
        client.post("/receipt", data={"code": workshop.code, "receipt": "ABCD"}).status_code
        for _ in range(25)
    ]
    assert guesses[0] == 404
    assert guesses[-1] == 429


def test_every_page_of_a_phone_says_where_to_find_help_and_what_becomes_of_answers(client, db, ana):
    workshop, _ = ana
    for path in ("", "/mine", "/erase"):
        page = client.get(f"/w/{workshop.code}{path}").text
        assert "Need to talk to somebody?" in page
        assert "112" in page
        assert 'href="/privacy"' in page
    assert "You may skip any question" in client.get(f"/w/{workshop.code}").text
    with db.transaction() as session:
        session.get(Workshop, workshop.id).help_line = {"de": "Ruf an: <116 117>\nOder komm."}
    page = client.get(f"/w/{workshop.code}").text
    assert '<div lang="de"><p>Ruf an: &lt;116 117&gt;</p><p>Oder komm.</p></div>' in page


def test_the_privacy_notice_shows_its_gaps(client):
    page = client.get("/privacy").text
    assert "WORKSHOP_OPERATOR" in page
    assert "pseudonymised, not anonymous" in page


def test_the_privacy_notice_names_who_is_responsible(sqlite_config):
    from dataclasses import replace

    from workshop.app import create_app

    config = replace(sqlite_config, operator="City of <Łódź>", operator_contact="dpo@city.example")
    app = create_app(config, async_mode="threading")
    page = app.test_client().get("/privacy").text
    assert "City of &lt;Łódź&gt;" in page
    assert "dpo@city.example" in page
    assert "WORKSHOP_OPERATOR" not in page
    app.extensions["workshop"].db.dispose()
