"""A client of `docs/protocol.md` by somebody else: standard library only, nothing of ours."""

import http.client
import json
import random
import threading
import time
import uuid
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
