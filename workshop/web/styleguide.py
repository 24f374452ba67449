"""The style guide: every component in every state, the palette with its contrasts, both sprites."""

import re
from functools import cache
from typing import NamedTuple

from flask import Flask, render_template

from workshop.web.assets import STATIC

DECLARED = re.compile(r"--([a-z-]+\d?):\s*(#[0-9a-f]{3,6});")
DARK = "@media (prefers-color-scheme: dark)"
CONTRAST = "@media (prefers-contrast: more)"

# What stands on what, and how much contrast that needs: 4.5 for words, 3 for edges and shapes.
PAIRS = [
    ("ink", "paper", 4.5, "words on the page"),
    ("ink", "card", 4.5, "words on a card"),
    ("ink", "sunk", 4.5, "words on sunk ground"),
    ("ink-soft", "paper", 4.5, "lesser words on the page"),
    ("ink-soft", "card", 4.5, "lesser words on a card"),
    ("ink-soft", "sunk", 4.5, "lesser words on sunk ground"),
    ("accent", "paper", 4.5, "links on the page"),
    ("accent", "card", 4.5, "links on a card"),
    ("accent", "accent-soft", 4.5, "what is on the screen"),
    ("ink", "accent-soft", 4.5, "tags"),
    ("plate-ink", "plate", 4.5, "a sign"),
    ("plate-line", "plate", 3, "the line on a sign"),
    ("act-ink", "act", 4.5, "the button that matters"),
    ("lamp-ink", "lamp", 4.5, "what is lit"),
    ("lamp-edge", "paper", 3, "the edge of what is lit"),
    ("ink", "lamp-soft", 4.5, "what was chosen"),
    ("line-strong", "card", 3, "edges of fields and buttons"),
    ("line-strong", "paper", 3, "edges on the page"),
    ("focus", "paper", 3, "where the keyboard is"),
    ("focus", "card", 3, "where the keyboard is, on a card"),
    ("lamp", "plate", 3, "where the keyboard is, on a sign"),
    ("good", "card", 4.5, "saved"),
    ("good", "good-soft", 4.5, "added words"),
    ("problem", "paper", 4.5, "a problem in words"),
    ("problem", "card", 4.5, "a problem on a card"),
    ("ink", "problem-soft", 4.5, "words of a problem"),
    ("confirm", "card", 4.5, "confirm"),
    ("challenge", "card", 4.5, "challenge"),
    ("refine-edge", "card", 3, "the edge of refine"),
    ("on-confirm", "confirm", 4.5, "numbers on confirm"),
    ("on-challenge", "challenge", 4.5, "numbers on challenge"),
    ("on-refine", "refine", 4.5, "numbers on refine"),
]


class Pair(NamedTuple):
    """Two colours that meet, and the contrast between them by day and by night."""

    front: str
    back: str
    needed: float
    what: str
    day: float
    night: float


def init_app(app: Flask) -> None:
    app.add_url_rule("/styleguide", "styleguide", page)


def page() -> str:
    day, night = palettes()
    return render_template("styleguide/page.html", pairs=pairs(), day=day, night=night)


@cache
def palettes() -> tuple[dict[str, str], dict[str, str]]:
    """Read from tokens.css what each colour is by day and by night."""
    text = (STATIC / "css" / "tokens.css").read_text("utf-8").split(CONTRAST)[0]
    light, dark = text.split(DARK)
    day = dict(DECLARED.findall(light))
    return day, {**day, **dict(DECLARED.findall(dark))}


def pairs() -> list[Pair]:
    day, night = palettes()
    return [
        Pair(front, back, needed, what, *(contrast(p[front], p[back]) for p in (day, night)))
        for front, back, needed, what in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
