"""The travelling mechanism: how other rooms of this installation worded the same thing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from workshop.activities import kind_named
from workshop.live import consents, frozen
from workshop.live.decisions import STATE_AFTER
from workshop.models import Act, Activity, CurrentResponse, ResponseEvent, Workshop

MOST = 3
"""How many wordings of one item are shown; more is reading, not answering."""


@dataclass(frozen=True)
class Wording:
    """What another room adopted, and where that was; nothing of who wrote it."""

    text: str
    place: str
    country: str
    year: int | None


def elsewhere(db: Session, activity: Activity) -> dict[str, list[Wording]]:
    """Return adopted wordings of other workshops by item, newest first.

    Who has not answered an item must not be led by others: show it to nobody
    else. Only words whose writers agreed that they are quoted and pooled travel.
    """
    kind = kind_named(activity.kind)
    travelling = set(kind.travels(frozen.settings_now(db, activity)))
    if not travelling:
        return {}
    found: dict[str, list[Wording]] = defaultdict(list)
    willing: dict[str, consents.Willing] = {}
    for row in db.execute(_adopted(activity, travelling)):
        if len(found[row.slot]) == MOST:
            continue
        if row.workshop_id not in willing:
            willing[row.workshop_id] = consents.willing(db, row.workshop_id)
        agreed = willing[row.workshop_id]
        if all(agreed.to(name, row.response_id, row.respondent_id) for name in consents.OPTIONAL):
            text = "\n".join(kind.words(kind.recall(row.answer)))
            year = row.date.year if row.date else None
            found[row.slot].append(Wording(text, row.place, row.country, year))
    return {item: wordings for item, wordings in found.items() if wordings}


def _adopted(activity: Activity, items: Collection[str]) -> Any:
    """Select what was adopted last, as it stands, newest first."""
    later = aliased(Act)
    return (
        select(
            CurrentResponse.slot,
            CurrentResponse.answer,
            CurrentResponse.response_id,
            CurrentResponse.respondent_id,
            Workshop.id.label("workshop_id"),
            Workshop.place,
            Workshop.country,
            Workshop.date,
        )
        # By the event: acts are few, and an event is found by its id alone.
        .select_from(Act)
        .join(ResponseEvent, ResponseEvent.submission_id == Act.response_id)
        .join(
            CurrentResponse,
            and_(
                CurrentResponse.activity_id == ResponseEvent.activity_id,
                CurrentResponse.round == ResponseEvent.round,
                CurrentResponse.respondent_id == ResponseEvent.respondent_id,
                CurrentResponse.slot == ResponseEvent.slot,
                CurrentResponse.seq == ResponseEvent.seq,
            ),
        )
        .join(Activity, Activity.id == CurrentResponse.activity_id)
        .join(Workshop, Workshop.id == Activity.workshop_id)
        .where(
            Act.verb == "adopt",
            CurrentResponse.slot.in_(items),
            CurrentResponse.answer.is_not(None),
            CurrentResponse.origin != "simulated",
            Activity.kind == activity.kind,
            Workshop.id != activity.workshop_id,
            Workshop.is_demo.is_(False),
            ~select(later.seq)
            .where(
                later.response_id == Act.response_id,
                later.seq > Act.seq,
                later.verb.in_(STATE_AFTER),
            )
            .exists(),
        )
        .order_by(Act.seq.desc())
    )
