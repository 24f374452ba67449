"""The facilitator's list of participants, erasing one of them, and what was deleted."""

import datetime as dt

from sqlalchemy import select

from tests.conftest import submission
from workshop.exports.sheets import book
from workshop.live.respond import respond
from workshop.models import Act, Deletion, Respondent, Workshop


def test_a_participant_is_listed_without_words_and_erased_on_request(
    db, create_workshop, join_as, sign_in
):
    workshop = create_workshop()
    ana, bogdan = join_as(workshop), join_as(workshop, "media")
    with db.transaction() as session:
        respond(session, ana, [submission(workshop, text="Between us.")], "phone")
    client = sign_in()
    page = client.get(f"/desk/{workshop.id}/participants").text
    assert ana.id[:8] in page
    assert "Between us." not in page
    path = f"/desk/{workshop.id}/participants/{ana.id}/erase"
    assert "Erase for good" in client.get(path).text
    assert client.post(path).status_code == 303
    page = client.get(f"/desk/{workshop.id}/participants").text
    assert ana.id[:8] not in page
    assert bogdan.id[:8] in page
    assert client.post(path).status_code == 404
    with db.reading() as session:
        assert session.get(Respondent, ana.id) is None
        act = session.scalars(select(Act).order_by(Act.seq.desc())).first()
    assert (act.verb, act.account_id) == ("erase", workshop.owner_id)
    assert ana.id not in client.get(f"/desk/{workshop.id}/log").text
    assert "erased everything" in client.get(f"/desk/{workshop.id}/log").text


def test_nobody_of_another_workshop_is_erased(db, create_workshop, join_as, sign_in):
    workshop = create_workshop()
    other = join_as(create_workshop(owner="else@town.example"))
    client = sign_in()
    path = f"/desk/{workshop.id}/participants/{other.id}/erase"
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    with db.reading() as session:
        assert session.get(Respondent, other.id) is not None


def test_the_desk_warns_a_month_before_a_workshop_goes(db, create_workshop, sign_in):
    workshop = create_workshop(state="ended")
    client = sign_in()
    assert "is deleted on" not in client.get("/desk/").text
    with db.transaction() as session:
        soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=29)
        session.get(Workshop, workshop.id).keep_until = soon
    assert "is deleted on" in client.get("/desk/").text


def test_an_administrator_sees_what_was_deleted_and_no_word_of_it(
    db, create_workshop, join_as, browser_of
):
    workshop = create_workshop(state="ended", owner="admin@city.example")
    browser = browser_of("admin@city.example")
    assert browser.post(f"/desk/{workshop.id}/delete").status_code == 303
    with db.reading() as session:
        (gone,) = session.scalars(select(Deletion)).all()
    assert (gone.code, gone.why) == (workshop.code, "owner")
    boss = browser_of("boss@city.example", role="administrator")
    page = boss.get("/administration/deletions").text
    assert workshop.code in page
    assert "A safer square" not in page


def test_what_a_report_needs_is_written_down_and_exported(db, create_workshop, sign_in):
    workshop = create_workshop(state="ended", languages=("en",))
    client = sign_in()
    form = {
        "title.en": "A safer square", "languages": ["en"], "main_language": "en",
        "time_zone": "Europe/Brussels", "group_id": ["media", ""], "group.en": ["Press", "Taxis"],
        "group_invited": ["12", " 7 "], "consent.en": "Stored.",
        "recruitment": "Letters to every house.", "notes": "Nobody from the school came.",
    }  # fmt: skip
    assert client.post(f"/desk/{workshop.id}/edit", data=form).status_code == 303
    with db.reading() as session:
        here = session.get(Workshop, workshop.id)
        assert (here.recruitment, here.invited, here.notes) == (
            "Letters to every house.",
            {"media": 12, "taxis": 7},
            "Nobody from the school came.",
        )
        told = [tuple(row) for row in book(session, here).sheets[0]]
    assert ("workshop", "recruitment", "Letters to every house.") in told
    assert ("group", "media: invited", 12) in told
    page = client.get(f"/desk/{workshop.id}/edit").text
    assert 'name="group_invited" value="12"' in page
    form["group_invited"] = ["many", ""]
    refused = client.post(f"/desk/{workshop.id}/edit", data=form)
    assert refused.status_code == 422
    assert "as a whole number, such as 12" in refused.text
    assert 'value="many"' in refused.text
    form |= {"group_invited": ["", ""], "notes": "x" * 4001}
    assert "under 4,000 characters" in client.post(f"/desk/{workshop.id}/edit", data=form).text


def test_help_minors_and_consents_are_planned_in_each_language(db, create_workshop, sign_in):
    workshop = create_workshop(state="draft", languages=("en", "de"))
    client = sign_in()
    form = {
        "title.en": "A safer square", "languages": ["en", "de"], "main_language": "en",
        "time_zone": "Europe/Brussels", "group_id": "media", "group.en": "Press",
        "consent.en": "Stored.", "consent_be_quoted.de": "Zitiert mich.", "minors": "yes",
        "help_line.en": "Call us: 123.",
    }  # fmt: skip
    assert client.post(f"/desk/{workshop.id}/edit", data=form).status_code == 303
    with db.reading() as session:
        here = session.get(Workshop, workshop.id)
        assert (here.minors, here.consent_be_quoted, here.help_line) == (
            True,
            {"de": "Zitiert mich."},
            {"en": "Call us: 123."},
        )
    page = client.get(f"/desk/{workshop.id}/edit").text
    assert "Zitiert mich." in page
    assert "together with those of other workshops" in page
    form["help_line.en"] = "x" * 501
    refused = client.post(f"/desk/{workshop.id}/edit", data=form)
    assert refused.status_code == 422
    assert "under 500 characters" in refused.text
