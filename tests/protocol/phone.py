"""A client of `docs/protocol.md` by somebody else: standard library only, nothing of ours."""

import base64
import http.client
import json
import os
import random
import socket
import struct
import threading
import time
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

REFUSED = (400, 401, 413, 422)


class Answer:
    """What came back: status, headers, and the body as JSON where it is some."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.raw = response.read()
        is_json = "json" in self.headers.get("Content-Type", "")
        self.json: Any = json.loads(self.raw) if is_json and self.raw else None

    @property
    def problem(self) -> str:
        """The last word of a problem document's type."""
        assert self.headers["Content-Type"] == "application/problem+json", self.raw
        assert self.json["status"] == self.status
        assert self.json["detail"]
        return str(self.json["type"]).removeprefix("urn:workshop:problem:")


def ask(url: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    """Send one request; raises OSError where nobody answers."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None and not isinstance(body, (bytes, str)):
        body = json.dumps(body)
        names.setdefault("Content-Type", "application/json")
    try:
        connection.request(
            method, path, body.encode() if isinstance(body, str) else body, headers=names
        )
        return Answer(connection.getresponse())
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


class Phone:
    """One participant's device."""

    def __init__(self, url: str, code: str, group: str = "civil-society", **more: Any) -> None:
        self.url = url
        self.join_body = {
            "code": code,
            "join_id": uuid.uuid4().hex,
            "stakeholder_group": group,
            "consents": {"take_part": True},
            **more,
        }
        self.token = ""

    def join(self) -> "Phone":
        joined = ask(self.url, "POST", "/api/v1/join", self.join_body)
        assert joined.status == 201, joined.raw
        self.token = joined.json["token"]
        return self

    def stage(self, etag: str = "") -> Answer:
        more = {"If-None-Match": etag} if etag else {}
        return ask(self.url, "GET", "/api/v1/stage", Authorization=f"Bearer {self.token}", **more)

    def post(self, *responses: Any) -> Answer:
        return self.post_raw({"responses": list(responses)})

    def post_raw(self, body: Any) -> Answer:
        return ask(
            self.url, "POST", "/api/v1/responses", body, Authorization=f"Bearer {self.token}"
        )

    def receipts(self, *responses: Any) -> list[Any]:
        answer = self.post(*responses)
        assert answer.status == 200, answer.raw
        return list(answer.json["receipts"])


def submission(activity: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an answer to the first item of a `reactions` activity: confirmed unless told."""
    answer = {
        "item": more.pop("item", activity["items"][0]["id"]),
        "reaction": more.pop("reaction", "confirm"),
        "text": more.pop("text", ""),
    }
    return {
        "submission_id": str(uuid.uuid4()),
        "activity_id": activity["id"],
        "round": activity["round"],
        "edit": 1,
        "answer": answer,
        **more,
    }


class Line:
    """One Socket.IO connection; `frames` holds everything that ever came in, word for word."""

    def __init__(self, url: str, auth: Any, cookie: str = "") -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Cookie: {cookie}"] if cookie else []),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._rest = b""
        while b"\r\n\r\n" not in self._rest:
            self._more()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        assert b" 101 " in head.splitlines()[0], head
        self.frames: list[str] = []
        self.hello = self.frame()
        self.send("40" + json.dumps(auth))
        self.welcome = self.frame()

    def send(self, text: str) -> None:
        """Send one text frame, masked as clients have to."""
        payload, mask = text.encode(), os.urandom(4)
        size = len(payload)
        assert size < 65536
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else b""
        head = head or struct.pack("!BBH", 0x81, 0xFE, size)
        self.socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload)))

    def frame(self) -> str:
        """Return the next text frame, pings answered on the way; raises OSError at the end."""
        while True:
            self._need(2)
            code, size = self._rest[0] & 0x0F, self._rest[1] & 0x7F
            start = {126: 4, 127: 10}.get(size, 2)
            self._need(start)
            if size > 125:
                size = int.from_bytes(self._rest[2:start], "big")
            self._need(start + size)
            payload = self._rest[start : start + size]
            self._rest = self._rest[start + size :]
            if code == 8:
                raise ConnectionError("closed by the server")
            if code == 1:
                text = payload.decode()
                if text != "2":
                    self.frames.append(text)
                    return text
                self.send("3")

    def event(self, name: str, **wanted: Any) -> dict[str, Any]:
        """Wait for an event whose top-level values are those wanted, and return what it carries."""
        while True:
            text = self.frame()
            if text.startswith("42"):
                got, value = json.loads(text[2:])
                if got == name and all(value.get(k) == v for k, v in wanted.items()):
                    return dict(value)

    def events(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield what came in under a name so far."""
        for text in self.frames:
            if text.startswith(f'42["{name}"'):
                yield json.loads(text[2:])[1]

    def close(self) -> None:
        self.socket.close()

    def _need(self, size: int) -> None:
        while len(self._rest) < size:
            self._more()

    def _more(self) -> None:
        got = self.socket.recv(65536)
        if not got:
            raise ConnectionError("closed by the server")
        self._rest += got


class Stormer(threading.Thread):
    """A phone that presses *send* again and again, through every outage, until told to stop.

    `pressed` is what went into the outbox, `waiting` what has no receipt yet,
    `saved` what the server vouched for.
    """

    def __init__(self, phone: Phone, activity: dict[str, Any], told: threading.Condition) -> None:
        super().__init__(daemon=True)
        self.phone = phone
        self.activity = activity
        self.told = told
        self.enough = threading.Event()
        self.pressed: dict[str, Any] = {}
        self.waiting: dict[str, Any] = {}
        self.saved: dict[str, str] = {}
        self.refused: list[Any] = []
        self.problem = ""
        self.others: list[str] = []

    def press(self) -> None:
        """Change the mind about one item: a new submission with a higher edit."""
        number = len(self.pressed) + 1
        item = random.choice(self.activity["items"])["id"]
        sent = submission(self.activity, item=item, edit=number, text=f"number {number}")
        sent["answer"]["reaction"] = "refine"
        self.pressed[sent["submission_id"]] = self.waiting[sent["submission_id"]] = sent

    def run(self) -> None:
        while self.waiting or not self.enough.is_set():
            if not self.enough.is_set():
                self.press()
            try:
                answer = self.phone.post(*list(self.waiting.values())[:200])
            except OSError:
                # As a load balancer would: the next process, if there is one.
                self.others.append(self.phone.url)
                self.phone.url = self.others.pop(0)
                time.sleep(random.uniform(0.02, 0.2))
                continue
            if answer.status in REFUSED:
                self.problem = str(answer.raw)
                return
            for receipt in answer.json["receipts"] if answer.status == 200 else ():
                self._note(receipt)

    def _note(self, receipt: dict[str, Any]) -> None:
        self.waiting.pop(receipt["submission_id"])
        with self.told:
            if receipt["status"] in ("saved", "duplicate"):
                self.saved[receipt["submission_id"]] = receipt["saved_at"]
            else:
                self.refused.append(receipt)
            self.told.notify_all()
