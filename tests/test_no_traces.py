"""Neither the log nor the database of a served program knows whose device it was."""

import json
import socket
import urllib.error
import urllib.request
from uuid import uuid4

import pytest

from tests.serving import Server

AGENT = "Mozilla/5.0 (Linux; Android 15; Telltale-Phone 9000)"
NAMES = ("127.0.0.1", "Telltale", "203.0.113.77")


@pytest.fixture
def quiet(tmp_path):
    """A served program whose own address is not among the words looked for."""
    server = Server(tmp_path)
    server.environment["WORKSHOP_PUBLIC_URL"] = f"http://localhost:{server.port}"
    yield server.start()
    server.stop()


def ask(server, path, body=None, **headers):
    headers = {"User-Agent": AGENT, "X-Forwarded-For": "203.0.113.77", **headers}
    data = json.dumps(body).encode() if body is not None else None
    if data:
        headers["Content-Type"] = "application/json"
    request = urllib.request.Request(f"{server.url}{path}", data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_no_address_and_no_user_agent_is_stored_or_logged(quiet, tmp_path):
    code = quiet.demo()["code"]
    from workshop.db import Database
    from workshop.live.conduct import Conductor
    from workshop.models import Workshop

    db = Database(quiet.environment["WORKSHOP_DATABASE_URL"])
    with db.transaction() as session:
        workshop = session.query(Workshop).filter_by(code=code).one()
        conductor = Conductor(session, workshop.id, workshop.owner_id, None)
        conductor.start()
        activity = conductor.open(workshop.activities[0].id)
        group, activity_id = workshop.stakeholder_groups[0]["id"], activity.id
        item = activity.settings["mechanisms"][0]["id"]
    db.dispose()
    for path in ("/", f"/j/{code}", "/j/QQQQQQ", "/privacy", "/nowhere", f"/screen/{code}"):
        ask(quiet, path)
    status, joined = ask(
        quiet,
        "/api/v1/join",
        {
            "code": code,
            "join_id": uuid4().hex,
            "stakeholder_group": group,
            "consents": {"take_part": True},
        },
    )
    assert status == 201
    token = json.loads(joined)["token"]
    answer = {"item": item, "reaction": "refine", "text": "Said."}
    sent = {"submission_id": str(uuid4()), "activity_id": activity_id, "edit": 1, "answer": answer}
    for body in ({"responses": [sent]}, {"responses": "nonsense"}):
        ask(quiet, "/api/v1/responses", body, Authorization=f"Bearer {token}")
    # What makes servers complain: no HTTP at all, a request cut off, a forged token.
    for nonsense in (
        b"\x16\x03\x01 nonsense\r\n\r\n",
        b"POST /j/ABC HTTP/1.1\r\nContent-Length: 9",
    ):
        with socket.create_connection(("127.0.0.1", quiet.port)) as line:
            line.sendall(nonsense)
    ask(quiet, "/api/v1/stage", Authorization="Bearer forged")
    quiet.stop()
    log = quiet.log.read_text("utf-8", "replace")
    assert "Facilitator" in log
    files = [file for file in tmp_path.iterdir() if file.name.startswith("served")]
    stored = b"".join(file.read_bytes() for file in files)
    assert b"Said." in stored
    for name in NAMES:
        assert name not in log, name
        assert name.encode() not in stored, name
