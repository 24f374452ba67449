"""Everything one participant sent, with its history, as they may take it with them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workshop.activities import kind_named
from workshop.live import frozen
from workshop.live.support import shape_of
from workshop.models import Activity, CurrentResponse, Respondent, ResponseEvent, Workshop
from workshop.schema import Text

NOTHING = "Nothing yet."


def belongings(db: Session, respondent: Respondent) -> dict[str, Any]:
    """Return a participant with every event they sent, also onto a table's sheet, oldest first."""
    workshop = db.get_one(Workshop, respondent.workshop_id)
    language = respondent.locale
    group = workshop.group_labels().get(respondent.stakeholder_group)
    return {
        "workshop": {
            "code": workshop.code,
            "title": str(Text(workshop.title).in_(language)),
            "kept_until": workshop.keep_until.isoformat() if workshop.keep_until else None,
        },
        "participant": {
            "pseudonym": respondent.id,
            "group": str(Text(group).in_(language)) if group else None,
            "table": respondent.table,
            "language": language,
            "consents": respondent.consents,
            "joined_at": _moment(respondent.joined_at),
            "left_at": _moment(respondent.left_at),
        },
        "answers": list(_events(db, workshop, respondent)),
    }


def as_text(held: dict[str, Any], zone: str) -> str:
    """Return the same for people to read, times on the workshop's clocks."""
    workshop, person = held["workshop"], held["participant"]
    lines = [
        workshop["title"],
        f"Everything you sent in this workshop, code {workshop['code']}.",
        "",
        f"Joined as: {person['group'] or 'table ' + str(person['table'])}",
        f"Stored under: {person['pseudonym']}",
    ]
    if workshop["kept_until"]:
        lines.append(f"Kept until: {workshop['kept_until']}")
    for name, words in (("be_quoted", "May be quoted"), ("pool", "May be used with others")):
        lines.append(f"{words}: {'yes' if person['consents'].get(name) is True else 'no'}")
    before = None
    for answer in held["answers"]:
        if answer["activity"] != before:
            before = answer["activity"]
            lines += ["", before, "-" * min(len(before), 60)]
        at = datetime.fromisoformat(answer["saved_at"]).astimezone(ZoneInfo(zone))
        about = answer["about"] + (f" (round {answer['round']})" if answer["round"] > 1 else "")
        said = "taken back" if answer["answer"] is None else answer["value"]
        mark = "" if answer["stands"] else ", replaced since"
        lines.append(f"{at:%Y-%m-%d %H:%M}  {about}: {said}{mark}")
        if answer["words"]:
            lines += [f"                  {line}" for line in answer["words"].splitlines()]
    if not held["answers"]:
        lines += ["", NOTHING]
    return "\n".join(lines) + "\n"


def _events(db: Session, workshop: Workshop, respondent: Respondent) -> Iterator[dict[str, Any]]:
    activities = {activity.id: activity for activity in workshop.activities}
    items = {one.id: _items(db, one, respondent.locale) for one in activities.values()}
    standing = set(
        db.scalars(
            select(CurrentResponse.seq).where(CurrentResponse.activity_id.in_(list(activities)))
        )
    )
    sent = (
        select(ResponseEvent)
        .where(
            or_(
                ResponseEvent.sent_by == respondent.id,
                (ResponseEvent.respondent_id == respondent.id) & ResponseEvent.sent_by.is_(None),
            )
        )
        .order_by(ResponseEvent.seq)
    )
    for event in db.scalars(sent):
        activity = activities[event.activity_id]
        value, words = _summary(activity, event.answer)
        yield {
            "activity": str(Text(activity.title).in_(respondent.locale)),
            "kind": activity.kind,
            "round": event.round,
            "slot": event.slot,
            "about": items[activity.id].get(event.slot, event.slot),
            "value": value,
            "words": words,
            "answer": event.answer,
            "for_table": bool(event.sent_by) or respondent.is_table,
            "stands": event.seq in standing,
            "saved_at": _moment(event.saved_at),
            "submission_id": event.submission_id,
        }


def _items(db: Session, activity: Activity, language: str) -> dict[str, str]:
    settings = frozen.settings(db, activity)
    return {
        item.id: str(item.title.in_(language)) for item in kind_named(activity.kind).items(settings)
    }


def _summary(activity: Activity, answer: dict[str, Any] | None) -> tuple[str, str]:
    if answer is None:
        return "", ""
    if shape := shape_of(answer):
        return shape.model_validate(answer).summary()
    kind = kind_named(activity.kind)
    return kind.summary(kind.recall(answer))


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
