"""Several devices that write on one table's sheet at once, and a replay of what they were told."""

import random
import threading
import uuid
from typing import Any

from tests.protocol.phone import Phone

EDITS = 50


class Writer(threading.Thread):
    """One device of a table: changes items of the sheet it saw last, without waiting for others.

    `saved` is what it was vouched for, (slot, edit, answer); `conflicts` what
    it was shown instead of being saved.
    """

    def __init__(self, phone: Phone, activity: dict[str, Any], start: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.phone = phone
        self.activity = activity
        self.begin = start
        self.seen: dict[str, int] = {}
        self.pressed: dict[str, dict[str, Any]] = {}
        self.saved: list[tuple[str, int, Any]] = []
        self.conflicts: list[tuple[int, dict[str, Any]]] = []
        self.others: list[Any] = []

    def run(self) -> None:
        self.begin.wait(30)
        items = [item["id"] for item in self.activity["items"]]
        for number in range(EDITS):
            item = random.choice(items)
            sent = {
                "submission_id": str(uuid.uuid4()),
                "activity_id": self.activity["id"],
                "round": self.activity["round"],
                "edit": number + 1,
                "base": self.seen.get(item, 0),
                "answer": {"item": item, "reaction": "refine", "text": f"{self.name} {number}"},
            }
            self.pressed[sent["submission_id"]] = sent
            (receipt,) = self.phone.receipts(sent)
            self.take(item, sent, receipt)

    def take(self, item: str, sent: dict[str, Any], receipt: dict[str, Any]) -> None:
        if receipt["status"] == "saved":
            edit = receipt.get("edit", sent["edit"])
            self.saved.append((item, edit, sent["answer"]["text"]))
            self.seen[item] = edit
        elif receipt["status"] == "conflict" and "current" in receipt:
            self.conflicts.append((sent["base"], receipt["current"]))
            self.seen[item] = receipt["current"]["edit"]
        else:
            self.others.append(receipt)


def write_at_once(phones: list[Phone], activity: dict[str, Any]) -> list[Writer]:
    """Let each phone make its edits, all starting in the same moment; returns them at rest."""
    start = threading.Barrier(len(phones))
    writers = [Writer(phone, activity, start) for phone in phones]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(100)
    assert not any(writer.is_alive() for writer in writers)
    return writers


def check(writers: list[Writer], mine: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
    """Hold the sheet and its history against a serial replay of the saved receipts."""
    assert [other for writer in writers for other in writer.others] == []
    for writer in writers:
        # Every press was answered by one or the other: nothing is swallowed.
        assert len(writer.saved) + len(writer.conflicts) == len(writer.pressed) == EDITS
        assert all(current["edit"] != base for base, current in writer.conflicts)
    log = sorted(one for writer in writers for one in writer.saved)
    sheet: dict[str, tuple[int, str]] = {}
    for slot, edit, text in log:
        assert edit == sheet.get(slot, (0, ""))[0] + 1, "each edit is given once, none left out"
        sheet[slot] = edit, text
    assert {m["slot"]: (m["edit"], m["answer"]["text"]) for m in mine} == sheet
    history = sorted((e["slot"], e["edit"], e["answer"]["text"]) for e in events)
    assert history == log, (set(history) - set(log), set(log) - set(history))
    # What somebody was shown instead had been saved by then.
    said = {(slot, edit): text for slot, edit, text in log}
    for writer in writers:
        for _, current in writer.conflicts:
            answer = current["answer"]
            assert said[answer["item"], current["edit"]] == answer["text"]
