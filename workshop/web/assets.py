"""Static files: style sheets put together per audience, compressed once, named by their content."""

import atexit
import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import rjsmin
from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from workshop.config import ROOT

STATIC = ROOT / "static"
# What a phone needs to join and to send its first answer.
FIRST = ("tokens", "base", "button", "card", "field", "notice", "choice", "chip")
# What it needs once there is something to look at.
LATER = (
    *("icon", "chart", "diff", "compare", "stepper", "feeling"),
    *("badge", "table-badge", "progress", "timer", "table", "details", "finding"),
)
# One file per component in the source, one request per audience on the wire.
BUNDLES: dict[str, tuple[str, ...]] = {
    "participant.css": (*FIRST, "status", "participant"),
    "participant-later.css": ("tokens", *LATER),
    "screen.css": (
        *("tokens", "sign", "base", "icon", "plate", "stones", "chart", "diff", "feeling"),
        *("badge", "table-badge", "timer", "screen", "finding"),
    ),
    "facilitator.css": (
        *("tokens", "sign", "base", "button", "card", "field", "notice", "choice", "chip"),
        *(*LATER, "plate", "stones", "state", "key", "tabs", "dialog", "approval", "log"),
        *("agenda", "console", "facilitator", "cases", "finding", "picking"),
    ),
}
# What only one kind of activity wears; its templates link it themselves.
for kind in sorted((STATIC / "css" / "activities").glob("*.css")):
    BUNDLES[f"activities/{kind.name}"] = ("tokens", f"activities/{kind.stem}")
BUNDLES["styleguide.css"] = (*BUNDLES["facilitator.css"], "status", "styleguide")
A_YEAR = 365 * 24 * 3600
# Comments and white space say nothing to a browser; no sheet of ours has either in a string.
COMMENT, SPACE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s+")
AROUND = re.compile(r" ?([{};,>]) ?|(?<=:) ")
DECLARED = re.compile(r"(?<=[{;])(--[a-z0-9-]+):[^;}]*;?")


@dataclass(frozen=True)
class Built:
    """Where the files to serve lie, and the version that is part of their address."""

    folder: Path
    version: str


@cache
def build() -> Built:
    """Copy, bundle and compress what `static/` holds, once per process."""
    folder = Path(tempfile.mkdtemp(prefix="workshop-static-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for part in ("js", "vendor", "img"):
        if (STATIC / part).is_dir():
            shutil.copytree(
                STATIC / part, folder / part, ignore=shutil.ignore_patterns("*.py", "__pycache__")
            )
    for name, parts in BUNDLES.items():
        sheets = [(STATIC / "css" / f"{part}.css").read_text("utf-8") for part in parts]
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(smaller("\n".join(sheets)), "utf-8")
    for script in (folder / "js").rglob("*.js"):
        script.write_text(rjsmin.jsmin(script.read_text("utf-8")), "utf-8")
    digest = hashlib.sha256()
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    compressor = Compressor(quiet=True)
    for file in files:
        digest.update(str(file.relative_to(folder)).encode() + file.read_bytes())
        if compressor.should_compress(file.name):
            list(compressor.compress(str(file)))
    return Built(folder, digest.hexdigest()[:10])


def smaller(sheet: str) -> str:
    """Return a style sheet without what only people read, and without tokens nothing here uses."""
    sheet = SPACE.sub(" ", COMMENT.sub("", sheet))
    sheet = AROUND.sub(lambda found: found[1] or "", sheet)
    while True:
        fewer = DECLARED.sub(lambda found: found[0] if f"var({found[1]}" in sheet else "", sheet)  # noqa: B023
        if fewer == sheet:
            return sheet.replace(";}", "}").strip()
        sheet = fewer


def init_app(app: Flask) -> None:
    """Serve the built files ahead of the application, and name them in templates."""
    built = build()
    prefix = f"static/{built.version}/"
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(built.folder),
        prefix=prefix,
        max_age=A_YEAR,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    app.jinja_env.globals["asset"] = lambda name: f"/{prefix}{name}"


def _headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
