"""Cases from a spreadsheet and back: template, preview, and what is stored once confirmed."""

from flask import Response as Download
from flask import flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from workshop.exports import case_template
from workshop.library.intake import (
    Grid,
    Intake,
    Line,
    Unreadable,
    Vocabulary,
    changes,
    intake,
    read,
)
from workshop.library.intake.grid import MOST_BYTES
from workshop.live import casebook
from workshop.schema import LANGUAGES
from workshop.web.errors import Problem
from workshop.web.facilitator import places
from workshop.web.facilitator.blueprint import blueprint, for_leaders
from workshop.web.facilitator.cases import me
from workshop.web.services import services

ROOM_FOR_THE_FORM = 1024 * 1024
MOST_PROBLEMS = 100


def vocabulary() -> Vocabulary:
    return Vocabulary.of(services().library, dict(places.countries()))


@blueprint.get("/cases/import")
def import_page() -> Response:
    for_leaders()
    return _upload_page()


@blueprint.post("/cases/import")
def import_cases() -> Response:
    """Read a file; show what is wrong with it, or put it aside and show what it would change."""
    for_leaders()
    request.max_content_length = MOST_BYTES + ROOM_FOR_THE_FORM
    try:
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        return _upload_page("The file is larger than 5 MB. Send the cases in several files.", 413)
    if sent is None or not sent.filename:
        return _upload_page("Choose a file first.", 422)
    s = services()
    try:
        grid = read(sent.read())
        found = intake(grid, vocabulary(), {case.slug: case for case in s.library.cases})
    except Unreadable as problem:
        return _upload_page(str(problem), 422, sent.filename)
    with s.db.transaction() as db:
        found.problems += _not_theirs(db, found)
        if found.problems:
            return _problems_page(grid, found, sent.filename)
        staged = casebook.stage(
            db, current_user.id, sent.filename, grid.read_as, [case for _, case in found.cases]
        )
    if found.unknown:
        flash(f"Left out, because the template has no such column: {', '.join(found.unknown)}.")
    return redirect(url_for("facilitator.import_preview", staged_id=staged.id), 303)


@blueprint.get("/cases/import/<staged_id>")
def import_preview(staged_id: str) -> Response:
    """What the file would add and change; nothing of it is stored."""
    for_leaders()
    s = services()
    with s.db.reading() as db:
        staged = casebook.staged(db, current_user.id, staged_id)
    known = {case.slug: case for case in s.library.cases}
    entries = []
    for entry in casebook.entries(staged):
        before = known.get(entry.case.slug)
        differs = changes(before, entry.case) if before else []
        state = "changed" if differs else "unchanged"
        entries.append((entry.case, state if before else "new", differs))
    return make_response(
        render_template("facilitator/import_preview.html", staged=staged, entries=entries)
    )


@blueprint.post("/cases/import/<staged_id>")
def confirm_import(staged_id: str) -> Response:
    for_leaders()
    s = services()
    with s.db.transaction() as db:
        staged = casebook.staged(db, current_user.id, staged_id)
        stored = casebook.confirm(db, s.casebook.base, me(db), staged)
    flash(f"Stored: {stored} {'case' if stored == 1 else 'cases'}.")
    return redirect(url_for("facilitator.cases"), 303)


@blueprint.post("/cases/import/<staged_id>/drop")
def drop_import(staged_id: str) -> Response:
    for_leaders()
    with services().db.transaction() as db:
        db.delete(casebook.staged(db, current_user.id, staged_id))
    flash("Nothing was stored.")
    return redirect(url_for("facilitator.import_page"), 303)


@blueprint.get("/cases/template.<format_>")
def case_template_file(format_: str) -> Download:
    """The empty template, with columns for the languages asked for."""
    return _file("template", format_, [])


@blueprint.get("/cases/export/<any(own, booklet):which>.<format_>")
def export_cases(which: str, format_: str) -> Download:
    """Added cases, or those of the booklet, in the template."""
    library = services().library
    cases = [case for case in library.cases if (case.slug in library.own) == (which == "own")]
    return _file("own-cases" if which == "own" else "booklet-cases", format_, cases)


def _file(name: str, format_: str, cases: list) -> Download:
    if format_ not in case_template.FORMATS:
        raise Problem("not-found", "There is no such format; there is xlsx and csv.")
    languages = [code for code in request.args.getlist("language") if code in LANGUAGES]
    content = case_template.write(services().library, cases, vocabulary(), format_, languages)
    response = Download(content, content_type=case_template.FORMATS[format_])
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{format_}")
    return response


def _not_theirs(db: Session, found: Intake) -> list[Line]:
    """Return the cases of a file that this account may not change, in words."""
    s, account = services(), me(db)
    owners = casebook.owners(db)
    problems = []
    for row, case in found.cases:
        before = next((one for one in s.library.cases if one.slug == case.slug), None)
        if before is None or casebook.same(before, case):
            continue
        if case.slug not in owners:
            whose = "is a case of the booklet, which stays as it is"
        elif not casebook.may_change(account, owners[case.slug]):
            whose = "belongs to another facilitator"
        else:
            continue
        words = f"'{case.slug}' {whose}; give yours another short name"
        problems.append(Line(row, "case", words))
    return problems


def _upload_page(problem: str = "", status: int = 200, file_name: str = "") -> Response:
    library = services().library
    page = render_template(
        "facilitator/import.html",
        problem=problem,
        file_name=file_name,
        languages=LANGUAGES,
        own=len(library.own),
    )
    return make_response(page, status)


def _problems_page(grid: Grid, found: Intake, file_name: str) -> Response:
    page = render_template(
        "facilitator/import_problems.html",
        problems=found.problems[:MOST_PROBLEMS],
        more=max(0, len(found.problems) - MOST_PROBLEMS),
        file_name=file_name,
        read_as=grid.read_as,
    )
    return make_response(page, 422)
