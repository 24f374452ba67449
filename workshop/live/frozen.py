"""An activity's settings as they were frozen, and as they stand while it is only planned."""

from collections import OrderedDict
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.db import now
from workshop.live.refusal import Refusal
from workshop.models import Activity, ActivityVersion

_MOST_KEPT = 256
_kept: OrderedDict[tuple[str, int], Any] = OrderedDict()


def settings(db: Session, activity: Activity | Row[Any], version: int | None = None) -> Any:
    """Return the settings of a version (the latest by default) as the kind's own schema.

    Frozen versions never change, so they are parsed once and kept in memory.
    """
    kind = kind_named(activity.kind)
    if version is None:
        if activity.state == "planned":
            return kind.Settings.model_validate(activity.settings)
        version = activity.version
    key = (activity.id, version)
    if key in _kept:
        _kept.move_to_end(key)
        return _kept[key]
    row = db.get(ActivityVersion, key)
    if row is None:
        raise Refusal("not-found", "This version of the activity does not exist.")
    parsed = kind.Settings.model_validate(row.settings)
    _kept[key] = parsed
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return parsed


def settings_now(db: Session, activity: Activity | Row[Any]) -> Any:
    """Return the latest settings with nothing but what the round that is on asks."""
    whole = settings(db, activity)
    if activity.asked is None:
        return whole
    return kind_named(activity.kind).only(whole, activity.asked)


def freeze(db: Session, activity: Activity, prepared: Any) -> None:
    """Keep title and settings, word for word, as the activity's next version, if they changed."""
    activity.settings = prepared.model_dump(mode="json")
    latest = db.get(ActivityVersion, (activity.id, activity.version))
    if latest and (latest.title, latest.settings) == (activity.title, activity.settings):
        return
    activity.version += 1
    db.add(
        ActivityVersion(
            activity_id=activity.id,
            version=activity.version,
            title=activity.title,
            settings=activity.settings,
            frozen_at=now(),
        )
    )
    db.flush()


def all_versions(db: Session, activity: Activity) -> list[ActivityVersion]:
    """Return every frozen version, oldest first."""
    return list(
        db.scalars(
            select(ActivityVersion)
            .where(ActivityVersion.activity_id == activity.id)
            .order_by(ActivityVersion.version)
        )
    )
