"""The library of cases: to look through, to read, and to put to a room."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workshop.activities import kinds
from workshop.library import Case, Library
from workshop.library.browsing import find, fitting
from workshop.library.intake import HEADINGS
from workshop.library.missing import Gap, gaps
from workshop.live import casebook, members, plan
from workshop.models import Account, OwnCase
from workshop.schema import LANGUAGES, Text
from workshop.web.errors import Problem
from workshop.web.facilitator import case_filters
from workshop.web.facilitator.blueprint import blueprint, for_leaders, workshop_for
from workshop.web.services import services


@blueprint.get("/cases")
def cases() -> Response:
    library = services().library
    wish = case_filters.wish_of(request.args, library)
    found = find(library, wish)
    by_mechanism = bool(wish.category or wish.pattern)
    return make_response(
        render_template(
            "facilitator/cases.html",
            found=[(case, fitting(case, wish) if by_mechanism else []) for case in found],
            filters=case_filters.filters(library, wish),
            wish=wish,
            said=case_filters.in_words(library, wish),
        )
    )


@blueprint.get("/cases/<slug>")
def case(slug: str) -> Response:
    s = services()
    found = _found(slug)
    with s.db.reading() as db:
        workshops = [
            workshop
            for workshop, may in members.desk(db, current_user.id, current_user.role)
            if may != "read" and workshop.state != "ended"
        ]
        row = db.get(OwnCase, slug)
        owner = db.get(Account, row.owner_id) if row and row.owner_id else None
        may_change = (
            row is not None and current_user.leads and casebook.may_change(me(db), row.owner_id)
        )
    return make_response(
        render_template(
            "facilitator/case.html",
            case=found,
            own=slug in s.library.own,
            owner=owner,
            may_change=may_change,
            workshops=workshops,
            kinds=[kind for kind in kinds().values() if kind.takes_cases],
        )
    )


@blueprint.post("/cases/<slug>/use")
def use_case(slug: str) -> Response:
    """Go on to the set-up form of an activity about this case, in a workshop there is or a new."""
    for_leaders()
    found = _found(slug)
    kind = kinds().get(request.form.get("kind", ""))
    if kind is None or not kind.takes_cases:
        raise Problem("invalid", "Choose what the room shall do with the case.")
    with services().db.transaction() as db:
        if workshop_id := request.form.get("workshop", ""):
            workshop = workshop_for(db, workshop_id, may="lead")
        else:
            title = f"Workshop: {found.title.in_()}"[:200]
            workshop = plan.create(
                db, current_user.id, plan.WorkshopPlan(title=Text({"en": title}))
            )
    return redirect(
        url_for(
            "facilitator.new_activity_page",
            workshop_id=workshop.id,
            kind_name=kind.name,
            case=slug,
        ),
        303,
    )


@blueprint.get("/cases/patterns/<pattern_id>")
def pattern(pattern_id: str) -> Response:
    """A pattern with its mechanisms, across the cases."""
    library = services().library
    try:
        found = library.pattern(pattern_id)
    except LookupError as problem:
        raise Problem("not-found", "There is no such pattern in the library.") from problem
    mechanisms = [
        (case, mechanism)
        for case in library.cases
        for mechanism in case.mechanisms
        if mechanism.pattern == found.id
    ]
    return make_response(
        render_template("facilitator/pattern.html", pattern=found, mechanisms=mechanisms)
    )


@blueprint.get("/cases/missing")
def missing_texts() -> Response:
    """What is not there yet in one language; how much, in each, while none is chosen."""
    library = services().library
    language = request.args.get("language", "")
    if language not in LANGUAGES:
        language = ""
    found = gaps(library, language) if language else []
    mechanisms = {m.id: m.title for case in library.cases for m in case.mechanisms}
    return make_response(
        render_template(
            "facilitator/missing.html",
            language=language,
            gaps=found,
            by_case=[
                (slug, _places(some, mechanisms)) for slug, some in groupby(found, lambda g: g.case)
            ],
            titles={case.slug: case.title for case in library.cases},
            counted=[] if language else [_counted(library, code) for code in LANGUAGES[1:]],
        )
    )


def _places(found: Iterable[Gap], mechanisms: Mapping[str, Text]) -> list[dict[str, Any]]:
    """Return the gaps of one case by case and mechanism; the entries of one field together."""
    places = []
    for name, of_place in groupby(found, lambda gap: gap.place):
        fields = []
        number = 0
        for field, some in groupby(of_place, lambda gap: gap.field):
            texts = list(some)
            number += len(texts)
            heading = HEADINGS.get(field)
            fields.append(
                {
                    "label": heading.label if heading else field.replace("_", " ").capitalize(),
                    "english": "; ".join(gap.english for gap in texts),
                    "asked": texts[0].asked,
                }
            )
        title = mechanisms.get(name)
        places.append({"name": name, "title": title, "number": number, "fields": fields})
    return places


def _counted(library: Library, language: str) -> tuple[str, int, int]:
    """Return a language with how many texts it lacks: those participants read, and all."""
    found = gaps(library, language)
    return language, sum(gap.asked for gap in found), len(found)


def me(db: Session) -> Account:
    """Return the signed-in facilitator's account."""
    account = db.get(Account, current_user.id)
    assert account is not None
    return account


def _found(slug: str) -> Case:
    try:
        return services().library.case(slug)
    except LookupError as problem:
        raise Problem("not-found", "There is no such case in the library.") from problem
