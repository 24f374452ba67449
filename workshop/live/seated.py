"""Who sits where, and how far each table is: what a facilitator looks at while tables work."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.live.support import AGREEMENT, PREFIX
from workshop.live.tally import agreements
from workshop.models import Activity, CurrentResponse, Respondent, Workshop


@dataclass(frozen=True)
class Table:
    """One table now.

    `people` joined and sit there; so many `answers` stand to the activity, of
    so many `respondents`: the table as a whole, or its people one by one.
    """

    number: str
    people: int
    answers: int
    respondents: int
    agreement: dict[str, Any] | None


def tables(db: Session, workshop: Workshop, activity: Activity | None) -> list[Table]:
    """Return every table of a workshop, with what it answered to an activity."""
    people: dict[str | None, int] = dict(
        db.execute(
            select(Respondent.table, func.count())
            .where(Respondent.workshop_id == workshop.id, Respondent.is_table.is_(False))
            .group_by(Respondent.table)
        ).all()
    )
    answers = _answers(db, activity) if activity else {}
    agreed = agreements(db, activity) if activity else {}
    numbers = [str(number) for number in range(1, workshop.tables + 1)]
    # A table that people sat at stays, though the workshop was made smaller since.
    numbers += sorted({one for one in [*people, *answers] if one} - set(numbers))
    return [
        Table(number, people.get(number, 0), *answers.get(number, (0, 0)), agreed.get(number))
        for number in numbers
    ]


def _answers(db: Session, activity: Activity) -> dict[str | None, tuple[int, int]]:
    return {
        table: (n, respondents)
        for table, n, respondents in db.execute(
            select(
                Respondent.table,
                func.count(),
                func.count(CurrentResponse.respondent_id.distinct()),
            )
            .join(Respondent, Respondent.id == CurrentResponse.respondent_id)
            .where(
                CurrentResponse.activity_id == activity.id,
                CurrentResponse.round == activity.round,
                CurrentResponse.answer.is_not(None),
                CurrentResponse.slot.not_like(f"{PREFIX}%"),
                CurrentResponse.slot != AGREEMENT,
            )
            .group_by(Respondent.table)
        )
    }
