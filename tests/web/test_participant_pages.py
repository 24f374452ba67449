"""The participant's plain pages: what forms do, with and without mistakes, tries and tricks."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from workshop.models import CurrentResponse, Respondent, ResponseEvent


class Phone:
    """Somebody's browser without script: follows links, sends the forms it is shown."""

    def __init__(self, app, workshop):
        self.client = app.test_client()
        self.workshop = workshop
        self.room = f"/w/{workshop.code}"

    def join(self, **fields):
        form = {"join_id": uuid4().hex, "stakeholder_group": "civil-society", "take_part": "yes"}
        return self.client.post(f"/j/{self.workshop.code}", data={**form, **fields})

    def form(self):
        """Return the hidden fields of the answer form as the page has them now."""
        page = self.client.get(self.room).text
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

    def answer(self, reaction="confirm", text="", *, form=None, **fields):
        data = {"reaction.lights": reaction, "text.lights": text}
        return self.client.post(
            f"{self.room}/answers", data={**(form or self.form()), **data, **fields}
        )


@pytest.fixture
def phone(app):
    """Let somebody in by the form: Ana, a resident."""

    def do(workshop, **fields):
        phone = Phone(app, workshop)
        assert phone.join(**fields).status_code == 303
        return phone

    return do


@pytest.fixture
def stored(db):
    """Return every stored answer's reaction, oldest first."""

    def do():
        with db.reading() as session:
            rows = session.scalars(select(ResponseEvent).order_by(ResponseEvent.seq))
            return [row.answer["reaction"] for row in rows]

    return do


def people(db):
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Respondent))


def test_a_join_that_is_sent_twice_is_one_person(app, db, create_workshop):
    phone = Phone(app, create_workshop())
    for _ in range(2):
        assert phone.join(join_id="a" * 32).headers["Location"] == phone.room
    assert people(db) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"take_part": ""}, "please agree"),
        ({"stakeholder_group": ""}, "Choose one of the stakeholder groups"),
        ({"stakeholder_group": "admins"}, "Choose one of the stakeholder groups"),
    ],
)
def test_a_join_without_consent_or_group_says_so_and_keeps_what_was_chosen(
    app, db, create_workshop, fields, words
):
    answer = Phone(app, create_workshop()).join(**fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert ("checked" in answer.text) == ("take_part" in fields)
    assert people(db) == 0


@pytest.mark.parametrize(("state", "status"), [("draft", 409), ("ended", 410)])
def test_nobody_joins_before_the_beginning_or_after_the_end(
    app, db, create_workshop, state, status
):
    phone = Phone(app, create_workshop(state=state))
    assert phone.join().status_code == status
    assert people(db) == 0


@pytest.mark.parametrize("path", ["", "/mine"])
def test_who_is_not_in_is_led_to_the_door(app, create_workshop, path):
    phone = Phone(app, create_workshop())
    phone.client.set_cookie(f"w-{phone.workshop.code}", "forged.token")
    answer = phone.client.get(phone.room + path)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/j/{phone.workshop.code}")


def test_pressing_send_twice_saves_once(create_workshop, phone, stored):
    ana = phone(create_workshop())
    form = ana.form()
    for _ in range(2):
        assert ana.answer(form=form).status_code == 303
    assert stored() == ["confirm"]


def test_going_back_to_an_earlier_answer_on_the_same_page_counts(create_workshop, phone, stored):
    ana = phone(create_workshop())
    form = ana.form()
    for reaction in ("confirm", "unsure", "confirm"):
        assert ana.answer(reaction, form=form).status_code == 303
    assert stored() == ["confirm", "unsure", "confirm"]


def test_only_what_changed_is_stored_anew(create_workshop, phone, stored):
    ana = phone(create_workshop())
    ana.answer("challenge", "Too bright.")
    ana.answer("challenge", "Too bright.", **{"reaction.walks": "confirm"})
    assert stored() == ["challenge", "confirm"]


def test_words_that_are_too_long_are_refused_and_stay_in_the_form(create_workshop, phone, stored):
    long = "Ω" * 10_000
    answer = phone(create_workshop()).answer("refine", long)
    assert answer.status_code == 422
    assert "your text has 10000 characters" in answer.text
    assert long in answer.text
    assert stored() == []


def test_words_that_come_too_late_are_shown_with_everything_to_send_them_again(
    create_workshop, phone, conduct, stored
):
    workshop = create_workshop()
    ana = phone(workshop)
    form = ana.form()
    conduct(workshop, "close", workshop.activities[0].id)
    answer = ana.answer("refine", 'Only "if" <b>dimmed</b>', form=form)
    assert answer.status_code == 422
    assert "closed before your answer arrived" in answer.text
    assert "Only &#34;if&#34; &lt;b&gt;dimmed&lt;/b&gt;" in answer.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
    again = {name: unescape(value) for name, value in again.items()}
    assert ana.client.post(f"{ana.room}/answers", data=again).status_code == 422
    conduct(workshop, "open", workshop.activities[0].id)
    assert ana.client.post(f"{ana.room}/answers", data=again).status_code == 303
    assert stored() == ["refine"]


def test_a_late_answer_is_not_put_into_the_form_of_the_next_question(
    create_workshop, phone, conduct
):
    workshop = create_workshop(activities=2)
    ana = phone(workshop)
    form = ana.form()
    conduct(workshop, "open", workshop.activities[1].id)
    page = ana.answer("refine", "Meant for the first.", form=form).text
    assert "Reactions 2" in page
    assert page.count("Meant for the first.") == 2  # told, and ready to be sent again
    assert ">Meant for the first.</textarea>" not in page


@pytest.mark.parametrize("where", ["another workshop", "a question that was not opened yet"])
def test_answers_to_what_is_not_asked_here_are_refused(create_workshop, phone, stored, where):
    workshop = create_workshop(activities=2)
    other = create_workshop() if where == "another workshop" else None
    target = (other or workshop).activities[0 if other else 1].id
    answer = phone(workshop).answer(activity_id=target)
    assert answer.status_code == 404
    assert "not part of your workshop" in answer.text
    assert stored() == []


def test_hostile_words_come_back_as_words(create_workshop, phone):
    workshop = create_workshop(title={"en": "<script>alert(1)</script>"})
    ana = phone(workshop)
    hostile = "</textarea><script>alert(2)</script>\x00\u202e=HYPERLINK()"
    assert ana.answer("challenge", hostile).status_code == 303
    for path in (ana.room, f"{ana.room}/mine", f"{ana.room}/panel"):
        page = ana.client.get(path).text
        assert "<script>alert" not in page
        assert "\x00" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(2)" in ana.client.get(f"{ana.room}/mine").text


def test_answers_that_arrive_together_are_kept_apart(app, db, create_workshop, phone):
    workshop = create_workshop()
    phones = [phone(workshop) for _ in range(8)]
    forms = [(each, each.form()) for each in phones]

    def send(number):
        each, form = forms[number]
        return each.answer("challenge", f"words of {number}", form=form).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(send, range(8))) == {303}
    for number, each in enumerate(phones):
        assert f"words of {number}<" in each.client.get(f"{each.room}/mine").text
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(CurrentResponse)) == 8


def test_totals_and_other_peoples_words_reach_no_phone_before_the_reveal(
    create_workshop, phone, conduct
):
    workshop = create_workshop()
    ana, luis = phone(workshop), phone(workshop)
    luis.answer("challenge", "These are the words of Luis.")
    for verb in ("close", "reveal"):
        assert "diverging" not in ana.client.get(ana.room).text
        conduct(workshop, verb, workshop.activities[0].id)
    page = ana.client.get(ana.room).text
    assert "0 of 1 yes" in page
    assert "words of Luis" not in page


def test_people_without_script_count_as_here(app, create_workshop, phone):
    workshop = create_workshop()
    phone(workshop).form()
    assert app.extensions["workshop"].presence.count(workshop.id) == 1


def test_leaving_forgets_the_phone_and_keeps_the_answers(db, create_workshop, phone, stored):
    ana = phone(create_workshop())
    ana.answer()
    assert "You have left" in ana.client.post(f"{ana.room}/leave").text
    assert ana.client.get(ana.room).status_code == 303
    assert stored() == ["confirm"]


def test_no_page_is_kept_by_caches_and_every_page_is_shut_to_foreign_scripts(
    create_workshop, phone
):
    ana = phone(create_workshop())
    for path in ("/", ana.room, f"{ana.room}/panel", f"{ana.room}/mine"):
        headers = ana.client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "'unsafe" not in headers["Content-Security-Policy"]
