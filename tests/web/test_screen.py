"""The projector: what it shows when, what never, and that it always fits."""

import re

import pytest

from tests.conftest import submission
from workshop.activities import kind_named
from workshop.live.respond import respond


@pytest.fixture
def screen(app, client):
    """Return the screen's page of a workshop."""

    def look(workshop, path=""):
        key = app.extensions["workshop"].tokens.for_screen(workshop.id)
        answer = client.get(f"/screen/{key}{path}")
        assert answer.status_code == 200
        return answer.text

    return look


@pytest.fixture
def react(db, join_as):
    """Let `n` people of a group react, with words that no screen may show."""

    def do(workshop, n=1, group="civil-society", reaction="challenge"):
        for _ in range(n):
            person = join_as(workshop, group)
            with db.transaction() as session:
                words = submission(workshop, reaction=reaction, text="PRIVATE WORDS")
                (receipt,) = respond(session, person, [words], "phone")
                assert receipt.status == "saved"

    return do


def heading(page):
    return re.search(r"<h1>(.*?)</h1>", page)[1]


@pytest.mark.parametrize("key", ["x", "forged.signature", "WyJ4Il0.abc"])
def test_a_link_that_was_not_signed_here_opens_no_screen(client, key):
    answer = client.get(f"/screen/{key}")
    assert answer.status_code == 404
    assert "open it from the console" in answer.text


def test_a_participants_token_opens_no_screen(app, client, create_workshop, join_as):
    person = join_as(create_workshop())
    token = app.extensions["workshop"].tokens.for_participant(person.id)
    assert client.get(f"/screen/{token}").status_code == 404


def test_while_people_join_code_address_and_qr_fill_the_picture(screen, create_workshop):
    workshop = create_workshop(state="live")
    page = screen(workshop)
    assert heading(page) == "Join with your phone"
    assert f"{workshop.code[:3]} {workshop.code[3:]}" in page
    assert "<strong>localhost</strong>" in page
    assert "Nobody is here yet" in page
    assert re.search(r'class="qr"><svg[^>]*>.*?<path', page, re.DOTALL)


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "We begin soon."), ("ended", "This workshop has ended.")],
)
def test_before_and_after_there_is_no_code_to_join_with(screen, create_workshop, state, words):
    workshop = create_workshop(state=state)
    page = screen(workshop)
    assert words in page
    assert "How to join" not in page


def test_while_hidden_the_screen_counts_people_and_tells_nothing_else(
    screen, create_workshop, react, conduct
):
    workshop = create_workshop()
    react(workshop, 3)
    react(workshop, 1, "business")
    for verb in ("close", "hide"):
        page = screen(workshop)
        assert "<strong>4</strong> of 4 have answered" in page
        assert "diverging" not in page
        assert "PRIVATE" not in page
        conduct(workshop, verb, workshop.activities[0].id)


def test_the_reveal_shows_bars_by_group_and_never_what_was_written(
    screen, create_workshop, react, conduct
):
    workshop = create_workshop()
    react(workshop, 5, "civil-society", "confirm")
    react(workshop, 3, "authorities", "challenge")
    react(workshop, 3, "media", "refine")
    react(workshop, 1, "business", "unsure")
    react(workshop, 2, "research", "unsure")
    conduct(workshop, "reveal", workshop.activities[0].id)
    page = screen(workshop)
    names = re.findall(r'class="bar-name">([^<]*)<', page)
    assert names[:4] == ["Everybody", "City and authorities", "Residents, associations, NGOs",
                         "Press and media"]  # fmt: skip
    assert "Everybody: 5 of 14 yes, 3 only if, 3 no, 3 can’t say" in page
    assert "Other groups: 0 of 3 yes" in page
    assert "Business" not in page
    assert "PRIVATE" not in page
    assert page.count("Nobody has answered this yet.") == 2


def test_the_panel_is_the_part_of_the_page_that_changes(screen, create_workshop):
    workshop = create_workshop()
    panel = screen(workshop, "/panel")
    assert panel.startswith('<div id="panel"')
    assert panel.strip() in screen(workshop)


def test_one_screen_shows_one_workshop(screen, create_workshop, react):
    square = create_workshop(title={"en": "The square"})
    park = create_workshop(title={"en": "The park"})
    react(square, 2)
    page = screen(park)
    assert "The park" in page
    assert "The square" not in page
    assert "<strong>0</strong> of 0 have answered" in page


def test_titles_with_markup_stay_titles(screen, create_workshop):
    page = screen(
        create_workshop(title={"en": "<img src=x onerror=alert(1)>"}, place="<b>here</b>")
    )
    assert "&lt;img src=x" in page
    assert "<img" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("mechanisms", "columns", "shows_groups"),
    [(2, 2, True), (5, 3, True), (6, 3, True), (7, 3, False), (40, 3, False)],
)
def test_however_much_was_asked_the_picture_fits(app, mechanisms, columns, shows_groups):
    kind = kind_named("reactions")
    settings = kind.Settings(
        mechanisms=[{"id": f"m{n}", "title": {"en": f"M {n}"}} for n in range(mechanisms)]
    )
    counts = {"confirm": 2, "challenge": 1, "refine": 1, "unsure": 0}
    groups = ["civil-society", "authorities", "other"]
    tally = {
        "respondents": 12,
        "groups": groups,
        "items": [
            {"id": f"m{n}", "n": 12, "all": counts, "by_group": dict.fromkeys(groups, counts)}
            for n in range(mechanisms)
        ],
    }

    class Workshop:
        def group_labels(self):
            return {group: {"en": group} for group in groups}

    with app.test_request_context():
        page = app.jinja_env.get_template("activities/reactions/screen.html").render(
            settings=settings, tally=tally, workshop=Workshop(), audience="screen"
        )
    assert f'class="results-{columns}"' in page
    fit = int(re.search(r'class="fit-(\d+)"', page)[1])
    rows = -(-mechanisms // columns) * (4 + (len(groups) if shows_groups else 0))
    assert fit >= rows
    assert page.count("<svg") == mechanisms * (4 if shows_groups else 1)
