"""Planning: workshops are made, changed, copied and deleted; so is their agenda."""

import datetime as dt
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.activities.base import Material
from workshop.live import codes, defaults, retention
from workshop.live.acts import log
from workshop.live.planned import ActivityPlan, StakeholderGroup, WorkshopPlan
from workshop.live.refusal import Refusal
from workshop.models import Activity, Respondent, Workshop
from workshop.schema import Text, problems_in_words

CONSENTS = ("consent", "consent_be_quoted", "consent_pool")

__all__ = ["ActivityPlan", "StakeholderGroup", "WorkshopPlan"]


def create(
    db: Session, owner_id: str | None, plan: WorkshopPlan, *, is_demo: bool = False
) -> Workshop:
    """Make a workshop in draft, with a join code of its own."""
    values = _columns(plan)
    values["keep_until"] = plan.keep_until or _in_years(defaults.KEEP_YEARS)
    workshop = Workshop(
        id=str(uuid4()), code=codes.mint(db), owner_id=owner_id, is_demo=is_demo, **values
    )
    db.add(workshop)
    db.flush()
    log(db, workshop, owner_id, "create")
    return workshop


def change(db: Session, workshop: Workshop, account_id: str | None, plan: WorkshopPlan) -> None:
    """Change what was planned; groups that participants chose cannot go away."""
    kept = {group.id for group in plan.stakeholder_groups}
    chosen = {
        group
        for (group,) in db.query(Respondent.stakeholder_group)
        .filter(Respondent.workshop_id == workshop.id)
        .distinct()
    }
    if chosen - kept:
        labels = workshop.group_labels()
        gone = sorted(str(Text(labels.get(g, {"en": g})).in_()) for g in chosen - kept)
        raise Refusal(
            "frozen",
            f"Participants have already chosen “{'”, “'.join(gone)}”; "
            "this stakeholder group has to stay.",
        )
    taken = [
        int(table)
        for (table,) in db.query(Respondent.table).filter(
            Respondent.workshop_id == workshop.id, Respondent.table.is_not(None)
        )
        if table
    ]
    if max(taken, default=0) > plan.tables:
        raise Refusal(
            "frozen", f"People sit at table {max(taken)} already; that many tables have to stay."
        )
    values = _columns(plan)
    # Nothing is kept for ever because a field was left empty.
    values["keep_until"] = values["keep_until"] or workshop.keep_until
    if any(values[name] != getattr(workshop, name) for name in CONSENTS):
        workshop.consent_version += 1
    for name, value in values.items():
        setattr(workshop, name, value)
    workshop.revision += 1
    log(db, workshop, account_id, "change")
    db.flush()


def duplicate(db: Session, workshop: Workshop, account_id: str | None) -> Workshop:
    """Make a draft with the same agenda, without anybody's answers."""
    copy = Workshop(
        id=str(uuid4()),
        code=codes.mint(db),
        owner_id=account_id,
        title={
            language: f"{words} (2)" if len(words) < 190 else words
            for language, words in workshop.title.items()
        },
        keep_until=_in_years(defaults.KEEP_YEARS),
        **{
            name: getattr(workshop, name)
            for name in (
                "place",
                "country",
                "time_zone",
                "languages",
                "stakeholder_groups",
                "tables",
                *CONSENTS,
                "help_line",
                "minors",
                "recruitment",
            )
        },
    )
    db.add(copy)
    db.flush()
    for activity in workshop.activities:
        db.add(
            Activity(
                id=str(uuid4()),
                workshop_id=copy.id,
                position=activity.position,
                kind=activity.kind,
                title=activity.title,
                planned_minutes=activity.planned_minutes,
                answered_by=activity.answered_by,
                settings=activity.settings,
            )
        )
    log(db, copy, account_id, "duplicate", of=workshop.id)
    db.flush()
    return copy


def delete(db: Session, workshop: Workshop) -> None:
    """Delete a workshop with everything in it."""
    if workshop.state == "live":
        raise Refusal("not-now", "This workshop is live; end it before you delete it.")
    retention.note(db, workshop, "owner")
    db.delete(workshop)
    db.flush()


def add_activity(
    db: Session,
    workshop: Workshop,
    account_id: str | None,
    plan: ActivityPlan,
    material: Material,
) -> Activity:
    """Add an activity at the end of the agenda."""
    settings = checked_settings(plan, material)
    _check_groups(workshop, plan.kind, settings)
    last = max((a.position for a in workshop.activities), default=0)
    activity = Activity(
        id=str(uuid4()),
        workshop_id=workshop.id,
        position=last + 1,
        kind=plan.kind,
        title=plan.title.root,
        planned_minutes=plan.minutes,
        answered_by=plan.answered_by,
        settings=settings,
    )
    workshop.activities.append(activity)
    _changed(db, workshop, account_id, "add-activity", activity)
    return activity


def edit_activity(
    db: Session,
    workshop: Workshop,
    account_id: str | None,
    activity: Activity,
    plan: ActivityPlan,
    material: Material,
) -> None:
    """Change an activity that was not opened yet."""
    if activity.state != "planned":
        raise Refusal("frozen", "This activity was opened; only its wording can be corrected.")
    settings = checked_settings(plan, material)
    _check_groups(workshop, plan.kind, settings)
    activity.settings = settings
    activity.title = plan.title.root
    activity.planned_minutes = plan.minutes
    activity.answered_by = plan.answered_by
    _changed(db, workshop, account_id, "edit-activity", activity)


def move_activity(
    db: Session, workshop: Workshop, account_id: str | None, activity: Activity, by: int
) -> None:
    """Move an activity up (-1) or down (1) the agenda."""
    agenda = list(workshop.activities)
    at = agenda.index(activity)
    agenda.insert(max(0, min(len(agenda) - 1, at + by)), agenda.pop(at))
    for position, one in enumerate(agenda, start=1):
        one.position = position
    _changed(db, workshop, account_id, "move-activity", activity)
    db.expire(workshop, ["activities"])


def remove_activity(
    db: Session, workshop: Workshop, account_id: str | None, activity: Activity
) -> None:
    """Take an activity off the agenda; one that was opened stays, answers hang on it."""
    if activity.state != "planned":
        raise Refusal("frozen", "This activity was opened; its answers keep it on the agenda.")
    _changed(db, workshop, account_id, "remove-activity", activity)
    workshop.activities.remove(activity)
    db.flush()


def checked_settings(plan: ActivityPlan, material: Material) -> dict[str, Any]:
    """Return the settings with everything named by id filled in; Refusal in words if impossible."""
    try:
        kind = kind_named(plan.kind)
        settings = kind.prepare(kind.Settings.model_validate(plan.settings), material)
    except LookupError as problem:
        raise Refusal("invalid", str(problem)) from problem
    except ValidationError as problem:
        raise Refusal("invalid", problems_in_words(problem)) from problem
    except ValueError as problem:
        raise Refusal("invalid", str(problem)) from problem
    return settings.model_dump(mode="json")


def _check_groups(workshop: Workshop, kind_name: str, settings: dict[str, Any]) -> None:
    kind = kind_named(kind_name)
    named = kind.groups(kind.Settings.model_validate(settings))
    if unknown := sorted(set(named) - set(workshop.group_labels())):
        raise Refusal(
            "invalid",
            f"This workshop has no stakeholder group {', '.join(map(repr, unknown))}; "
            "choose among those it has.",
        )


def _columns(plan: WorkshopPlan) -> dict[str, Any]:
    values = plan.model_dump(mode="json", exclude={"date", "keep_until"})
    return {**values, "date": plan.date, "keep_until": plan.keep_until}


def _changed(
    db: Session, workshop: Workshop, account_id: str | None, verb: str, activity: Activity
) -> None:
    workshop.revision += 1
    log(db, workshop, account_id, verb, activity.id)
    db.flush()


def _in_years(years: int) -> dt.date:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=round(365.25 * years))).date()
