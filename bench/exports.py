"""What importing and exporting many answers costs in time and memory: `python -m bench.exports`."""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from filecmp import cmp
from pathlib import Path
from uuid import UUID

import orjson

from workshop import exports
from workshop.activities import kind_named
from workshop.config import ROOT
from workshop.exports.archive import FORMAT_VERSION

EVENTS = 200_000
PEOPLE = 2_000
CODE = "MANY22"
MECHANISMS = [f"m{n}" for n in range(25)]
GROUPS = ("authorities", "civil-society", "business", "research", "media")
REACTIONS = ("confirm", "challenge", "refine", "unsure")
BEGIN = datetime(2026, 5, 1, 18, tzinfo=UTC)
WORDS = "Nur wenn die Bilder nach 48 Stunden gelöscht werden und ein Beirat das prüft."

_MEASURED = """
import json, resource, sys, time
from pathlib import Path
from workshop import exports, migrate
from workshop.config import Config
from workshop.db import Database
from workshop.live.join import workshop_with_code
verb, url, code, file = sys.argv[1:]
db = Database(url)
started = time.perf_counter()
if verb == "import":
    migrate.ensure(Config(database_url=url), db)
    with db.transaction() as session, Path(file).open("rb") as source:
        exports.import_archive(session, source, None)
else:
    with db.reading() as session, Path(file).open("wb") as out:
        exports.export(session, workshop_with_code(session, code), verb, out)
seconds = time.perf_counter() - started
status = Path("/proc/self/status")
if status.exists():
    # Linux counts the memory of whoever started a process in its ru_maxrss.
    peak = int(status.read_text().split("VmHWM:")[1].split()[0])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({
    "seconds": round(seconds, 1),
    "peak_mb": round(peak / 1024, 1),
    "file_mb": round(Path(file).stat().st_size / 1e6, 1),
}))
"""


def make_archive(file: Path, events: int = EVENTS) -> None:
    """Write the archive of a workshop with that many answers, each slot answered several times."""
    at = BEGIN.isoformat().replace("+00:00", "Z")
    activity = str(UUID(int=1))
    people = [str(UUID(int=n)) for n in range(2, PEOPLE + 2)]
    settings = kind_named("reactions").Settings.model_validate(
        {"mechanisms": [{"id": m, "title": {"en": m}} for m in MECHANISMS]}
    )
    asked = {"title": {"en": "Reactions"}, "settings": settings.model_dump(mode="json")}
    workshop = {
        "id": str(UUID(int=0)),
        "code": CODE,
        "title": {"en": "Many answers"},
        "place": "Market Square",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "date": "2026-05-01",
        "languages": ["en"],
        "stakeholder_groups": [{"id": g, "label": {"en": g}} for g in GROUPS],
        "tables": 0,
        "consent": {"en": "Your answers are stored under a random number."},
        "consent_be_quoted": {"en": "My words may be quoted."},
        "consent_pool": {"en": "My answers may be compared across countries."},
        "consent_version": 1,
        "help_line": {"en": "Help is there day and night: 112."},
        "minors": False,
        "recruitment": "",
        "invited": {},
        "notes": "",
        "keep_until": None,
        "state": "live",
        "current_activity_id": activity,
        "revision": 2,
        "created_at": at,
        "started_at": at,
        "ended_at": None,
    }
    activities = [
        {
            "id": activity,
            "position": 1,
            "kind": "reactions",
            "title": asked["title"],
            "planned_minutes": 20,
            "settings": asked["settings"],
            "version": 1,
            "state": "open",
            "revealed": False,
            "round": 1,
            "asked": None,
            "answered_by": "person",
            "opened_at": at,
            "closed_at": None,
            "versions": [{"version": 1, **asked, "frozen_at": at}],
        }
    ]
    respondents = (
        {
            "id": person,
            "is_table": False,
            "stakeholder_group": GROUPS[n % len(GROUPS)],
            "sub_role": None,
            "table": None,
            "locale": "en",
            "consents": {"take_part": True, "be_quoted": True, "pool": True, "version": 1},
            "origin": "phone",
            "joined_at": at,
            "left_at": None,
        }
        for n, person in enumerate(people)
    )
    responses = (
        {
            "submission_id": str(UUID(int=n, version=4)),
            "digest": f"{n:064x}",
            "activity_id": activity,
            "version": 1,
            "round": 1,
            "respondent_id": people[n % PEOPLE],
            "sent_by": None,
            "slot": (slot := MECHANISMS[n // PEOPLE % len(MECHANISMS)]),
            "edit": n + 1,
            "base": None,
            "answer": {
                "item": slot,
                "reaction": REACTIONS[n % len(REACTIONS)],
                "text": " ".join([WORDS] * (n % 4)),
            },
            "status": "saved",
            "origin": "phone",
            "saved_at": BEGIN + timedelta(milliseconds=n),
        }
        for n in range(events)
    )
    with file.open("wb") as out:
        out.write(b'{"format":"workshop-archive","format_version":%d' % FORMAT_VERSION)
        out.write(b',\n"workshop":' + orjson.dumps(workshop))
        for name, records in (
            ("activities", activities),
            ("respondents", respondents),
            ("responses", responses),
            ("acts", ()),
        ):
            out.write(f',\n"{name}":['.encode())
            for number, record in enumerate(records):
                out.write(b",\n" if number else b"\n")
                out.write(orjson.dumps(record, option=orjson.OPT_UTC_Z))
            out.write(b"\n]")
        out.write(b',\n"withdrawn":[]\n}\n')


def measure(verb: str, url: str, file: Path) -> dict[str, float]:
    """Import, or export in a format, in a process of its own: seconds, its peak and file's MB."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, verb, url, CODE, str(file)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--url", default="", help="An empty database; a SQLite file by default.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = options.url or f"sqlite:///{folder / 'many.sqlite3'}"
        archive = folder / "archive.json"
        make_archive(archive, options.events)
        print(f"{options.events} stored answers of {PEOPLE} people")
        print("| | seconds | peak MB | file MB |\n| --- | --- | --- | --- |")
        files = {"import": archive} | {f: folder / f"export.{f}" for f in exports.FORMATS}
        for verb, file in files.items():
            m = measure(verb, url, file)
            print(f"| {verb} | {m['seconds']} | {m['peak_mb']} | {m['file_mb']} |", flush=True)
        same = cmp(archive, files["json"], shallow=False)
        print(f"The json export {'is' if same else 'is NOT'} the file that was imported.")


if __name__ == "__main__":
    main()
