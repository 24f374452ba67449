"""Asking once more after the discussion, who moved, how far off guesses were, and page by page."""

import re

import pytest

from tests.conftest import MECHANISMS, submission
from workshop.activities import kind_named
from workshop.live.respond import respond
from workshop.models import Activity, Workshop
from workshop.web import charts


@pytest.fixture
def react(db, join_as):
    """Let people react to `lights` in a round; returns them, so that they can do it again."""

    def do(workshop, reaction, people=4, *, round_=1, group="civil-society", **kwargs):
        if isinstance(people, int):
            people = [join_as(workshop, group) for _ in range(people)]
        for person in people:
            sent = submission(workshop, reaction=reaction, round=round_, **kwargs)
            with db.transaction() as session:
                (receipt,) = respond(session, session.merge(person), [sent], "phone")
            assert receipt.status == "saved", receipt.problem
        return people

    return do


@pytest.fixture
def screen(app):
    def look(workshop):
        key = app.extensions["workshop"].tokens.for_screen(workshop.id)
        return app.test_client().get(f"/screen/{key}").text

    return look


def press(client, workshop, verb, **form):
    path = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}/{verb}"
    return client.post(path, data=form, headers={"Accept": "application/json"})


def panel(client, workshop):
    return client.get(f"/desk/{workshop.id}/console/panel").text


def activity_of(db, workshop):
    with db.reading() as session:
        return session.get(Activity, workshop.activities[0].id)


def plain(page):
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_console_offers_another_round_once_the_question_is_closed(sign_in, create_workshop):
    workshop = create_workshop()
    client = sign_in()
    assert "Ask once more" not in panel(client, workshop)
    press(client, workshop, "close")
    page = panel(client, workshop)
    assert re.findall(r'type="checkbox" name="item" value="(\w+)"', page) == [
        "lights", "walks", "forum",
    ]  # fmt: skip
    assert "Open the second round" in page
    assert "Second round</span>" not in page


def test_what_is_ticked_is_asked_again_and_everybody_is_told_which_round_it_is(
    app, db, sign_in, create_workshop, screen, join_as
):
    workshop = create_workshop(state="revealed")
    client = sign_in()
    assert press(client, workshop, "again", chosen="yes", item=["walks"]).status_code == 200
    activity = activity_of(db, workshop)
    assert (activity.round, activity.asked, activity.state) == (2, ["walks"], "open")
    phone = app.test_client()
    token = app.extensions["workshop"].tokens.for_participant(join_as(workshop).id)
    phone.set_cookie(f"w-{workshop.code}", token)
    on_phone = phone.get(f"/w/{workshop.code}").text
    assert "Walks at night" in on_phone
    assert "A monthly forum" not in on_phone
    for page in (panel(client, workshop), on_phone, screen(workshop)):
        assert "Second round" in page


def test_a_round_of_nothing_is_refused_and_a_program_asks_all_again(db, sign_in, create_workshop):
    workshop = create_workshop(state="closed")
    client = sign_in()
    refused = press(client, workshop, "again", chosen="yes")
    assert (refused.status_code, refused.json["detail"]) == (
        422,
        "Tick what shall be asked once more.",
    )
    assert activity_of(db, workshop).round == 1
    assert press(client, workshop, "again").status_code == 200
    assert activity_of(db, workshop).asked is None


def test_a_double_press_is_one_round(db, sign_in, create_workshop):
    workshop = create_workshop(state="closed")
    client = sign_in()
    revision = re.search(r'name="revision" value="(\d+)"', panel(client, workshop))[1]
    for _ in range(2):
        press(client, workshop, "again", revision=revision)
    assert activity_of(db, workshop).round == 2


def test_the_screen_shows_who_moved_in_words_and_as_two_bars(
    sign_in, create_workshop, react, screen
):
    workshop = create_workshop()
    client = sign_in()
    no, yes = react(workshop, "challenge", 5), react(workshop, "confirm", 3)
    press(client, workshop, "close")
    press(client, workshop, "again", item=["lights"])
    react(workshop, "refine", no[:4], round_=2)
    react(workshop, "challenge", no[4:], round_=2)
    react(workshop, "confirm", yes, round_=2)
    press(client, workshop, "reveal")
    page = screen(workshop)
    assert "4 of 8 changed their mind: 4 from No to Only if." in plain(page)
    assert "Before: 3 of 8 yes, 0 only if, 5 no, 0 can’t say" in page
    assert "Now: 3 of 8 yes, 4 only if, 1 no, 0 can’t say" in page
    assert "4 of 8 changed their mind" in plain(panel(client, workshop))
    assert "significant" not in page
    assert "%" not in plain(page)


# Pages of the screen


def test_the_screen_shows_one_mechanism_large_and_then_all_of_them_again(
    sign_in, create_workshop, react, screen
):
    workshop = create_workshop()
    react(workshop, "confirm")
    client = sign_in()
    press(client, workshop, "reveal")
    titles = [one["title"]["en"] for one in MECHANISMS]
    assert all(title in screen(workshop) for title in titles)
    turns = re.findall(r'data-turn="([^"]+)"', panel(client, workshop))
    assert turns == ["[", "]"]
    assert press(client, workshop, "focus", item="lights").status_code == 200
    page = screen(workshop)
    assert [title in page for title in titles] == [True, False, False]
    assert "data-fit" in page
    assert re.findall(r'data-turn="([^"]+)"', panel(client, workshop)) == ["[", "]", "Esc"]
    press(client, workshop, "focus")
    assert all(title in screen(workshop) for title in titles)


def test_turning_a_page_is_nothing_that_phones_or_the_log_notice(
    app, db, sign_in, create_workshop, react
):
    workshop = create_workshop()
    react(workshop, "confirm")
    client = sign_in()
    before = press(client, workshop, "reveal").json["revision"]
    hub, told = app.extensions["workshop"].hub, []
    hub.settle()
    hub.socketio.emit = lambda name, news, to: told.append(to.split(":")[1])
    assert press(client, workshop, "focus", item="walks").json["revision"] == before
    hub.settle()
    assert sorted(told) == ["console", "screen"]
    assert "focus" not in client.get(f"/desk/{workshop.id}/log").text


@pytest.mark.parametrize(
    ("state", "item", "status"), [("open", "lights", 409), ("revealed", "nothing", 422)]
)
def test_a_page_that_is_not_there_is_refused(sign_in, create_workshop, state, item, status):
    workshop = create_workshop(state=state)
    assert press(sign_in(), workshop, "focus", item=item).status_code == status


def test_what_is_shown_next_begins_with_everything(db, sign_in, create_workshop):
    workshop = create_workshop(state="revealed")
    client = sign_in()
    press(client, workshop, "focus", item="walks")
    press(client, workshop, "again", item=["lights"])
    with db.reading() as session:
        assert session.get(Workshop, workshop.id).focus is None


# What lies behind the counts


def shown(app, settings=(), **found):
    """Return what the screen shows of one mechanism about which all this was found."""
    kind = kind_named("reactions")
    settings = kind.Settings.model_validate({"mechanisms": MECHANISMS[:1], **dict(settings)})
    counts = {"confirm": 8, "challenge": 1, "refine": 1, "unsure": 0}
    item = {
        "id": "lights", "n": 10, "all": counts, "by_group": {}, "already": 0, "reasons": {},
        "conditions": {}, "words": [], "shift": None, "gap": [], **found,
    }  # fmt: skip

    class Room:
        def group_labels(self):
            return {"a": {"en": "Authorities: officials"}, "r": {"en": "Residents"}}

    with app.test_request_context():
        return app.jinja_env.get_template("activities/reactions/screen.html").render(
            settings=settings,
            tally={"respondents": 10, "groups": [], "items": [item]},
            workshop=Room(),
            audience="screen",
        )


def test_guesses_stand_beside_what_that_group_said(app):
    gap = [
        {"group": "a", "about": "r", "n": 4, "guessed": 3.2, "said": 8, "of": 10},
        {"group": "(other)", "about": "r", "n": 3, "guessed": 4.5, "said": 8, "of": 10},
    ]
    words = plain(shown(app, gap=gap))
    assert "Residents: 8 of 10 said yes" in words
    assert "Authorities had guessed 3 of 10 · Other groups 5" in words
    assert shown(app, gap=gap).count('class="gap"') == 1
    assert "guess" not in shown(app)


def test_the_gap_is_drawn_from_nobody_to_everybody():
    svg = charts.gap([0, 10, 5], 5, 10, "<b>")
    assert re.findall(r'gap-guess" d="M([\d.]+)', svg) == ["40.0", "960.0", "500.0"]
    assert 'cx="500.0"' in svg
    assert "&lt;b&gt;" in svg
    assert 'cx="40.0"' in charts.gap([], 0, 0, "")


def test_conditions_reasons_and_already_are_counted_the_most_frequent_first(app):
    words = plain(
        shown(
            app,
            conditions={"who": 3, "rights": 6, "where": 0},
            reasons={"cost": 2, "fit": 0},
            already=4,
        )
    )
    assert "Only if: Rights and oversight 6 Who does it 3 No: Costs too much 2" in words
    assert "We already do this here 4" in words
    assert "Where" not in words


def test_approved_words_are_shown_the_most_supported_first_with_their_state(app):
    one = {
        "response": "x", "reaction": "refine", "group": "r", "table": None, "text": "First.",
        "manner": "condition", "conditions": [], "reasons": [], "state": "adopted", "why": "",
        "approved": True, "supporters": 0,
    }  # fmt: skip
    better = {**one, "text": "More light at night.", "supporters": 4, "manner": "rewording"}
    page = shown(app, words=[one, better])
    assert plain(page).index("at night") < plain(page).index("First.")
    assert "4 support it" in page
    assert "Adopted" in page
    assert re.search(r"<ins>.*?at night.*?</ins>", page)


def test_one_mechanism_alone_is_shown_large_without_a_press(app):
    assert "data-fit" in shown(app)
