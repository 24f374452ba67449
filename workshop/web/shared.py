"""What templates of every audience may say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, g
from markupsafe import Markup, escape
from sqlalchemy import text

from workshop.activities import kind_named
from workshop.live import codes, consents
from workshop.schema import Text
from workshop.web import charts
from workshop.web.services import services

NAMES = {
    "en": "English", "es": "Español", "fr": "Français", "nl": "Nederlands", "fi": "Suomi",
    "de": "Deutsch", "pt": "Português", "ro": "Română", "pl": "Polski", "el": "Ελληνικά",
    "lt": "Lietuvių",
}  # fmt: skip


HTML_LANGUAGE = "en"
"""The language of the program's own words, whatever the workshop speaks."""


def init_app(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["t"] = in_page_language
    env.filters["plain"] = plain
    env.filters["spaced"] = codes.spaced
    env.filters["receipt"] = receipt
    env.filters["lines"] = lines
    env.globals["help_line"] = consents.help_line
    env.filters["clock"] = clock
    env.filters["paragraphs"] = paragraphs
    env.globals["kind_named"] = kind_named
    env.globals["round_name"] = round_name
    env.globals["language_names"] = NAMES
    env.globals["charts"] = charts
    env.globals["library"] = lambda: services().library
    app.add_url_rule("/healthz", "healthz", healthz)


def healthz() -> Response:
    """Answer that this process serves and that its database can be read."""
    with services().db.reading() as db:
        db.execute(text("select 1"))
    return Response("ok", content_type="text/plain")


def plain(words: Text | Mapping[str, str] | None) -> str:
    """Return a text in the page's language, for attributes and titles."""
    return _text(words).in_(page_language())


def in_page_language(words: Text | Mapping[str, str] | None) -> Markup:
    """Return a text in the page's language, marked where that is not the one around it."""
    shown = _text(words).in_(page_language())
    if shown and shown.language != HTML_LANGUAGE:
        return Markup('<span lang="{}">{}</span>').format(shown.language, str(shown))
    return escape(str(shown))


def _text(words: Text | Mapping[str, str] | None) -> Text:
    return words if isinstance(words, Text) else Text(dict(words or {}))


def page_language() -> str:
    return getattr(g, "language", "en")


def round_name(number: int) -> str:
    """Return what a round is called in front of people."""
    return {1: "First round", 2: "Second round", 3: "Third round"}.get(number, f"Round {number}")


def paragraphs(words: str) -> Markup:
    """Return plain text with its line breaks as paragraphs."""
    parts = [part.strip() for part in str(words).split("\n") if part.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)


def lines(words: Text) -> Markup:
    """Return a text in the page's language as paragraphs, marked where the language is another."""
    shown = _text(words).in_(page_language())
    if shown.language == HTML_LANGUAGE:
        return paragraphs(shown)
    return Markup('<div lang="{}">{}</div>').format(shown.language, paragraphs(shown))


def receipt(code: str) -> Markup:
    """Return a receipt in groups of four, never broken over two lines."""
    groups = (code[at : at + 4] for at in range(0, len(code), 4))
    return Markup('<span class="receipt">{}</span>').format(" ".join(groups))


def clock(at: datetime | None, zone: str = "UTC") -> Any:
    """Return a time of day as the workshop's clocks show it."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M") if at else ""
