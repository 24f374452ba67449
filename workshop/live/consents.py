"""What each person agreed to, and whose words may therefore be shown or travel.

What was not agreed to is withheld. A table's sheet is written by several: its
words may be used only where everybody agreed who wrote on that answer since it
was last empty, for a later version may hold an earlier one's words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.live import defaults
from workshop.models import Respondent, ResponseEvent, Workshop
from workshop.schema import Text

BE_QUOTED, POOL = "be_quoted", "pool"
OPTIONAL = (BE_QUOTED, POOL)
"""What one may agree to or not, beside taking part; changeable at any time."""


def texts(workshop: Workshop) -> dict[str, Text]:
    """Return what each optional consent says in this workshop, by its name."""
    return {
        BE_QUOTED: Text(workshop.consent_be_quoted or defaults.BE_QUOTED.root),
        POOL: Text(workshop.consent_pool or defaults.POOL.root),
    }


def help_line(workshop: Workshop) -> Text:
    """Return where people find help: what the facilitator wrote, else the general words."""
    return Text(workshop.help_line or defaults.HELP_LINE.root)


def agreed(consents: Mapping[str, Any] | None, *names: str) -> bool:
    """Tell whether all of these were agreed to; missing is withheld."""
    return all((consents or {}).get(name) is True for name in names)


def choose(
    db: Session, workshop: Workshop, respondent: Respondent, chosen: Collection[str]
) -> bool:
    """Note what somebody agrees to from now on, under the words they have just read.

    Tells whether it changes anything that others may see.
    """
    before = dict(respondent.consents or {})
    respondent.consents = {
        **before,
        **{name: name in chosen for name in OPTIONAL},
        "optional_version": workshop.consent_version,
    }
    changed = any(agreed(before, name) != (name in chosen) for name in OPTIONAL)
    if changed:
        # What the screen shows may have to go, or may be shown again.
        workshop.revision += 1
    db.flush()
    return changed


def join_together(respondent: Respondent, consents: Mapping[str, Any], version: int) -> None:
    """Note what one more device of a table agrees to: the table does only where all of them do."""
    before = respondent.consents or {}
    first = "take_part" not in before
    respondent.consents = {
        "take_part": True,
        **{name: agreed(consents, name) and (first or agreed(before, name)) for name in OPTIONAL},
        "version": version,
    }


@dataclass
class Willing:
    """Who of a workshop agreed to what, and which answers on shared sheets are theirs alone."""

    people: Mapping[str, frozenset[str]]
    # Of answers that were written by others than their respondent: who wrote them.
    writers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def to(self, name: str, response_id: str, respondent_id: str) -> bool:
        """Tell whether everybody who wrote an answer agreed."""
        of_whom = self.writers.get(response_id, (respondent_id,))
        return all(name in self.people.get(one, ()) for one in of_whom)


def willing(db: Session, workshop_id: str) -> Willing:
    """Return who agreed to what in a workshop."""
    people, sheets = {}, []
    for one, is_table, consents in db.execute(
        select(Respondent.id, Respondent.is_table, Respondent.consents).where(
            Respondent.workshop_id == workshop_id
        )
    ):
        people[one] = frozenset(name for name in OPTIONAL if agreed(consents, name))
        if is_table:
            sheets.append(one)
    events: Iterable[Any] = ()
    if sheets:
        events = db.execute(
            select(
                ResponseEvent.submission_id,
                ResponseEvent.activity_id,
                ResponseEvent.round,
                ResponseEvent.respondent_id,
                ResponseEvent.slot,
                ResponseEvent.sent_by,
                ResponseEvent.answer.is_(None).label("withdrawn"),
            )
            .where(ResponseEvent.respondent_id.in_(sheets), ResponseEvent.status == "saved")
            .order_by(ResponseEvent.seq)
        )
    return Willing(people, dict(writers(events)))


def quotable(db: Session, response_id: str) -> bool:
    """Tell whether everybody who wrote an answer agreed to be quoted."""
    whose = db.execute(
        select(ResponseEvent, Respondent.is_table, Respondent.consents)
        .join(Respondent, Respondent.id == ResponseEvent.respondent_id)
        .where(ResponseEvent.submission_id == response_id)
    ).first()
    if whose is None:
        return False
    event, is_table, consents = whose
    if not is_table:
        return agreed(consents, BE_QUOTED)
    return willing(db, event.workshop_id).to(BE_QUOTED, response_id, event.respondent_id)


def writers(events: Iterable[Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each answer of shared sheets with who wrote on it since it was last empty."""
    so_far: dict[tuple[Any, ...], frozenset[str]] = defaultdict(frozenset)
    for event in events:
        place = (event.activity_id, event.round, event.respondent_id, event.slot)
        now = so_far[place] | {event.sent_by or event.respondent_id}
        so_far[place] = frozenset() if event.withdrawn else now
        yield event.submission_id, now
