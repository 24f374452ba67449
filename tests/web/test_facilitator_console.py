"""The console: Next walks the agenda, and the panel shows what the room says."""

import re

import pytest

from tests.conftest import submission
from workshop.live.respond import respond
from workshop.models import Respondent, Workshop


@pytest.fixture
def answer_as(db, join_as):
    """Let somebody join and react to `lights`."""

    def do(workshop, group="civil-society", origin="phone", **answer):
        with db.transaction() as session:
            person = session.merge(join_as(workshop, group, origin=origin))
            respond(session, person, [submission(workshop, **answer)], origin)
        return person

    return do


def panel(client, workshop):
    answer = client.get(f"/desk/{workshop.id}/console/panel")
    assert answer.status_code == 200
    return answer.text


def next_label(page):
    return re.search(r'next-button".*?press-words">([^<]*)<', page, re.DOTALL)[1].strip()


def revision(page):
    return re.search(r'name="revision" value="(\d+)"', page)[1]


def test_next_walks_through_the_agenda_and_says_what_it_will_do(sign_in, create_workshop):
    workshop = create_workshop(state="draft", activities=2)
    client = sign_in()
    said = []
    for _ in range(9):
        page = panel(client, workshop)
        said.append(next_label(page))
        client.post(f"/desk/{workshop.id}/next", data={"revision": revision(page)})
    assert said == [
        "Next: Start the workshop",
        "Next: Open “Reactions 1”", "Next: Close “Reactions 1”", "Next: Show what the room said",
        "Next: Open “Reactions 2”", "Next: Close “Reactions 2”", "Next: Show what the room said",
        "Next: End the workshop", "This workshop has ended",
    ]  # fmt: skip


def test_a_double_press_counts_once(db, sign_in, create_workshop):
    workshop = create_workshop(state="live")
    client = sign_in()
    before = revision(panel(client, workshop))
    for _ in range(2):
        client.post(f"/desk/{workshop.id}/next", data={"revision": before})
    with db.reading() as session:
        assert session.get(Workshop, workshop.id).activities[0].state == "open"


def test_every_button_carries_the_revision_it_was_made_on(sign_in, create_workshop):
    page = panel(sign_in(), create_workshop(activities=2))
    forms = re.findall(r"<form.*?</form>", page, re.DOTALL)
    assert len(forms) >= 8
    assert all('name="revision"' in form for form in forms)
    assert set(re.findall(r'data-key="(.)"', page)) == set("NOCRH")


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [
        ("open", "close", ("closed", False)),
        ("closed", "reveal", ("closed", True)),
        ("revealed", "hide", ("closed", False)),
        ("closed", "open", ("open", False)),
    ],
)
def test_each_verb_does_what_it_says(db, sign_in, create_workshop, state, verb, after):
    workshop = create_workshop(state=state)
    activity = workshop.activities[0]
    answer = sign_in().post(f"/desk/{workshop.id}/activities/{activity.id}/{verb}")
    assert answer.headers["Location"].endswith("/console")
    with db.reading() as session:
        fresh = session.get(Workshop, workshop.id).activities[0]
        assert (fresh.state, fresh.revealed) == after


def test_a_script_gets_the_revision_or_a_problem_document(sign_in, create_workshop):
    workshop = create_workshop(state="draft")
    client = sign_in()
    path = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}/open"
    refused = client.post(path, headers={"Accept": "application/json"})
    assert refused.status_code == 409
    assert refused.json["detail"].startswith("Start the workshop first")
    page = client.post(path)
    assert page.status_code == 409
    assert "Start the workshop first" in page.text
    started = client.post(f"/desk/{workshop.id}/start", headers={"Accept": "application/json"})
    assert started.json["revision"] > 1


def test_the_panel_counts_who_is_here_and_who_has_answered(
    app, sign_in, create_workshop, join_as, answer_as
):
    workshop = create_workshop()
    ana = answer_as(workshop)
    join_as(workshop, "media")
    presence = app.extensions["workshop"].presence
    presence.seen(workshop.id, ana.id)
    page = re.sub(r"\s+", " ", panel(sign_in(), workshop))
    assert "<strong>1</strong> here <span" in page
    assert "of 2 who joined" in page
    assert '<strong class="answered-count">1</strong> of 1 have answered' in page


def test_the_panel_shows_counts_by_group_and_the_words_also_while_hidden(
    sign_in, create_workshop, answer_as
):
    workshop = create_workshop()
    answer_as(workshop, "media", reaction="challenge", text="Who pays?")
    answer_as(workshop, reaction="refine", text="Only with residents.")
    page = panel(sign_in(), workshop)
    assert "Hidden from the room" in page
    assert page.index("Who pays?") < page.index("Only with residents.")
    row = re.search(r'title="Press and media".*?</tr>', page, re.DOTALL)[0]
    assert re.findall(r"<td>(\d+)</td>", row) == ["1", "0", "0", "0"]
    # All groups have a row from the start, so that nothing moves when answers come.
    assert page.count('title="Universities, schools, research"') == 3


def test_hostile_words_stay_words(sign_in, create_workshop, answer_as):
    workshop = create_workshop()
    answer_as(workshop, reaction="challenge", text="<script>alert(1)</script>")
    page = panel(sign_in(), workshop)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_looking_at_the_panel_asks_the_database_a_fixed_number_of_times(
    app, sign_in, create_workshop, answer_as, count_queries
):
    workshop = create_workshop(activities=3)
    client = sign_in()

    def asked():
        with count_queries(app) as queries:
            panel(client, workshop)
        return len(queries)

    answer_as(workshop)
    asked()
    few = asked()
    for _ in range(12):
        answer_as(workshop, reaction="refine", text="x")
    asked()
    assert asked() == few
    assert few <= 12


def test_the_workshop_is_ended_and_reopened_from_its_page(db, sign_in, create_workshop):
    workshop = create_workshop(state="live")
    client = sign_in()
    ended = client.post(f"/desk/{workshop.id}/end", data={"back": "page"}, follow_redirects=True)
    assert "Reopen it" in ended.text
    client.post(f"/desk/{workshop.id}/reopen", data={"back": "page"})
    with db.reading() as session:
        assert session.get(Workshop, workshop.id).state == "live"


def test_clearing_the_rehearsal_takes_simulated_people_and_leaves_real_ones(
    db, sign_in, create_workshop, answer_as, join_as
):
    workshop = create_workshop()
    answer_as(workshop, origin="simulated")
    join_as(workshop)
    client = sign_in()
    assert "Clear the rehearsal" in client.get(f"/desk/{workshop.id}").text
    answer = client.post(f"/desk/{workshop.id}/rehearsal/clear", follow_redirects=True)
    assert "1 simulated participant" in answer.text
    with db.reading() as session:
        assert [r.origin for r in session.query(Respondent)] == ["phone"]
        assert session.get(Workshop, workshop.id).activities[0].state == "planned"


def test_of_very_many_words_the_newest_are_shown_and_the_rest_is_counted(
    sign_in, create_workshop, answer_as
):
    workshop = create_workshop()
    for number in range(62):
        answer_as(workshop, reaction="challenge", text=f"Word number {number}.")
    page = panel(sign_in(), workshop)
    assert "2 earlier ones are in the download" in page
    assert "Word number 1." not in page
    assert "Word number 61." in page
