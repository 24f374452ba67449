"""The stage: what the room sees now, as a snapshot with a growing revision."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.live import frozen
from workshop.models import Activity, CurrentResponse, Respondent, Workshop
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
    settings = frozen.settings(db, activity)
    kind = kind_named(activity.kind)
    return {
        "id": activity.id,
        "kind": activity.kind,
        "title": str(Text(activity.title).in_(language)),
        "round": activity.round,
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


def mine(db: Session, respondent: Respondent, activity: Activity | None) -> list[dict[str, Any]]:
    """Return a respondent's own current answers to an activity, in the order of their slots."""
    if activity is None:
        return []
    rows = db.execute(
        select(
            CurrentResponse.slot,
            CurrentResponse.round,
            CurrentResponse.edit,
            CurrentResponse.answer,
            CurrentResponse.saved_at,
        )
        .where(
            CurrentResponse.activity_id == activity.id,
            CurrentResponse.respondent_id == respondent.id,
            CurrentResponse.round == activity.round,
        )
        .order_by(CurrentResponse.slot)
    )
    return [{"activity_id": activity.id, **row._mapping} for row in rows]


def mine_seq(db: Session, respondent: Respondent) -> int:
    """Return the number of the newest of a respondent's current answers."""
    return (
        db.scalar(
            select(func.max(CurrentResponse.seq)).where(
                CurrentResponse.respondent_id == respondent.id
            )
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
