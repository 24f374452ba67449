"""The `workshop` command, as somebody types it."""

import json
import os
import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from workshop import library
from workshop.cli import main
from workshop.config import ROOT
from workshop.db import Database
from workshop.live.join import Join, join
from workshop.live.respond import respond
from workshop.models import OwnCase, ResponseEvent, Workshop


@pytest.fixture
def environment(tmp_path):
    return {
        "WORKSHOP_DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'w.sqlite3'}",
        "WORKSHOP_PUBLIC_URL": "http://workshop.test",
    }


@pytest.fixture
def run(environment):
    def run(*arguments, **kwargs):
        return CliRunner().invoke(main, arguments, env=environment, **kwargs)

    return run


def test_the_demo_workshop_is_made_once_and_signs_in_with_a_new_link_each_time(run):
    first, second = (json.loads(run("demo", "--json").stdout) for _ in range(2))
    assert set(first) == {"code", "join_url", "sign_in_url"}
    assert first["join_url"] == f"http://workshop.test/j/{first['code']}"
    assert second["code"] == first["code"]
    assert second["sign_in_url"] != first["sign_in_url"]
    assert json.loads(run("demo", "--json", "--fresh").stdout)["code"] != first["code"]


def test_the_demo_workshop_is_live_waits_for_its_facilitator_and_holds_nobodys_answers(
    run, environment
):
    run("demo")
    db = Database(environment["WORKSHOP_DATABASE_URL"])
    with db.reading() as session:
        workshop = session.scalars(select(Workshop)).one()
        assert (workshop.state, workshop.current_activity_id) == ("live", None)
        assert [a.state for a in workshop.activities] == ["planned"]
        assert session.scalar(select(func.count()).select_from(ResponseEvent)) == 0
    db.dispose()


def test_the_secret_lies_beside_the_database(run, environment, tmp_path):
    run("demo")
    assert (tmp_path / "data" / "w.sqlite3").exists()


def test_facilitators_are_added_listed_and_get_new_links(run):
    assert "No accounts yet" in run("facilitators", "list").stdout
    added = run("facilitators", "add", "Ana@City.example", "--name", "Ana")
    assert "http://workshop.test/sign-in/" in added.stdout
    assert json.loads(run("facilitators", "list", "--json").stdout) == [
        {"email": "ana@city.example", "name": "Ana", "role": "facilitator", "active": True}
    ]
    assert "/sign-in/" in run("facilitators", "reset", "ana@city.example").stdout
    again = run("facilitators", "add", "ana@city.example")
    assert (again.exit_code, "already" in again.stderr) == (1, True)
    nobody = run("facilitators", "reset", "bo@city.example")
    assert (nobody.exit_code, "no account" in nobody.stderr) == (1, True)


def test_facilitators_get_a_role_and_are_changed(run):
    run("facilitators", "add", "ana@city.example", "--role", "administrator", "--name", "Ana")
    assert "ana@city.example\tadministrator\tAna\n" in run("facilitators", "list").stdout
    unknown = run("facilitators", "add", "bo@city.example", "--role", "emperor")
    assert (unknown.exit_code, "researcher" in unknown.stderr) == (2, True)
    run("facilitators", "add", "bo@city.example", "--role", "researcher")
    changed = run("facilitators", "change", "bo@city.example", "--name", "Bo", "--deactivated")
    assert changed.stdout == "bo@city.example\tresearcher\tBo\tdeactivated\n"
    refused = run("facilitators", "reset", "bo@city.example")
    assert (refused.exit_code, "change bo@city.example --active" in refused.stderr) == (1, True)
    run("facilitators", "change", "bo@city.example", "--active", "--role", "facilitator")
    assert "/sign-in/" in run("facilitators", "reset", "bo@city.example").stdout


def test_changes_that_cannot_be_are_one_sentence(run):
    run("facilitators", "add", "ana@city.example", "--role", "administrator")
    for arguments in (("--role", "facilitator"), ("--deactivated",)):
        last = run("facilitators", "change", "ana@city.example", *arguments)
        assert (last.exit_code, "last administrator" in last.stderr) == (1, True)
    nobody = run("facilitators", "change", "bo@city.example", "--active")
    assert (nobody.exit_code, "no account" in nobody.stderr) == (1, True)
    nothing = run("facilitators", "change", "ana@city.example")
    assert (nothing.exit_code, "Say what to change" in nothing.stderr) == (2, True)


def test_the_laptops_facilitator_administers(run):
    run("demo")
    assert "facilitator@localhost\tadministrator" in run("facilitators", "list").stdout


def test_the_command_runs_as_a_module_too(environment):
    done = subprocess.run(
        [sys.executable, "-m", "workshop", "--help"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    for command in ("serve", "demo", "facilitators", "cases", "upgrade", "simulate", "export",
                    "import"):  # fmt: skip
        assert f"\n  {command} " in done.stdout


def test_a_password_can_be_given_without_showing_it_to_the_process_list(run):
    arguments = ("facilitators", "add", "ana@city.example", "--password-stdin")
    assert run(*arguments, input="short\n").exit_code == 1
    assert run(*arguments, input="long enough to keep\n").exit_code == 0


def test_cases_are_listed_for_programs_and_for_people(run):
    cases = json.loads(run("cases", "list", "--json").stdout)
    assert {"insight-toolbox", "safer-leiria", "bremer-platz", "secure-neighbourhood"} <= {
        case["slug"] for case in cases
    }
    assert set(cases[0]) == {
        "slug", "title", "cities", "countries", "themes", "priority_areas", "sensitive",
        "mechanisms",
    }  # fmt: skip
    assert set(cases[0]["mechanisms"][0]) == {
        "id", "category", "booklet_title", "title", "summary", "pattern",
    }  # fmt: skip
    assert "mechanisms)" in run("cases", "list").stdout


def test_cases_that_were_added_are_listed_when_asked_for(run, environment):
    booklet = run("cases", "list", "--json").stdout
    assert json.loads(run("cases", "list", "--json", "--own").stdout) == json.loads(booklet)
    db = Database(environment["WORKSHOP_DATABASE_URL"])
    case = library.load().case("revert")
    body = case.model_dump(mode="json", exclude={"slug", "order"})
    body["mechanisms"] = [{**body["mechanisms"][0], "id": "our-own.first"}]
    with db.transaction() as session:
        session.add(OwnCase(slug="our-own", body=body, edition="1"))
    db.dispose()
    assert run("cases", "list", "--json").stdout == booklet
    slugs = [row["slug"] for row in json.loads(run("cases", "list", "--json", "--own").stdout)]
    assert len(slugs) == 21
    assert slugs[-1] == "our-own"
    assert "our-own" in run("cases", "missing", "--language", "de", "--own").stdout


def test_what_is_missing_in_a_language_is_listed(run):
    rows = json.loads(run("cases", "missing", "--language", "de", "--json").stdout)
    assert {"case", "place", "field", "english", "asked"} == set(rows[0])
    lines = run("cases", "missing", "--language", "de").stdout.splitlines()
    assert "revert\tcase_title\tREVERT" in lines
    assert lines[-1].endswith("of them.") or len(lines) == len(rows)
    assert json.loads(run("cases", "missing", "--language", "en", "--json").stdout) == []
    refused = run("cases", "missing", "--language", "xx")
    assert refused.exit_code == 2


def test_wrong_settings_are_one_sentence_not_a_traceback(environment):
    done = CliRunner().invoke(main, ["demo"], env={**environment, "WORKSHOP_PORT": "many"})
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: WORKSHOP_PORT is 'many'; it has to be a whole number.\n",
    )


def test_upgrade_of_an_empty_place_makes_a_database(run):
    assert "up to date" in run("upgrade").stdout


@pytest.mark.parametrize("format_", ["xlsx", "csv", "json"])
def test_an_export_is_a_whole_file_or_none(run, tmp_path, format_):
    code = json.loads(run("demo", "--json").stdout)["code"]
    output = tmp_path / f"out.{format_}"
    done = run("export", code, "--format", format_, "--output", str(output))
    assert done.exit_code == 0, done.output
    assert output.stat().st_size > 100
    unknown = run("export", "ZZZZZZ", "--format", format_, "--output", str(tmp_path / "no"))
    assert (unknown.exit_code, "no workshop with this code" in unknown.stderr) == (1, True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", output.name]


def test_an_unknown_format_and_a_folder_that_is_not_there_are_told(run, tmp_path):
    code = json.loads(run("demo", "--json").stdout)["code"]
    wrong = run("export", code, "--format", "pdf", "--output", str(tmp_path / "x"))
    assert (wrong.exit_code, "there is xlsx, csv, json" in wrong.stderr) == (2, True)
    nowhere = run("export", code, "--format", "json", "--output", str(tmp_path / "no" / "x"))
    assert (nowhere.exit_code, "cannot be written" in nowhere.stderr) == (1, True)


def test_an_archive_restores_into_an_empty_installation_and_exports_the_same_again(
    run, environment, tmp_path
):
    code = json.loads(run("demo", "--json").stdout)["code"]
    db = Database(environment["WORKSHOP_DATABASE_URL"])
    _answer_something(db, code)
    db.dispose()
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert run("export", code, "--format", "json", "--output", str(first)).exit_code == 0
    other = {**environment, "WORKSHOP_DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}"}
    restored = CliRunner().invoke(main, ["import", str(first)], env=other)
    assert restored.exit_code == 0, restored.output
    CliRunner().invoke(
        main, ["export", code, "--format", "json", "--output", str(second)], env=other
    )
    assert first.read_bytes() == second.read_bytes()


def test_what_is_no_archive_is_told_and_nothing_is_stored(run, tmp_path):
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"\xff\xd8 not an archive")
    done = run("import", str(file))
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    nobody = run("import", str(file), "--owner", "bo@city.example")
    assert "no account" in nobody.stderr


def test_a_taken_port_is_told_with_the_way_out(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "workshop", "serve"],
            env={
                **os.environ,
                **environment,
                "WORKSHOP_HOST": "127.0.0.1",
                "WORKSHOP_PORT": str(port),
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert f"Port {port} cannot be used" in done.stderr
    assert f"WORKSHOP_PORT={port + 1} make run" in done.stderr


def _answer_something(db, code):
    from workshop import library
    from workshop.live.conduct import Conductor

    with db.transaction() as session:
        workshop = session.scalars(select(Workshop)).one()
        Conductor(session, workshop.id, workshop.owner_id, library.load()).next()
        ana = join(
            session,
            Join(code, "a" * 20, "media", consents={"take_part": True}),
        )
        activity = workshop.activities[0]
        item = activity.settings["mechanisms"][0]["id"]
        sent = {
            "submission_id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
            "activity_id": activity.id,
            "round": 1,
            "edit": 1,
            "answer": {"item": item, "reaction": "refine", "text": "=1+1 ✓ only at night"},
        }
        assert respond(session, ana, [sent], "phone")[0].status == "saved"
