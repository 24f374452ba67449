"""The log: what facilitators did, in words, attributed, on the workshop's clocks."""

import ast
import re
from datetime import UTC, datetime

import pytest

from workshop.config import ROOT
from workshop.live import decisions, logbook
from workshop.live.acts import WORDS, log
from workshop.models import Act, Workshop

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def note(db):
    """Put one act into a workshop's log: `note(workshop, "open", by, activity_id)`."""

    def noted(workshop, verb, by=None, activity_id=None, at=None, **detail):
        with db.transaction() as session:
            log(session, session.get(Workshop, workshop.id), by, verb, activity_id, **detail)
            session.flush()
            if at:
                session.query(Act).order_by(Act.seq.desc()).first().at = at

    return noted


def lines(page):
    """Return the rows of the log as plain text."""
    rows = re.findall(r"<li>\s*(<time.*?)</li>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", row).split() for row in rows]


def said(page):
    return [" ".join(words) for words in lines(page)]


def test_every_act_is_attributed_in_words_to_whoever_did_it(
    sign_in, create_workshop, invite, browser_of
):
    workshop = create_workshop(state="live")
    activity = f"/desk/{workshop.id}/activities/{workshop.activities[0].id}"
    bert = browser_of("bert@town.example", name="Bert")
    invite(workshop, "bert@town.example")
    bert.post(f"{activity}/open")
    client = sign_in()
    client.post(f"{activity}/close")
    rows = said(client.get(f"/desk/{workshop.id}/log").text)
    assert re.fullmatch(r"\d\d:\d\d fatima@city.example closed an activity: “Reactions 1”", rows[0])
    assert re.fullmatch(r"\d\d:\d\d Bert opened an activity: “Reactions 1”", rows[1])
    assert "fatima@city.example invited Bert as co-facilitator" in rows[2]
    assert "made the workshop" in rows[-1]


def test_times_are_those_of_the_workshops_clocks_and_days_begin_there(
    sign_in, create_workshop, note
):
    workshop = create_workshop(state="draft", time_zone="Europe/Helsinki")
    note(workshop, "change", at=datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    page = sign_in().get(f"/desk/{workshop.id}/log").text
    assert "1 June 2026" in page
    assert ">01:30</time>" in page
    assert "Europe/Helsinki" in page


def test_reasons_rounds_and_activities_that_are_gone_are_told(sign_in, create_workshop, note):
    workshop = create_workshop()
    first = workshop.activities[0].id
    note(workshop, "decline", activity_id=first, why="Too expensive this year.")
    note(workshop, "open", activity_id=first, round=2, version=1)
    note(workshop, "remove-activity", activity_id="gone")
    rows = said(sign_in().get(f"/desk/{workshop.id}/log").text)
    assert "one that is no longer on the agenda" in rows[0]
    assert rows[1].endswith("“Reactions 1”, round 2")
    assert rows[2].endswith("Why: Too expensive this year.")
    # Whose account is not known here, as after an import.
    assert "Somebody" in rows[0]


def test_what_people_wrote_stays_words(sign_in, create_workshop, note):
    workshop = create_workshop(title={"en": HOSTILE})
    note(workshop, "decline", why=HOSTILE)
    note(workshop, HOSTILE[:40])
    note(workshop, "export", format=HOSTILE)
    note(workshop, "invite", member=HOSTILE, role=HOSTILE)
    note(workshop, "invite", member=["{0.__class__}"], role={"x": 1})
    answer = sign_in().get(f"/desk/{workshop.id}/log")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert answer.text.count("&lt;script&gt;alert(1)") >= 3


def test_the_log_is_read_in_pages(sign_in, create_workshop, note, monkeypatch):
    monkeypatch.setattr(logbook, "PAGE", 4)
    workshop = create_workshop(state="draft")
    for number in range(7):
        note(workshop, "decline", why=f"Reason {number}")
    client = sign_in()
    seen, path = [], f"/desk/{workshop.id}/log"
    while path:
        page = client.get(path).text
        seen += re.findall(r"Reason \d", page)
        older = re.search(r'href="([^"]+)">Older', page)
        path = older[1] if older else None
    assert seen == [f"Reason {number}" for number in reversed(range(7))]
    assert 'log">Newest</a>' in page


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "0", "1.5", "٣", "%00"])
def test_a_page_that_nobody_offers_is_a_page_all_the_same(sign_in, create_workshop, before):
    workshop = create_workshop()
    assert sign_in().get(f"/desk/{workshop.id}/log?before={before}").status_code == 200


def test_other_workshops_logs_stay_theirs(sign_in, create_workshop, note):
    workshop, other = create_workshop(), create_workshop(owner="carla@port.example")
    note(other, "decline", why="Nobody else's business")
    assert "Nobody else" not in sign_in().get(f"/desk/{workshop.id}/log").text


def test_a_page_of_the_log_costs_a_fixed_number_of_queries(
    app, sign_in, create_workshop, note, count_queries
):
    workshop = create_workshop()
    client = sign_in()

    def asked():
        with count_queries(app) as queries:
            client.get(f"/desk/{workshop.id}/log")
        return len(queries)

    few = asked()
    for number in range(20):
        note(workshop, "invite", member=str(number), activity_id=str(number))
    assert asked() == few


def test_who_took_which_export_is_noted_and_the_archive_holds_the_note(
    sign_in, create_workshop, invite, browser_of
):
    workshop = create_workshop()
    rana = browser_of("rana@university.example", role="researcher", name="Rana")
    invite(workshop, "rana@university.example", "researcher")
    archive = rana.get(f"/desk/{workshop.id}/export/json")
    assert archive.status_code == 200
    assert "export" in [act["verb"] for act in archive.json["acts"]]
    assert b"university" not in archive.data
    rana.get(f"/desk/{workshop.id}/export/exe")
    rows = said(sign_in().get(f"/desk/{workshop.id}/log").text)
    assert rows[0].endswith("Rana downloaded everything as json")
    assert "downloaded" not in rows[1]


def test_clearing_a_rehearsal_removing_and_handing_over_are_noted(
    db, sign_in, create_workshop, invite
):
    workshop = create_workshop(state="live")
    bert = invite(workshop, "bert@town.example", name="Bert")
    rana = invite(workshop, "rana@university.example", "researcher", name="Rana")
    client = sign_in()
    client.post(f"/desk/{workshop.id}/rehearsal/clear")
    client.post(f"/desk/{workshop.id}/people/{rana.id}/remove")
    client.post(f"/desk/{workshop.id}/people/{bert.id}/owner", data={"sure": "yes"})
    rows = said(client.get(f"/desk/{workshop.id}/log").text)
    assert rows[0].endswith("made Bert the owner")
    assert rows[1].endswith("removed Rana, researcher")
    assert rows[2].endswith("cleared the rehearsal: 0 simulated participants")


LOGS = {"log", "_done", "_changed"}
PASS_ON = {"live/conduct.py", "live/plan.py", "live/decisions.py"}


def logged():
    """Return (file, verb) of every call that logs; the verb is None where a variable names it."""
    for file in sorted((ROOT / "workshop").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
            if name not in LOGS or len(call.args) + len(call.keywords) < 1:
                continue
            words = [a.value for a in call.args if isinstance(a, ast.Constant) and a.value]
            named = [k.value.value for k in call.keywords if k.arg == "verb"
                     and isinstance(k.value, ast.Constant)]  # fmt: skip
            verbs = [v for v in words + named if isinstance(v, str)]
            yield str(file.relative_to(ROOT / "workshop")), verbs[0] if verbs else None


def test_every_verb_that_is_logged_has_words():
    found = list(logged())
    verbs = {verb for _, verb in found if verb} | set(decisions.VERBS)
    assert {"open", "invite", "export", "add-activity", "clear-rehearsal"} <= verbs
    assert verbs <= set(WORDS), f"give these words in live/acts.py: {verbs - set(WORDS)}"
    # Where a variable names the verb, this test has to know the file.
    assert {file for file, verb in found if verb is None} <= PASS_ON
