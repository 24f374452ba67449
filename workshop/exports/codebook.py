"""The sheet that explains the others, and the facts a method section needs."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop import library
from workshop.activities.base import Sheet
from workshop.exports.columns import CODEBOOK
from workshop.exports.simulated import NOTICE
from workshop.models import Respondent, Workshop
from workshop.schema import Text

INTERNAL = (
    "Internal: for the organisers and their researchers. The data is pseudonymised, not "
    "anonymised: small groups, exact times and free text can point to a person. Do not publish "
    "this file, and pass it on only under the terms that the participants agreed to."
)
LICENCE = (
    "Licence: none is granted with this file. Texts of the library of cases and answers of "
    "participants are for use within the project."
)


def notices(simulated: bool) -> list[str]:
    """Return what everybody has to know who opens a file, most important first."""
    known = library.load()
    return [
        *([NOTICE] if simulated else []),
        INTERNAL,
        LICENCE,
        f"Cases and mechanisms: {known.citation}",
        known.disclaimer,
    ]


def sheet(
    db: Session, workshop: Workshop, cover: Sequence[str], explained: Sequence[Sheet]
) -> Sheet:
    """Return the codebook: notices, the workshop, its groups, and each column of each sheet."""
    return Sheet("codebook", CODEBOOK, _rows(db, workshop, cover, explained))


def _rows(
    db: Session, workshop: Workshop, cover: Sequence[str], explained: Sequence[Sheet]
) -> Iterator[tuple[str, str, Any]]:
    for notice in cover:
        yield "notice", "", notice
    for name, value in _facts(workshop):
        yield "workshop", name, value
    yield from _groups(db, workshop)
    for one in (Sheet("codebook", CODEBOOK, ()), *explained):
        for column in one.columns:
            yield one.name, column.name, column.description


def _facts(workshop: Workshop) -> Iterator[tuple[str, Any]]:
    yield "code", workshop.code
    yield "id", workshop.id
    yield from _in_each_language("title", workshop.title)
    yield "place", workshop.place
    yield "country", workshop.country
    yield "date", workshop.date.isoformat() if workshop.date else None
    yield "time_zone", workshop.time_zone
    yield "languages", ", ".join(workshop.languages)
    yield "state", workshop.state
    yield "keep_until", workshop.keep_until.isoformat() if workshop.keep_until else None
    yield "consent_version", workshop.consent_version
    yield from _in_each_language("consent", workshop.consent)
    yield "recruitment", workshop.recruitment or None
    yield "notes", workshop.notes or None


def _groups(db: Session, workshop: Workshop) -> Iterator[tuple[str, str, Any]]:
    query = (
        select(Respondent.stakeholder_group, func.count())
        .where(Respondent.workshop_id == workshop.id)
        .group_by(Respondent.stakeholder_group)
    )
    joined = dict(db.execute(query).all())
    labels = workshop.group_labels()
    for group in (*labels, *sorted(joined.keys() - labels.keys())):
        for name, words in _in_each_language(group, labels.get(group, {})):
            yield "group", name, words
        yield "group", f"{group}: invited", workshop.invited.get(group)
        yield "group", f"{group}: joined", joined.get(group, 0)


def _in_each_language(name: str, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for language, text in Text(words).root.items():
        yield f"{name} ({language})", text
