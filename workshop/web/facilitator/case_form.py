"""A case written on the web: its form, with what is wrong beside each field."""

from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from workshop.library import Case
from workshop.library.intake import (
    CASE,
    HEADINGS,
    MECHANISM,
    Draft,
    Wrong,
    checked,
    column,
    completed,
    drafted,
    slug_of,
)
from workshop.library.intake.drafts import RESERVED
from workshop.library.intake.headings import of_column
from workshop.live import casebook
from workshop.live.refusal import Refusal
from workshop.models import OwnCase
from workshop.schema import LANGUAGES
from workshop.web.errors import Problem
from workshop.web.facilitator import places
from workshop.web.facilitator.blueprint import blueprint, for_leaders
from workshop.web.facilitator.case_files import vocabulary
from workshop.web.facilitator.cases import me
from workshop.web.services import services
from workshop.web.shared import NAMES

NOT_ASKED = {"case", "source_title", "derived", "source_heading"}
"""What only the spreadsheet asks for; a case that has it keeps it."""

BLANK_AT_FIRST = 3
LONGEST_SLUG = 40


@dataclass
class CaseForm:
    """What the form shows; `problems` are by the name of the field."""

    draft: Draft
    problems: dict[str, tuple[str, str]] = field(default_factory=dict)

    def note(self, wrong: list[Wrong]) -> None:
        for one in wrong:
            of_case = of_column(one.column)[0] in CASE
            prefix = "" if of_case else f"m{one.at or 0}."
            name = prefix + one.column
            if one.column in NOT_ASKED or one.column == "mechanism":
                name = "case_title[en]" if of_case else f"{prefix}title[en]"
            self.problems.setdefault(name, (_place(one), one.words))

    @property
    def languages(self) -> list[str]:
        """The languages that have their fields on the page: English, those in use, those ticked."""
        used = {
            of_column(name)[1]
            for cells in (self.draft.cells, *self.draft.mechanisms)
            for name, words in cells.items()
            if words
        }
        ticked = request.form.getlist("languages")
        return [code for code in LANGUAGES if code in ("en", *used, *ticked)]


@blueprint.get("/cases/new")
def new_case_page() -> Response:
    for_leaders()
    return _page(CaseForm(Draft({}, [{} for _ in range(BLANK_AT_FIRST)])))


@blueprint.post("/cases/new")
def new_case() -> Response:
    for_leaders()
    form = CaseForm(_typed(request.form))
    if _rearranged(form):
        return _page(form)
    return _save(form, None)


@blueprint.get("/cases/<slug>/edit")
def edit_case_page(slug: str) -> Response:
    case = _changeable(slug)
    return _page(CaseForm(drafted(case)), case)


@blueprint.post("/cases/<slug>/edit")
def edit_case(slug: str) -> Response:
    case = _changeable(slug)
    form = CaseForm(_typed(request.form))
    if _rearranged(form):
        return _page(form, case)
    return _save(form, case)


@blueprint.post("/cases/<slug>/delete")
def delete_case(slug: str) -> Response:
    for_leaders()
    s = services()
    if request.form.get("sure") != "yes":
        raise Problem("invalid", "Tick the box first: a deleted case does not come back.")
    with s.db.transaction() as db:
        casebook.remove(db, s.casebook.base, me(db), slug)
    flash("The case is deleted. Workshops that asked about it keep their texts.")
    return redirect(url_for("facilitator.cases"), 303)


def _changeable(slug: str) -> Case:
    """Return a case that the signed-in facilitator may change."""
    for_leaders()
    s = services()
    with s.db.reading() as db:
        row = db.get(OwnCase, slug)
        if row is None:
            if slug in {case.slug for case in s.casebook.base.cases}:
                raise Problem("forbidden", "A case of the booklet stays as it is.")
            raise Problem("not-found", "There is no such case in the library.")
        if not casebook.may_change(me(db), row.owner_id):
            raise Problem("forbidden", "This case belongs to another facilitator.")
    return s.library.case(slug)


def _typed(form: MultiDict[str, str]) -> Draft:
    """Return what was sent: fields named by column, those of a mechanism after `m0.`, `m1.`..."""
    rows = min(form.get("mechanisms", 0, type=int), 60)
    return Draft(
        _cells(form, "", CASE),
        [_cells(form, f"m{at}.", MECHANISM) for at in range(rows)],
    )


def _cells(form: MultiDict[str, str], prefix: str, headings: Any) -> dict[str, str]:
    cells = {}
    for heading in headings:
        for code in LANGUAGES if heading.in_languages else ("en",):
            name = column(heading, code)
            if sent := form.getlist(prefix + name):
                cells[name] = "; ".join(sent).strip()
    return cells


def _rearranged(form: CaseForm) -> bool:
    """Do what a button of the list of mechanisms asks; tell whether it was one."""
    verb, _, number = request.form.get("wish", "").partition(":")
    at = int(number) if number.isdecimal() else -1
    mechanisms = form.draft.mechanisms
    if verb == "add":
        mechanisms.append({})
    elif verb == "remove" and 0 <= at < len(mechanisms):
        del mechanisms[at]
    return bool(verb)


def _save(form: CaseForm, before: Case | None) -> Response:
    s = services()
    typed = form.draft
    written = [m for m in typed.mechanisms if any(w for n, w in m.items() if n != "mechanism")]
    form.draft = Draft(typed.cells, written or typed.mechanisms[:1])
    if before:
        # A tick that is not set sends nothing, but the form does have that field.
        asked = {column(h, c) for h in HEADINGS.values() for c in LANGUAGES} - NOT_ASKED
        draft = completed(Draft({**typed.cells, "case": before.slug}, written), before, asked)
    else:
        taken = {case.slug for case in s.library.cases} | RESERVED
        slug = _free(slug_of(typed.cells.get("case_title[en]", ""), LONGEST_SLUG - 4), taken)
        draft = Draft({**typed.cells, "case": slug}, written)
    case, wrong = checked(draft, vocabulary())
    if case is None:
        form.note(wrong)
        return _page(form, before, 422)
    try:
        with s.db.transaction() as db:
            casebook.keep(db, s.casebook.base, me(db), case)
    except Refusal as refusal:
        form.problems["case_title[en]"] = ("The case", refusal.words)
        return _page(form, before, 422)
    flash("The case is saved. Every facilitator here can use it.")
    return redirect(url_for("facilitator.case", slug=case.slug), 303)


def _free(slug: str, taken: set[str]) -> str:
    names = chain([slug or "case"], (f"{slug or 'case'}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


def _place(wrong: Wrong) -> str:
    heading, language = of_column(wrong.column)
    place = heading.label
    if heading.in_languages and language != "en":
        place += f" in {NAMES[language]}"
    return place if heading in CASE else f"Mechanism {(wrong.at or 0) + 1}, {place}"


def _page(form: CaseForm, case: Case | None = None, status: int = 200) -> Response:
    page = render_template(
        "facilitator/case_form.html",
        form=form,
        case=case,
        headings=HEADINGS,
        languages=LANGUAGES,
        words=vocabulary().columns,
        countries=places.countries(),
    )
    return make_response(page, status)
