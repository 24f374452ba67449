"""Tables on plain pages: the shared sheet as a form, the facilitator's overview, on behalf."""

import re
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.conftest import submission
from workshop.live.respond import respond
from workshop.models import Respondent, ResponseEvent


class Phone:
    """Somebody's browser without script, at a table."""

    def __init__(self, app, workshop, table="1", **fields):
        self.client = app.test_client()
        self.room = f"/w/{workshop.code}"
        form = {"join_id": uuid4().hex, "stakeholder_group": "civil-society", "take_part": "yes"}
        joined = self.client.post(f"/j/{workshop.code}", data={**form, "table": table, **fields})
        assert joined.status_code == 303, joined.text

    def page(self):
        return self.client.get(self.room).text

    def form(self, page=None):
        """Return what sending the page as it is would send."""
        page = page or self.page()
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
        radios = re.findall(
            r'<input type="radio" name="([^"]+)" value="([^"]+)"[^>]*? checked', page
        )
        texts = re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
        return dict([*hidden, *radios, *[(name, unescape(text)) for name, text in texts]])

    def send(self, form=None, **changes):
        """Send the form, `_` in a changed field's name standing for its dot."""
        form = {**(form or self.form()), **{k.replace("_", "."): v for k, v in changes.items()}}
        return self.client.post(f"{self.room}/answers", data=form)


@pytest.fixture
def sheet(create_workshop):
    return create_workshop(tables=4, answered_by="table")


@pytest.fixture
def phone(app, sheet):
    return lambda table="1", **fields: Phone(app, sheet, table, **fields)


@pytest.fixture
def stored(db):
    """Return every stored event as (slot, value, origin), oldest first."""

    def do():
        with db.reading() as session:
            rows = session.scalars(select(ResponseEvent).order_by(ResponseEvent.seq))
            return [
                (row.slot, row.answer.get("reaction") or row.answer.get("agreement"), row.origin)
                for row in rows
            ]

    return do


def test_who_sits_nowhere_is_asked_for_the_table_in_the_place_of_the_question(phone):
    ana = phone(table="")
    page = ana.page()
    assert "Which table do you sit at?" in page
    assert 'name="reaction.lights"' not in page
    assert ana.client.post(f"{ana.room}/table", data={"table": "3"}).status_code == 303
    page = ana.page()
    assert re.search(r"Table <strong>3</strong></span> <span>answers together", page)
    assert 'name="reaction.lights"' in page


def test_a_form_changes_only_what_its_sender_changed(phone, stored):
    ana, bogdan = phone(), phone()
    ana.send(reaction_lights="confirm", reaction_walks="confirm")
    old = bogdan.form()
    ana.send(reaction_lights="unsure")
    # Bogdan's page still shows lights confirmed: he did not touch that.
    assert bogdan.send(old, reaction_walks="challenge").status_code == 303
    assert [one[:2] for one in stored()] == [
        ("lights", "confirm"),
        ("walks", "confirm"),
        ("lights", "unsure"),
        ("walks", "challenge"),
    ]


def test_a_conflict_shows_both_and_sending_again_puts_ones_own_in_its_place(phone, stored):
    ana, bogdan = phone(), phone()
    old = bogdan.form()
    ana.send(reaction_lights="challenge", text_lights="Too bright <here>.")
    told = bogdan.send(old, reaction_lights="refine", text_lights="Only half of it.")
    assert told.status_code == 422
    assert "Your table wrote meanwhile" in told.text
    assert "Too bright &lt;here&gt;." in told.text
    assert "Only half of it." in told.text
    assert [one[1] for one in stored()] == ["challenge"]
    assert bogdan.send(bogdan.form(told.text)).status_code == 303
    assert [one[1] for one in stored()] == ["challenge", "refine"]


def test_a_conflict_can_be_ended_by_keeping_theirs(phone, stored):
    ana, bogdan = phone(), phone()
    old = bogdan.form()
    ana.send(reaction_lights="challenge")
    told = bogdan.send(old, reaction_lights="confirm", reaction_walks="confirm")
    form = bogdan.form(told.text) | {"keep.lights": "yes"}
    assert bogdan.send(form).status_code == 303
    assert sorted(one[:2] for one in stored()) == [("lights", "challenge"), ("walks", "confirm")]


def test_what_was_not_touched_stays_untouched_after_a_conflict_elsewhere(phone, stored):
    ana, bogdan = phone(), phone()
    ana.send(reaction_lights="confirm", reaction_walks="confirm")
    old = bogdan.form()
    ana.send(reaction_lights="unsure", reaction_walks="unsure")
    told = bogdan.send(old, reaction_walks="challenge")
    assert told.status_code == 422
    assert bogdan.send(bogdan.form(told.text)).status_code == 303
    assert [one[:2] for one in stored()][4:] == [("walks", "challenge")]


def test_pressing_send_twice_is_one_change_and_no_conflict(phone, stored):
    ana = phone()
    form = ana.form()
    for _ in range(2):
        assert ana.send(form, reaction_lights="confirm").status_code == 303
    assert len(stored()) == 1


def test_the_table_says_in_the_same_form_how_far_it_agrees(phone, stored):
    ana = phone()
    note = {"agreement.note": "Who pays?"}
    assert ana.send(ana.form() | note, agreement="divided").status_code == 303
    assert ana.send().status_code == 303
    assert stored() == [("agreement", "divided", "form")]
    assert "Who pays?" in phone().page()
    refused = ana.send(ana.form(), agreement="perhaps")
    assert (refused.status_code, len(stored())) == (422, 1)


def test_a_form_that_comes_too_late_is_shown_with_its_agreement_in_it(
    phone, sheet, conduct, stored
):
    ana = phone()
    form = ana.form()
    conduct(sheet, "close", sheet.activities[0].id)
    told = ana.send(form, reaction_lights="confirm", agreement="agreed")
    assert told.status_code == 422
    assert '<input type="hidden" name="agreement" value="agreed">' in told.text
    assert stored() == []


def test_people_who_answer_for_themselves_see_nothing_of_this(app, create_workshop):
    page = Phone(app, create_workshop(tables=4)).page()
    for words in ("answers together", "How far does your table agree", 'name="base.'):
        assert words not in page


@pytest.fixture
def answered(db, sheet, join_as):
    """Table 1 has answered one item and mostly agrees; two people sit there, one at table 2."""
    ana = join_as(sheet, table="1")
    join_as(sheet, "media", table="1")
    join_as(sheet, "business", table="2")
    with db.transaction() as session:
        respond(
            session,
            ana,
            [
                submission(sheet, reaction="refine", text="Only <b>half</b>."),
                submission(sheet, answer={"agreement": "mostly", "note": "Not on money."}),
            ],
            "phone",
        )
    return sheet


def rows(page):
    """Return the overview's rows as words."""
    body = re.search(r'<table class="tables-now">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)[1]
    return [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip()
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def test_the_overview_tells_how_far_each_table_is(answered, sign_in):
    page = sign_in().get(f"/desk/{answered.id}/tables").text
    assert rows(page) == [
        "1 2 1 item They mostly agree Not on money.",
        "2 1 nothing yet not said",
        "3 0 nothing yet not said",
        "4 0 nothing yet not said",
    ]


def test_there_is_a_card_to_print_for_each_table_that_leads_to_it(answered, sign_in, app):
    client = sign_in()
    page = client.get(f"/desk/{answered.id}/tables").text
    assert page.count('<li class="table-card">') == 4
    assert page.count('aria-label="QR code: join at table') == 4
    joined = app.test_client().get(f"/j/{answered.code}?table=3").text
    assert "<option selected>3</option>" in joined


def test_results_by_table_show_each_tables_own(answered, sign_in):
    page = sign_in().get(f"/desk/{answered.id}/activities/{answered.activities[0].id}/tables").text
    assert 'id="table-1"' in page
    assert 'id="table-2"' not in page
    assert "Only &lt;b&gt;half&lt;/b&gt;." in page
    assert "They mostly agree" in page
    assert "Nothing from tables 2, 3, 4" in page


def test_console_and_screen_count_tables(app, answered, sign_in):
    client = sign_in()
    words = re.sub(r"<[^>]+>", "", client.get(f"/desk/{answered.id}/console").text)
    assert "1 of 4 tables have answered" in words
    key = app.extensions["workshop"].tokens.for_screen(answered.id)
    words = re.sub(r"<[^>]+>", "", client.get(f"/screen/{key}").text)
    assert "1 of 4 tables have answered" in words


def on_behalf(client, workshop, **fields):
    return client.post(f"/desk/{workshop.id}/on-behalf", data={"take_part": "yes", **fields})


def test_a_facilitator_answers_for_somebody_without_a_phone(create_workshop, sign_in, stored, db):
    workshop = create_workshop()
    client = sign_in()
    assert on_behalf(client, workshop, stakeholder_group="media").status_code == 303
    room = f"/w/{workshop.code}"
    page = client.get(room).text
    assert re.search(r"You answer for somebody else: <strong>.*Press and media", page)
    phone = Phone.__new__(Phone)
    phone.client, phone.room = client, room
    phone.send(reaction_lights="confirm")
    assert stored() == [("lights", "confirm", "on_behalf")]
    done = client.post(f"{room}/done")
    assert done.headers["Location"] == f"/desk/{workshop.id}/on-behalf"
    assert client.get(room).headers["Location"] == f"/j/{workshop.code}"
    # The next one is somebody new.
    on_behalf(client, workshop, stakeholder_group="media")
    phone.send(reaction_lights="unsure")
    assert [one[1] for one in stored()] == ["confirm", "unsure"]
    assert "without a phone: Press and media" in unescape(
        client.get(f"/desk/{workshop.id}/log").text
    )


def test_on_a_tables_sheet_too_it_is_said_that_somebody_else_wrote(
    sheet, sign_in, stored, phone, client
):
    sign_in()
    assert on_behalf(client, sheet, table="2").status_code == 303
    assert "<strong>Table 2</strong>" in client.get(f"/w/{sheet.code}").text
    stage = client.get(f"/api/v1/stage?workshop={sheet.code}").json
    sent = submission(sheet, base=0)
    told = client.post(f"/api/v1/responses?workshop={sheet.code}", json={"responses": [sent]})
    assert told.json["receipts"][0]["status"] == "saved", stage
    phone(table="2").send(reaction_walks="confirm")
    assert stored() == [("lights", "confirm", "on_behalf"), ("walks", "confirm", "form")]


def test_who_the_facilitator_was_before_comes_back_after_it(create_workshop, sign_in, db):
    workshop = create_workshop()
    client = sign_in()
    form = {"stakeholder_group": "research", "take_part": "yes", "join_id": "a" * 32}
    client.post(f"/j/{workshop.code}", data=form)
    for _ in range(2):
        on_behalf(client, workshop, stakeholder_group="media")
    client.post(f"/w/{workshop.code}/done")
    page = client.get(f"/w/{workshop.code}").text
    assert "You answer for somebody else" not in page
    with db.reading() as session:
        own = session.scalar(select(Respondent.id).where(Respondent.join_id == "a" * 32))
    assert f'data-me="{own}"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "choose a stakeholder group or a table"),
        ({"stakeholder_group": "admins"}, "Choose one of the stakeholder groups"),
        ({"table": "9"}, "Choose a table from 1 to 4"),
        ({"stakeholder_group": "media", "take_part": ""}, "confirm that they agree"),
    ],
)
def test_on_behalf_of_nobody_is_refused_in_words(sheet, sign_in, db, fields, words):
    answer = on_behalf(sign_in(), sheet, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    with db.reading() as session:
        assert session.scalars(select(Respondent)).all() == []


def test_a_phone_of_ones_own_is_not_ended_as_if_it_were_somebody_elses(app, phone):
    ana = phone()
    assert ana.client.post(f"{ana.room}/done").headers["Location"] == ana.room
    assert "answers together" in ana.page()
