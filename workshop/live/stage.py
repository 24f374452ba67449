"""The stage: what the room sees now, as a snapshot with a growing revision."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.live import frozen, tables
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent, Workshop
from workshop.schema import Text


def current_activity(db: Session, workshop: Workshop) -> Activity | None:
    """Return the activity that is on, or None between activities."""
    if workshop.current_activity_id is None or workshop.state == "draft":
        return None
    activity = db.get(Activity, workshop.current_activity_id)
    return None if activity is None or activity.state == "planned" else activity


def public(db: Session, workshop: Workshop, language: str) -> dict[str, Any]:
    """Return the stage as everybody may see it, in one language, without any answer."""
    activity = current_activity(db, workshop)
    return {
        "revision": workshop.revision,
        "workshop": {
            "code": workshop.code,
            "title": str(Text(workshop.title).in_(language)),
            "state": workshop.state,
            "languages": workshop.languages,
            "tables": workshop.tables,
            "stakeholder_groups": [
                {"id": group["id"], "label": str(Text(group["label"]).in_(language))}
                for group in workshop.stakeholder_groups
            ],
        },
        "activity": None if activity is None else _shown(db, activity, language),
    }


def in_all_languages(db: Session, workshop: Workshop) -> dict[str, dict[str, Any]]:
    """Return the public stage in each language of the workshop, the first one first."""
    return {language: public(db, workshop, language) for language in workshop.languages}


def _shown(db: Session, activity: Activity, language: str) -> dict[str, Any]:
    settings = frozen.settings_now(db, activity)
    kind = kind_named(activity.kind)
    return {
        "id": activity.id,
        "kind": activity.kind,
        "title": str(Text(activity.title).in_(language)),
        "round": activity.round,
        "answered_by": activity.answered_by,
        "version": activity.version,
        "state": activity.state,
        "revealed": activity.revealed,
        "settings": in_language(settings, language),
        "items": [
            {
                "id": item.id,
                "title": str(item.title.in_(language)),
                "text": str(item.text.in_(language)),
            }
            for item in kind.items(settings)
        ],
    }


def answers_as(db: Session, respondent: Respondent, activity: Activity | None) -> Respondent | None:
    """Return who answers an activity: the respondent, or the table they sit at, if at one."""
    if activity is None or activity.answered_by != "table":
        return respondent
    return tables.sheet_of(db, respondent)


def mine(
    db: Session,
    respondent: Respondent,
    activity: Activity | None,
    round_: int | None = None,
) -> list[dict[str, Any]]:
    """Return what a respondent, or the table they sit at, answers now to an activity.

    In the order of the slots, with what the respondent supports; of the round
    that is on unless another is asked for.
    """
    if activity is None:
        return []
    sheet = answers_as(db, respondent, activity)
    own = {respondent.id, sheet.id if sheet else respondent.id}
    rows = db.execute(
        select(
            CurrentResponse.slot,
            CurrentResponse.round,
            CurrentResponse.edit,
            CurrentResponse.answer,
            CurrentResponse.saved_at,
            CurrentResponse.response_id,
        )
        .where(
            CurrentResponse.activity_id == activity.id,
            CurrentResponse.respondent_id.in_(own),
            CurrentResponse.round == (round_ or activity.round),
        )
        .order_by(CurrentResponse.slot)
    )
    return [{"activity_id": activity.id, **row._mapping} for row in rows]


def as_shown(
    db: Session, respondent: Respondent, activity: Activity, edits: Mapping[str, int]
) -> dict[str, dict[str, Any] | None]:
    """Return what a respondent's slots held at the given edits: what a page showed then."""
    rows = db.execute(
        select(ResponseEvent.slot, ResponseEvent.edit, ResponseEvent.answer).where(
            ResponseEvent.respondent_id == respondent.id,
            ResponseEvent.activity_id == activity.id,
            ResponseEvent.round == activity.round,
            ResponseEvent.status == "saved",
            ResponseEvent.slot.in_(edits),
        )
    )
    return {row.slot: row.answer for row in rows if row.edit == edits[row.slot]}


def mine_seq(db: Session, respondent: Respondent) -> int:
    """Return the number of the newest of a respondent's current answers, or their table's."""
    own = {respondent.id, tables.id_of(db, respondent)} - {""}
    return (
        db.scalar(
            select(func.max(CurrentResponse.seq)).where(CurrentResponse.respondent_id.in_(own))
        )
        or 0
    )


def in_language(value: Any, language: str) -> Any:
    """Return a schema as plain JSON, every text in one language."""
    if isinstance(value, Text):
        return str(value.in_(language))
    if isinstance(value, BaseModel):
        return {
            name: in_language(getattr(value, name), language) for name in type(value).model_fields
        }
    if isinstance(value, (list, tuple)):
        return [in_language(one, language) for one in value]
    if isinstance(value, dict):
        return {key: in_language(one, language) for key, one in value.items()}
    return value
