"""Reads the examples out of `docs/protocol.md`."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from workshop.config import ROOT

DOCUMENT = ROOT / "docs" / "protocol.md"
_PARTS = re.compile(
    r"```(?P<fence>http|socket)\n(?P<body>.*?)```|<!-- facilitator: (?P<step>.*?) -->", re.DOTALL
)
_NAME = re.compile(r"<([a-z0-9 ]+)>")
ANYTHING = "…"


@dataclass
class Message:
    """A request or a response: first line, headers, body."""

    line: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def is_request(self) -> bool:
        return not self.line.startswith("HTTP/")


def steps() -> list[tuple[str, Any]]:
    """Return, in order, ("http", Message), ("socket", lines) and ("facilitator", words)."""
    found: list[tuple[str, Any]] = []
    for part in _PARTS.finditer(DOCUMENT.read_text(encoding="utf-8")):
        if part["step"]:
            found.append(("facilitator", part["step"]))
        elif part["fence"] == "socket":
            found.append(("socket", part["body"].splitlines()))
        else:
            head, _, body = part["body"].partition("\n\n")
            line, *headers = head.strip().splitlines()
            pairs = dict(header.split(": ", 1) for header in headers)
            found.append(("http", Message(line, pairs, body.strip())))
    return found


def fill(text: str, known: dict[str, Any], new: Any) -> str:
    """Put values in the place of their names; `new` makes one for a name not met before."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in known:
            known[name] = new()
        return str(known[name])

    return _NAME.sub(value, text)


def compare(expected: Any, actual: Any, known: dict[str, Any], where: str = "body") -> None:
    """Hold an answer against the example: every member there, no other, values as shown."""
    if expected == ANYTHING:
        return
    name = _NAME.fullmatch(expected) if isinstance(expected, str) else None
    if name:
        assert known.setdefault(name[1], actual) == actual, f"{where}: {name[0]} is another value"
    elif isinstance(expected, dict):
        assert isinstance(actual, dict), where
        assert set(actual) == set(expected), f"{where} has {sorted(actual)}"
        for key, value in expected.items():
            compare(value, actual[key], known, f"{where}.{key}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), where
        assert len(actual) == len(expected), f"{where}: {actual}"
        for number, (one, other) in enumerate(zip(expected, actual, strict=True)):
            compare(one, other, known, f"{where}[{number}]")
    else:
        assert actual == expected, where


def problem_table() -> dict[str, int]:
    """Return the documented types of problems with their status."""
    text = DOCUMENT.read_text(encoding="utf-8").split("\n## Problems\n")[1].split("\n## ")[0]
    return {m[1]: int(m[2]) for m in re.finditer(r"^\| `([a-z-]+)` \| (\d{3}) \|", text, re.M)}


def json_of(text: str) -> Any:
    return json.loads(text) if text else None
