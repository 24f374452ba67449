"""`docs/protocol.md`, run from top to bottom: what it shows is what the server does."""

import re
import uuid

from tests.protocol import document
from tests.protocol.document import Message, compare, fill, json_of
from tests.protocol.line import Line
from tests.protocol.phone import Phone, ask, submission
from workshop import accounts
from workshop.live.submission import Submission
from workshop.web.errors import STATUS


class Reader:
    """Does what the document says, and holds every answer against it."""

    def __init__(self, url, workshop, desk, sign_in_path, create_workshop):
        self.url = url
        self.workshop = workshop
        self.create_workshop = create_workshop
        self.desk = desk
        self.known = {"code": workshop.code, "sign in path": sign_in_path}
        self.answer = None
        self.cookie = ""
        self.line = None
        self.lines = []

    def http(self, message: Message) -> None:
        if message.is_request:
            self._send(message)
        else:
            self._compare(message)

    def socket(self, lines: list[str]) -> None:
        for text in lines:
            way, packet = text[0], text[2:]
            if packet.startswith("0{"):
                # Connecting anew; the server speaks first, before our CONNECT.
                self._connect({"token": self.known["token"]})
                self._same_packet(packet, self.line.hello)
            elif way == ">":
                auth = json_of(fill(packet[2:], self.known, str))
                if auth != {"token": self.known["token"]}:
                    self._connect(auth)
            elif packet.startswith("4") and packet[1] in "04":
                self._same_packet(packet, self.line.welcome)
            else:
                (name, shown) = json_of(packet[2:])
                # The first one, or the first of a revision that was met before.
                revision = self.known.get(shown["revision"].strip("<>"))
                event = self.line.event(name, **({"revision": revision} if revision else {}))
                compare(shown, event, self.known, name)

    def _connect(self, auth: dict[str, str]) -> None:
        self.line = Line(self.url, auth)
        self.lines.append(self.line)

    def facilitator(self, words: str) -> None:
        if words == "a real answer is there":
            self.desk.press(self.workshop, "open", self.workshop.activities[0].id)
            phone = Phone(self.url, self.workshop.code).join()
            activity = phone.stage().json["activity"]
            assert phone.receipts(submission(activity))[0]["status"] == "saved"
            self.desk.press(self.workshop, "close", activity["id"])
        elif words == "a workshop with tables":
            # Somebody else's, or the list of Fatima's own would name it.
            tables = self.create_workshop(tables=6, answered_by="table", owner="bert@town.example")
            self.known["tables code"] = tables.code
            self.known["sheet activity"] = tables.activities[0].id
        else:
            pressed = self.desk.press(self.workshop, words, self.workshop.activities[0].id)
            assert pressed.status == 200, pressed.raw

    def _send(self, message: Message) -> None:
        method, path = fill(message.line, self.known, _new).split(" ", 1)
        headers = {k: fill(v, self.known, _new) for k, v in message.headers.items()}
        if path.startswith("/desk/"):
            headers["Cookie"] = self.cookie
        body = fill(message.body, self.known, _new)
        self.answer = ask(
            self.url, method, path, body or ("" if method == "POST" else None), **headers
        )
        cookie = self.answer.headers.get("Set-Cookie", "").partition(";")[0]
        self.cookie = cookie or self.cookie

    def _compare(self, message: Message) -> None:
        status = int(message.line.split(" ")[1])
        assert self.answer.status == status, (message, self.answer.raw)
        for name, shown in message.headers.items():
            compare(shown, self.answer.headers[name], self.known, name)
        if message.body:
            compare(json_of(message.body), self.answer.json, self.known)

    def _same_packet(self, shown: str, actual: str) -> None:
        kind = re.match(r"\d+", shown)[0]
        assert actual.startswith(kind), actual
        compare(json_of(shown[len(kind) :]), json_of(actual[len(kind) :]), self.known, kind)


def _new() -> str:
    return str(uuid.uuid4())


def test_every_example_of_the_document_is_what_the_server_does(served, db, create_workshop, desk):
    workshop = create_workshop(state="live")
    with db.transaction() as session:
        secret = accounts.mint_link(session, accounts.with_email(session, "fatima@city.example"))
    reader = Reader(served.url, workshop, desk, f"/sign-in/{secret}", create_workshop)
    steps = document.steps()
    assert len([kind for kind, _ in steps if kind == "http"]) > 30
    try:
        for kind, content in steps:
            getattr(reader, kind)(content)
    finally:
        for line in reader.lines:
            line.close()


def test_every_type_of_problem_is_documented_with_its_status():
    assert document.problem_table() == {**STATUS, "failed": 500}


def test_every_field_of_a_submission_is_documented():
    text = document.DOCUMENT.read_text(encoding="utf-8")
    for name in Submission.model_fields:
        assert re.search(rf"^\|[^|]*`{name}`", text, re.M), name
