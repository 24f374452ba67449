"""What a workshop holds, as sheets: the codebook first, then every answer, who answered, counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import ActivityKind, Sheet
from workshop.exports import codebook
from workshop.exports.answers import Answers, events
from workshop.exports.cells import as_json, time_in
from workshop.exports.columns import OF_ACTIVITY, PARTICIPANTS, RESPONSES, SIMULATED_COLUMN
from workshop.exports.simulated import SIMULATED, holds_simulated, marked
from workshop.live import consents, frozen
from workshop.live.support import shape_of
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent, Workshop
from workshop.schema import Text


@dataclass(frozen=True)
class Book:
    """The sheets of one workshop with what stands on the cover of every file of them."""

    title: str
    notices: Sequence[str]
    simulated: bool
    sheets: Sequence[Sheet]


def book(db: Session, workshop: Workshop) -> Book:
    """Return the sheets; their rows are read from the database when a writer asks for them."""
    simulated = holds_simulated(db, workshop.id)
    notices = codebook.notices(simulated)
    sheets = [
        Sheet("responses", RESPONSES, _responses(db, workshop)),
        Sheet("participants", PARTICIPANTS, _participants(db, workshop)),
        *_of_kinds(db, workshop, simulated),
    ]
    first = codebook.sheet(db, workshop, notices, sheets)
    return Book(_in_first_language(workshop, workshop.title), notices, simulated, [first, *sheets])


def _responses(db: Session, workshop: Workshop) -> Iterator[list[Any]]:
    zone = ZoneInfo(workshop.time_zone)
    agenda = {
        activity.id: (
            _in_first_language(workshop, activity.title),
            activity.kind,
            kind_named(activity.kind),
        )
        for activity in workshop.activities
    }
    for event in events(db, workshop.id):
        title, kind_name, kind = agenda[event.activity_id]
        value, words, answer = None, None, None
        if event.answer is not None:
            value, words = _summary(kind, event.answer)
            answer = as_json(event.answer)
        yield [
            workshop.code,
            event.activity_id,
            title,
            kind_name,
            event.round,
            event.version,
            event.slot,
            event.respondent_id,
            event.stakeholder_group,
            event.sub_role,
            event.table_name,
            value,
            words,
            answer,
            event.status,
            event.is_current,
            event.edit,
            event.origin,
            event.submission_id,
            time_in(UTC, event.saved_at),
            time_in(zone, event.saved_at),
            marked(event.origin),
        ]


def _summary(kind: ActivityKind, answer: dict[str, Any]) -> tuple[str, str]:
    """Return an answer's main value and its words; it was checked when it was saved."""
    if shape := shape_of(answer):
        return shape.model_validate(answer).summary()
    return kind.summary(kind.recall(answer))


def _participants(db: Session, workshop: Workshop) -> Iterator[list[Any]]:
    labels = workshop.group_labels()
    sent = (
        select(func.count())
        .where(ResponseEvent.respondent_id == Respondent.id)
        .correlate(Respondent)
        .scalar_subquery()
    )
    standing = (
        select(func.count())
        .where(CurrentResponse.respondent_id == Respondent.id, CurrentResponse.answer.is_not(None))
        .correlate(Respondent)
        .scalar_subquery()
    )
    query = (
        select(Respondent.__table__, sent.label("sent"), standing.label("standing"))
        .where(Respondent.workshop_id == workshop.id)
        .order_by(Respondent.joined_at, Respondent.id)
    )
    willing = consents.willing(db, workshop.id)
    wrote = _who_wrote_on_sheets(db, workshop)
    for person in db.execute(query):
        yield [
            workshop.code,
            person.id,
            person.stakeholder_group,
            _in_first_language(workshop, labels.get(person.stakeholder_group, {})),
            person.sub_role,
            person.table_name,
            person.is_table,
            person.locale,
            as_json(person.consents),
            *(
                all(
                    name in willing.people.get(one, ())
                    for one in wrote.get(person.id, (person.id,))
                )
                for name in (consents.BE_QUOTED, consents.POOL)
            ),
            person.origin,
            time_in(UTC, person.joined_at),
            time_in(UTC, person.left_at),
            person.sent,
            person.standing,
            marked(person.origin),
        ]


def _who_wrote_on_sheets(db: Session, workshop: Workshop) -> dict[str, set[str]]:
    wrote: dict[str, set[str]] = {}
    query = (
        select(ResponseEvent.respondent_id, ResponseEvent.sent_by)
        .join(Respondent, Respondent.id == ResponseEvent.respondent_id)
        .where(Respondent.workshop_id == workshop.id, Respondent.is_table.is_(True))
        .distinct()
    )
    for table, sender in db.execute(query):
        wrote.setdefault(table, set()).add(sender or table)
    return wrote


def _of_kinds(db: Session, workshop: Workshop, simulated: bool) -> Iterator[Sheet]:
    """Yield the kinds' own sheets; activities that bring the same sheet share it."""
    parts: dict[str, list[tuple[Activity, Sheet]]] = {}
    for activity in workshop.activities:
        settings = frozen.settings(db, activity)
        for sheet in kind_named(activity.kind).sheets(settings, Answers(db, activity)):
            parts.setdefault(sheet.name, []).append((activity, sheet))
    for name, shared in parts.items():
        own = {column.name: column for _, sheet in shared for column in sheet.columns}
        yield Sheet(
            name,
            (*OF_ACTIVITY, *own.values(), SIMULATED_COLUMN),
            _joined(workshop, shared, list(own), SIMULATED if simulated else None),
        )


def _joined(
    workshop: Workshop,
    shared: Iterable[tuple[Activity, Sheet]],
    names: list[str],
    mark: str | None,
) -> Iterator[list[Any]]:
    for activity, sheet in shared:
        front = [workshop.code, activity.id, _in_first_language(workshop, activity.title)]
        places = [names.index(column.name) for column in sheet.columns]
        for row in sheet:
            line: list[Any] = [None] * len(names)
            for place, value in zip(places, row, strict=True):
                line[place] = value
            yield [*front, *line, mark]


def _in_first_language(workshop: Workshop, words: dict[str, str]) -> str:
    return str(Text(words).in_(workshop.languages[0]))
