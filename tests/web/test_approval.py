"""Picking words: what is read and picked, what becomes of it, and what nobody else ever reads."""

import json
import re

import pytest

from tests.conftest import submission
from workshop.live.respond import respond
from workshop.models import Workshop
from workshop.statistics.words import Differences

SECRET = "SECRET-WORDS"


@pytest.fixture
def write(db, join_as):
    """Let somebody write about `lights`; returns the answer's id."""

    def do(workshop, text, group="civil-society", **kwargs):
        person = kwargs.pop("person", None) or join_as(workshop, group)
        sent = submission(workshop, text=text, **{"reaction": "refine", **kwargs})
        with db.transaction() as session:
            (receipt,) = respond(session, session.merge(person), [sent], "phone")
        assert receipt.status == "saved", receipt.problem
        return sent["submission_id"]

    return do


@pytest.fixture
def look(app):
    """What a phone and the screen of a workshop get: every page and every answer, as one text."""

    def do(workshop, phone):
        s = app.extensions["workshop"]
        browser = app.test_client()
        browser.set_cookie(f"w-{workshop.code}", s.tokens.for_participant(phone.id))
        key = s.tokens.for_screen(workshop.id)
        bearer = {"Authorization": f"Bearer {s.tokens.for_participant(phone.id)}"}
        answers = [
            browser.get(f"/w/{workshop.code}"),
            browser.get(f"/w/{workshop.code}/panel"),
            browser.get(f"/w/{workshop.code}/mine"),
            browser.get("/api/v1/stage", headers=bearer),
            browser.get(f"/api/v1/workshops/{workshop.code}"),
            browser.get(f"/screen/{key}"),
            browser.get(f"/screen/{key}/panel"),
        ]
        assert [answer.status_code for answer in answers] == [200] * 7
        return "\n".join(answer.text for answer in answers)

    return do


def page(client, workshop, query=""):
    answer = client.get(f"/desk/{workshop.id}/words{query}")
    assert answer.status_code == 200
    return answer.text


def decide(client, workshop, response, verb="approve", **form):
    return client.post(
        f"/desk/{workshop.id}/words", data={"response": response, "verb": verb, **form}
    )


def cards(shown):
    """Return the words on the cards, in their order."""
    return re.findall(r'class="card-words [^"]*" dir="auto">([^<]*)<', shown)


def next_query(shown):
    return re.search(r'id="next" href="[^"?]*(\?[^"]*)"', shown)[1].replace("&amp;", "&")


def counts(shown):
    return [int(n) for n in re.findall(r"<strong>(\d+)</strong>&nbsp;", shown)]


def test_three_texts_at_a_time_the_newest_first_with_who_wrote_them(
    sign_in, create_workshop, write
):
    workshop = create_workshop()
    for number in range(5):
        write(workshop, f"Text {number}.", "media" if number == 4 else "civil-society")
    shown = page(sign_in(), workshop)
    assert cards(shown) == ["Text 4.", "Text 3.", "Text 2."]
    assert counts(shown) == [5, 0, 5]
    first = re.search(r'<li class="card picking-card.*?</li>', shown, re.DOTALL)[0]
    assert "Lights that people chose" in first
    assert "Press and media" in first
    assert "Only if" in first


def test_what_is_skipped_is_not_rejected_and_comes_again(sign_in, create_workshop, write):
    workshop = create_workshop()
    for number in range(4):
        write(workshop, f"Text {number}.")
    client = sign_in()
    after = page(client, workshop, next_query(page(client, workshop)))
    assert cards(after) == ["Text 0."]
    end = page(client, workshop, next_query(after))
    assert cards(end) == []
    assert "4 texts were skipped" in end
    assert counts(end) == [4, 0, 4]
    again = re.search(r'id="again" href="([^"]*)"', end)[1]
    assert cards(client.get(again).text) == ["Text 3.", "Text 2.", "Text 1."]
    assert "Text 0." in page(client, workshop, "?view=all")


def test_what_comes_meanwhile_is_counted_and_moves_nothing(sign_in, create_workshop, write):
    workshop = create_workshop()
    for number in range(3):
        write(workshop, f"Text {number}.")
    client = sign_in()
    before = page(client, workshop)
    pinned = "?" + re.search(r'data-query="([^"]*)"', before)[1].replace("&amp;", "&")
    write(workshop, "Later.")
    write(workshop, "Latest.")
    after = page(client, workshop, pinned)
    assert cards(after) == cards(before)
    assert "2 new" in after
    assert cards(page(client, workshop, next_query(after))) == ["Latest.", "Later."]


def test_a_picked_card_stays_where_it_is_and_can_be_taken_back(sign_in, create_workshop, write):
    workshop = create_workshop()
    ids = [write(workshop, f"Text {number}.") for number in range(3)]
    client = sign_in()
    pinned = re.search(r'data-query="([^"]*)"', page(client, workshop))[1].replace("&amp;", "&")
    to = decide(client, workshop, ids[1], query=pinned).headers["Location"]
    shown = client.get(to).text
    assert cards(shown) == ["Text 2.", "Text 1.", "Text 0."]
    assert counts(shown) == [2, 1, 3]
    assert 'data-key="Shift+2"' in shown
    # Without script, what was done last can be undone at once.
    undo = re.search(r'class="notice notice-good picking-done">.*?</form>', shown, re.DOTALL)[0]
    assert 'value="unapprove"' in undo
    decide(client, workshop, ids[1], "unapprove")
    assert counts(page(client, workshop)) == [3, 0, 3]


def test_one_question_or_one_group_at_a_time(sign_in, create_workshop, write):
    workshop = create_workshop()
    write(workshop, "Of media.", "media")
    write(workshop, "On walks.", item="walks")
    write(workshop, "On lights.")
    client = sign_in()
    assert cards(page(client, workshop, "?item=walks")) == ["On walks."]
    assert cards(page(client, workshop, "?group=media")) == ["Of media."]
    assert cards(page(client, workshop, "?order=item")) == ["On lights.", "Of media.", "On walks."]
    assert counts(page(client, workshop, "?item=walks")) == [1, 0, 1]


def test_two_facilitators_who_pick_the_same_do_no_harm(
    sign_in, create_workshop, write, invite, browser_of
):
    workshop = create_workshop()
    response = write(workshop, "Of both.")
    invite(workshop)
    bert, fatima = browser_of("bert@town.example"), sign_in()
    for one in (bert, fatima, bert):
        assert decide(one, workshop, response).status_code == 303
    assert counts(page(fatima, workshop)) == [0, 1, 1]
    decide(fatima, workshop, response, "unapprove")
    assert counts(page(bert, workshop)) == [1, 0, 1]


def test_words_that_changed_meanwhile_are_not_picked_unread(
    sign_in, create_workshop, write, join_as
):
    workshop = create_workshop()
    ana = join_as(workshop)
    old = write(workshop, "Once.", person=ana)
    client = sign_in()
    pinned = re.search(r'data-query="([^"]*)"', page(client, workshop))[1].replace("&amp;", "&")
    write(workshop, "Otherwise.", person=ana, edit=2)
    assert "changed or taken back meanwhile" in decide(client, workshop, old).text
    shown = page(client, workshop, f"?{pinned}")
    assert cards(shown) == []
    assert "This text was changed" in shown


def test_nothing_that_was_not_picked_reaches_a_phone_or_the_screen(
    app, sign_in, create_workshop, write, join_as, conduct, look
):
    workshop = create_workshop()
    phone = join_as(workshop)
    picked = write(workshop, "Only with residents.")
    write(workshop, f"{SECRET} one", "media")
    write(workshop, f"{SECRET} two", reaction="challenge", item="walks")
    back = write(workshop, f"{SECRET} three")
    hub = app.extensions["workshop"].hub
    told = []
    hub.socketio.emit = lambda name, news, to: told.append((to, json.dumps([name, news])))
    client, activity = sign_in(), workshop.activities[0].id
    for response in (picked, back):
        decide(client, workshop, response)
    decide(client, workshop, back, "unapprove")
    base = f"/desk/{workshop.id}/activities/{activity}"
    for verb, item in [("close", ""), ("reveal", ""), ("focus", "lights"), ("focus", "")]:
        seen = look(workshop, phone)
        assert SECRET not in seen, verb
        shown = verb.startswith("focus")
        assert ("Only with residents." in seen) == shown, verb
        assert client.post(f"{base}/{verb}", data={"item": item}).status_code == 303
        hub.settle()
    for response in (picked, back):
        decide(client, workshop, response, "unapprove")
    hub.settle()
    assert "residents." not in look(workshop, phone)
    assert {to.split(":")[1] for to, _ in told} == {"participants", "screen", "console"}
    assert any("Only with residents." in text for _, text in told)
    assert not any(SECRET in text for _, text in told)


@pytest.mark.parametrize("verb", ["approve", "unapprove"])
def test_after_a_pick_phones_and_screen_know_that_there_is_something_new(
    app, sign_in, create_workshop, write, join_as, verb
):
    workshop = create_workshop(state="open")
    response = write(workshop, "Only with residents.")
    client = sign_in()
    base = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}"
    client.post(f"{base}/reveal")
    if verb == "unapprove":
        decide(client, workshop, response)
    token = app.extensions["workshop"].tokens.for_participant(join_as(workshop).id)
    bearer = {"Authorization": f"Bearer {token}"}
    etag = app.test_client().get("/api/v1/stage", headers=bearer).headers["ETag"]
    again = {**bearer, "If-None-Match": etag}
    assert app.test_client().get("/api/v1/stage", headers=again).status_code == 304
    decide(client, workshop, response, verb)
    stage = app.test_client().get("/api/v1/stage", headers=again)
    assert stage.status_code == 200
    assert ("Only with residents." in stage.text) == (verb == "approve")


# What becomes of it


def test_a_proposal_gets_a_state_with_a_reason_and_declining_needs_one(
    sign_in, create_workshop, write
):
    workshop = create_workshop()
    response = write(workshop, "Only with residents.")
    client = sign_in()
    decide(client, workshop, response)
    decide(client, workshop, response, "consider", why="The council meets in May.")
    shown = page(client, workshop, "?view=picked")
    assert re.search(r'badge-considered">Being considered<', shown)
    assert "The council meets in May." in shown
    assert decide(client, workshop, response, "decline").status_code == 422
    assert decide(client, workshop, response, "decline", why="No money.").status_code == 303
    assert "Not taken up" in page(client, workshop, "?view=picked")
    log = client.get(f"/desk/{workshop.id}/log").text
    assert "declined an answer" in log
    assert "No money." in log


def test_the_console_shows_what_was_picked_with_what_becomes_of_it(sign_in, create_workshop, write):
    workshop = create_workshop()
    response = write(workshop, "Only with residents.")
    client = sign_in()
    panel = client.get(f"/desk/{workshop.id}/console/panel").text
    assert "<strong>1</strong> waiting, <strong>0</strong> picked" in panel
    assert (
        decide(client, workshop, response, back="console").headers["Location"].endswith("/console")
    )
    decide(client, workshop, response, "adopt")
    panel = client.get(f"/desk/{workshop.id}/console/panel").text
    assert "<strong>0</strong> waiting, <strong>1</strong> picked" in panel
    assert 'badge-adopted">Adopted<' in panel
    assert "Back to proposed" in panel
    assert panel.count("Only with residents.</p>") >= 1


def test_a_rewording_is_laid_beside_the_original_with_what_changed(sign_in, create_workshop, write):
    workshop = create_workshop()
    write(workshop, "Walk together, with the police.", item="walks")
    write(workshop, "Who pays?", item="forum", reaction="challenge")
    shown = page(sign_in(), workshop)
    assert re.search(r"<ins><span[^>]*>\[put in: </span>, with the police", shown)
    assert shown.count("Compare with what was asked") == 1


def test_texts_that_share_little_are_not_compared(app):
    from workshop.web.facilitator.approval import compared

    with app.test_request_context():
        assert isinstance(compared("Walk together.", "Walk together at night."), Differences)
        assert compared("Walk together.", "Who pays for it?") is None
        assert compared("", "") is None


# Whatever somebody writes, or asks for


def test_hostile_words_stay_words(sign_in, create_workshop, write):
    workshop = create_workshop()
    response = write(workshop, "<script>alert(1)</script>")
    client = sign_in()
    decide(client, workshop, response)
    for query in ("", "?view=picked", "?view=all"):
        assert "<script>alert" not in page(client, workshop, query)


@pytest.mark.parametrize(
    "query",
    [
        "?seen=x,1-,--,9999999999999999999999",
        "?shown=1,2,3,4&top=x",
        "?view=z&order=z",
        "?item=%00",
    ],
)
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(
    sign_in, create_workshop, write, query
):
    workshop = create_workshop()
    write(workshop, "Something.")
    page(sign_in(), workshop, query)


def test_what_was_skipped_is_kept_short_in_the_address(sign_in, create_workshop, write):
    workshop = create_workshop()
    for number in range(30):
        write(workshop, f"Text {number}.")
    client, query = sign_in(), ""
    for _ in range(9):
        query = next_query(page(client, workshop, query))
    assert query.count(",") == 0
    assert len(query) < 40
    assert cards(page(client, workshop, query)) == ["Text 2.", "Text 1.", "Text 0."]


def test_before_anything_is_on_the_page_says_so_and_offers_what_was(
    db, sign_in, create_workshop, write, conduct
):
    workshop = create_workshop(state="live")
    client = sign_in()
    assert "Nothing is on." in page(client, workshop)
    activity = workshop.activities[0].id
    conduct(workshop, "open", activity)
    write(workshop, "Still here.")
    with db.transaction() as session:
        session.get(Workshop, workshop.id).current_activity_id = None
    assert f"activity={activity}" in page(client, workshop)
    assert cards(page(client, workshop, f"?activity={activity}")) == ["Still here."]


def test_looking_asks_the_database_a_fixed_number_of_times(
    app, sign_in, create_workshop, write, count_queries
):
    workshop = create_workshop()
    client = sign_in()
    asked = []
    for n in (1, 12):
        for number in range(n):
            write(workshop, f"Text {number}.")
        page(client, workshop)
        with count_queries(app) as queries:
            page(client, workshop)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12
