"""A served demo workshop: opened as a program does it, read back as its owner does."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.protocol.phone import Answer, Phone, ask
from tests.serving import Server


class Desk:
    """A facilitator's session, as a program has it."""

    def __init__(self, url: str, secret: str) -> None:
        self.url = url
        signed_in = ask(url, "POST", f"/sign-in/{secret}", "", Accept="application/json")
        assert signed_in.status == 303, signed_in.raw
        self.cookie = signed_in.headers["Set-Cookie"].partition(";")[0]

    def workshops(self) -> list[Any]:
        told = ask(
            self.url,
            "GET",
            "/desk/workshops.json",
            Accept="application/json",
            Cookie=self.cookie,
        )
        return [SimpleNamespace(**workshop) for workshop in told.json]

    def press(self, workshop: Any, verb: str, activity_id: str = "") -> Answer:
        about = f"activities/{activity_id}/{verb}" if activity_id else verb
        return ask(
            self.url,
            "POST",
            f"/desk/{workshop.id}/{about}",
            "",
            Accept="application/json",
            Cookie=self.cookie,
        )


def archived(server: Server, code: str, folder: Path) -> list[Any]:
    """Return every stored event, as the JSON archive has it."""
    file = folder / "archive.json"
    done = server.command("export", code, "--format", "json", "--output", str(file))
    assert done.returncode == 0, done.stderr
    return list(json.loads(file.read_text())["responses"])


def open_first_activity(url: str, demo: dict[str, str]) -> dict[str, Any]:
    """Conduct the demo workshop as a program does, until its first activity is open."""
    desk = Desk(url, demo["sign_in_url"].rpartition("/")[2])
    (workshop,) = desk.workshops()
    phone = Phone(url, demo["code"]).join()
    while True:
        activity = phone.stage().json["activity"]
        if activity and activity["kind"] == "reactions" and activity["state"] == "open":
            return dict(activity)
        assert desk.press(workshop, "next").status == 200
