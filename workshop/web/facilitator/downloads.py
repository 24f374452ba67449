"""Downloads: what a workshop holds, written by a process of its own, then sent."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Response, current_app, stream_with_context
from flask_login import current_user

from workshop import exports
from workshop.config import ROOT, Config
from workshop.live.acts import log
from workshop.web.errors import Problem
from workshop.web.facilitator.blueprint import blueprint, workshop_for
from workshop.web.services import services

PROGRAM = [sys.executable, "-m", "workshop"]
PATIENCE = 600
CHUNK = 64 * 1024


@blueprint.get("/<workshop_id>/export/<format_>")
def export(workshop_id: str, format_: str) -> Response:
    s = services()
    # Noted before it is written: the log would rather name a file that nobody
    # got than miss one, and an archive holds the note of its own making.
    with s.db.transaction() as db:
        workshop = workshop_for(db, workshop_id, may="read")
        if format_ not in (known := exports.formats(workshop)):
            raise Problem("not-found", f"There is no such format; there is {', '.join(known)}.")
        name = exports.suggested_name(workshop, format_)
        media_type = exports.content_type(workshop, format_)
        log(db, workshop, current_user.id, "export", format=format_)
    # Writing thousands of rows takes seconds of computing, in which this
    # process could answer no phone; another process shares only the database.
    folder = tempfile.TemporaryDirectory(prefix="workshop-export-")
    file = Path(folder.name) / f"export.{format_}"
    try:
        _write(s.config, workshop.code, format_, file)
        size = file.stat().st_size
        out = file.open("rb")
    finally:
        # An open file can still be read when its folder is gone, and cannot be forgotten.
        folder.cleanup()

    def pieces() -> Iterator[bytes]:
        with out:
            while piece := out.read(CHUNK):
                yield piece

    response = Response(stream_with_context(pieces()), content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Content-Length"] = str(size)
    response.call_on_close(out.close)
    return response


def _write(config: Config, code: str, format_: str, file: Path) -> None:
    environment = {
        **os.environ,
        "WORKSHOP_DATABASE_URL": config.database_url,
        "WORKSHOP_SECRET_KEY": config.secret_key,
    }
    command = [*PROGRAM, "export", code]
    try:
        done = subprocess.run(  # noqa: S603  our own program, its arguments are ours
            [*command, "--format", format_, "--output", str(file)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as problem:
        words = str(problem)
    else:
        if done.returncode == 0 and file.exists():
            return
        words = done.stderr
    current_app.logger.error("export of %s as %s failed: %s", code, format_, words)
    raise Problem(
        "failed",
        "The file could not be written. Nothing is lost: every answer is in the database. "
        "Try again; if it fails once more, whoever runs this program finds the reason in its log.",
    )
