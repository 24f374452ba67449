"""The signs of the house: one sprite of icons, one of feelings."""

import re
from collections.abc import Callable
from functools import cache

from flask import Flask
from markupsafe import Markup

from workshop.config import ROOT

SYMBOL = re.compile(r'<symbol id="([a-z-]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)


def init_app(app: Flask) -> None:
    env = app.jinja_env
    asset: Callable[[str], str] = env.globals["asset"]  # type: ignore[assignment]

    def icon(name: str, label: str = "") -> Markup:
        """Return an icon of the sprite; without a label, words beside it say it."""
        return _use(asset("img/icons.svg"), known(name, "icons"), "icon", label)

    def feeling(name: str, label: str = "") -> Markup:
        """Return one of the seven feelings; beside its word it needs no label."""
        return _use(asset("img/feelings.svg"), known(name, "feelings"), "feeling-face", label)

    env.globals.update(icon=icon, drawn=drawn, feeling=feeling, sprite=sprite)


def drawn(name: str, label: str = "") -> Markup:
    """Return an icon whole, for a page that may not ask for one file more."""
    box, shape = sprite("icons")[name]
    return Markup('<svg class="icon" viewBox="{}" {}>{}</svg>').format(box, _said(label), shape)


@cache
def sprite(name: str) -> dict[str, tuple[str, Markup]]:
    """Return what a sprite holds: {name: (its box, its shapes)}."""
    text = (ROOT / "static" / "img" / f"{name}.svg").read_text("utf-8")
    return {
        found[1]: (found[2], Markup(found[3]))  # noqa: S704  a file of ours
        for found in SYMBOL.finditer(text)
    }


def known(name: str, where: str) -> str:
    """Return the name, if the sprite has it: a misspelt one would be nothing at all on the page."""
    if name not in sprite(where):
        raise KeyError(f"no {name} among the {where}")
    return name


def _use(file: str, name: str, classes: str, label: str) -> Markup:
    return Markup('<svg class="{}" {}><use href="{}#{}"/></svg>').format(
        classes, _said(label), file, name
    )


def _said(label: str) -> Markup:
    if not label:
        return Markup('aria-hidden="true"')
    return Markup('role="img" aria-label="{}"').format(label)
