"""Simulated participants, against the served program."""

import json
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from tests.protocol.phone import Phone, submission
from tests.protocol.rooms import archived, open_first_activity
from tests.serving import free_port
from workshop import library
from workshop.activities import kinds
from workshop.live.stage import in_language
from workshop.simulate import Options, SimulationError, participant, run
from workshop.simulate import simulate as simulate_here
from workshop.simulate.measures import percentiles
from workshop.simulate.run import cast

SHOWN = {
    "code": "K7M2QX",
    "stakeholder_groups": [{"id": name} for name in ("city", "people", "trade", "press")],
    "languages": ["en", "de"],
}


def simulate(*arguments):
    """Simulate in a thread of its own: browser stories keep an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(simulate_here, *arguments).result()


@pytest.fixture
def quickly(monkeypatch):
    """Nobody thinks for long, and nobody waits for more."""
    monkeypatch.setattr(participant, "THINKS", (0.0, 0.05))
    monkeypatch.setattr(participant, "STORM_SECONDS", 0.3)
    monkeypatch.setattr(run, "QUIET_AFTER_STORM", 0.4)


@pytest.fixture
def opened(server, quickly):
    """The demo workshop with its first reactions open: server, what `demo` says, the activity."""
    demo = server.demo()
    return server, demo, open_first_activity(server.url, demo)


def events(server):
    file = server.environment["WORKSHOP_DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
        (count,) = db.execute("select count(*) from response_events").fetchone()
    db.close()
    return count


def test_the_same_seed_brings_the_same_people_and_another_seed_others():
    first, again = cast(SHOWN, 7, 12), cast(SHOWN, 7, 12)
    assert first == again
    assert cast(SHOWN, 7, 30)[:12] == first
    ids = {p.join_body(False)["join_id"] for seed in (7, 8) for p in cast(SHOWN, seed, 12)}
    assert len(ids) == 24


def test_every_group_takes_part_and_says_that_it_is_simulated():
    people = cast(SHOWN, 7, 40)
    assert {p.group for p in people} == {"city", "people", "trade", "press"}
    assert all(p.join_body(False)["simulated"] is True for p in people)


@pytest.mark.parametrize("name", sorted(kinds()))
def test_settings_in_one_language_are_enough_to_answer_every_kind(name):
    kind, material = kinds()[name], library.load()
    # As the stage shows them.
    shown = in_language(kind.prepare(kind.demo(material), material), "de")
    settings = kind.Settings.model_validate(shown, context={"language": "de"})
    answers = list(kind.simulate(settings, "people", Random(7)))
    assert answers
    for answer in answers:
        kind.check(settings, kind.read(answer))


def test_in_a_second_round_most_say_what_they_said_and_some_think_again():
    kind, settings = kinds()["reactions"], kinds()["reactions"].demo(library.load())
    some = kind.only(settings, [item.id for item in kind.items(settings)][1:4])
    same = []
    for person in cast(SHOWN, 7, 60):
        someone = participant.Participant(None, person, None, storm=False)

        def said(round_, asked, someone=someone):
            shown = {"id": "a", "kind": "reactions", "settings": in_language(asked, "en")}
            return dict(someone._plausible({**shown, "round": round_}))

        first, second = said(1, settings), said(2, some)
        assert second == said(2, some)
        assert set(second) < set(first)
        same += [answer == first[slot] for slot, answer in second.items()]
    assert 0.6 < sum(same) / len(same) < 0.95


def test_percentiles_are_of_nearest_rank_and_null_without_a_measurement():
    assert percentiles([4.0, 1.0, 3.0, 2.0]) == {"p50": 2.0, "p95": 4.0}
    assert percentiles(range(1, 101)) == {"p50": 50, "p95": 95}
    assert percentiles([]) == {"p50": None, "p95": None}


def test_a_driven_storm_goes_through_kill_9_and_loses_nothing(server, tmp_path):
    demo, told = server.demo(), {}

    def simulated():
        told["done"] = server.command(
            *("simulate", demo["code"], "--participants", "12", "--storm", "--drive", "--json")
        )

    thread = threading.Thread(target=simulated)
    thread.start()
    until = time.monotonic() + 60
    while events(server) < 20 and time.monotonic() < until:
        time.sleep(0.02)
    server.kill()
    server.start()
    thread.join(100)
    done = told["done"]
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)
    assert list(measured) == [
        *("participants", "sent", "acknowledged", "refused", "join_ms", "ack_ms", "fanout_ms")
    ]
    assert (measured["participants"], measured["refused"]) == (12, 0)
    assert measured["sent"] == measured["acknowledged"] > 20
    assert all(measured[name]["p95"] > 0 for name in ("join_ms", "ack_ms", "fanout_ms"))
    stored = archived(server, demo["code"], tmp_path)
    assert len(stored) == len({e["submission_id"] for e in stored}) == measured["acknowledged"]
    assert {event["origin"] for event in stored} == {"simulated"}
    again = server.command("simulate", demo["code"])
    assert (again.returncode, again.stdout) == (1, "")
    assert "has ended" in again.stderr


def test_without_driving_they_answer_what_is_open_once_and_leave_when_it_is_quiet(opened):
    server, demo, activity = opened
    options = Options(demo["code"], server.url, participants=6, storm=True)
    said = []
    measured = simulate(options, said.append)
    assert measured["participants"] == 6
    assert measured["sent"] == measured["acknowledged"] == 6 * 2 * len(activity["items"])
    assert measured["fanout_ms"] == {"p50": None, "p95": None}
    assert "6 participants are in." in said
    # The same people come back: they have answered everything already.
    assert simulate(options)["sent"] == 0
    assert events(server) == measured["sent"]
    # Others have not.
    assert simulate(Options(demo["code"], server.url, participants=6, storm=True, seed=8))["sent"]


def test_real_answers_keep_simulated_ones_out_unless_told(opened):
    server, demo, activity = opened
    real = Phone(server.url, demo["code"]).join()
    assert real.receipts(submission(activity))[0]["status"] == "saved"
    options = {"code": demo["code"], "url": server.url, "participants": 3, "storm": True}
    with pytest.raises(SimulationError, match="answers of real people"):
        simulate(Options(**options))
    done = server.command("simulate", demo["code"], "--participants", "3")
    assert done.returncode == 1
    assert "Error: This workshop holds answers of real people" in done.stderr
    assert events(server) == 1
    assert simulate(Options(**options, into_real=True))["acknowledged"] > 0


def test_what_cannot_be_begun_is_said_in_one_sentence(server):
    done = server.command("simulate", "QQQQQQ")
    assert done.returncode == 1
    assert "no workshop with this code" in done.stderr
    nowhere = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(SimulationError, match="does not answer"):
        simulate(Options("QQQQQQ", nowhere))
    with pytest.raises(SimulationError, match="used already"):
        simulate(Options(server.demo()["code"], server.url, sign_in="/sign-in/used"))
