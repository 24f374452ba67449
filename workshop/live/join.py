"""Joining a workshop: a pseudonym and a stakeholder group, nothing else."""

from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from workshop.db import now
from workshop.live import codes, consents, tables
from workshop.live.refusal import Refusal
from workshop.models import Respondent, ResponseEvent, Workshop
from workshop.schema import Text


@dataclass(frozen=True)
class Join:
    """What a phone sends to come in; `join_id` is minted there, so a resent join is one person.

    `as_table`: the device answers for the whole `table`, with every other
    device that does so; there is no stakeholder group then.
    """

    code: str
    join_id: str
    stakeholder_group: str
    locale: str = "en"
    consents: dict[str, bool] = field(default_factory=dict)
    origin: str = "phone"
    into_real: bool = False
    table: str = ""
    as_table: bool = False

    @property
    def of_age(self) -> bool:
        """Whether nothing says that somebody under 18 joins."""
        return self.consents.get("adult") is not False and "guardian" not in self.consents


def workshop_with_code(db: Session, typed: str) -> Workshop:
    """Return the workshop of a typed code; raises Refusal unknown-code."""
    workshop = db.scalar(select(Workshop).where(Workshop.code == codes.normal(typed)))
    if workshop is None:
        raise Refusal(
            "unknown-code",
            "There is no workshop with this code. Look at the screen once more: "
            "the code has six letters and digits, never 0, O, 1 or I.",
        )
    return workshop


def join(db: Session, request: Join) -> Respondent:
    """Let a participant in, or the same participant again."""
    workshop = workshop_with_code(db, request.code)
    if request.as_table:
        if request.origin == "simulated":
            # A table is no simulated respondent: what it writes would count as real.
            raise Refusal("invalid", "Simulated participants sit at a table as people.")
        _check(db, workshop, request)
        sheet = tables.open_sheet(db, workshop, tables.known(workshop, request.table))
        # Who writes for a table that agreed itself takes nothing of that back.
        if request.origin != "on_behalf" or not sheet.consents:
            consents.join_together(sheet, request.consents, workshop.consent_version)
        return sheet
    known = db.scalar(_same(workshop, request))
    if known is not None:
        _keep_apart(db, workshop, request)
        known.left_at = None
        return known
    _check(db, workshop, request)
    table = tables.known(workshop, request.table) if request.table else None
    if table:
        tables.open_sheet(db, workshop, table)
    respondent = Respondent(
        id=str(uuid4()),
        workshop_id=workshop.id,
        join_id=request.join_id,
        stakeholder_group=request.stakeholder_group,
        locale=locale_for(workshop, request.locale),
        consents={**request.consents, "version": workshop.consent_version},
        table=table,
        origin=request.origin,
        joined_at=now(),
    )
    try:
        with db.begin_nested():
            db.add(respondent)
    except IntegrityError:
        # The same join arrived twice at the same moment.
        return db.scalars(_same(workshop, request)).one()
    return respondent


def leave(db: Session, respondent: Respondent) -> None:
    """Note that somebody has left; what they answered stays."""
    respondent.left_at = now()


def locale_for(workshop: Workshop, wanted: str) -> str:
    """Return the workshop's language that is nearest to the one a phone asks for."""
    language = wanted.lower().split("-")[0].split("_")[0]
    return language if language in workshop.languages else workshop.languages[0]


def consent_text(workshop: Workshop, language: str) -> str:
    """Return what people agree to, with the day until which answers are kept."""
    words = str(Text(workshop.consent).in_(language))
    if workshop.keep_until:
        words = f"{words} They are kept until {workshop.keep_until.isoformat()}."
    return words


def _same(workshop: Workshop, request: Join) -> Select[Respondent]:
    return select(Respondent).where(
        Respondent.workshop_id == workshop.id, Respondent.join_id == request.join_id
    )


def _check(db: Session, workshop: Workshop, request: Join) -> None:
    if workshop.state == "draft":
        raise Refusal(
            "not-started",
            "This workshop has not begun yet. Try again when the facilitator says so.",
        )
    if workshop.state == "ended":
        raise Refusal("ended", "This workshop has ended; it takes no new participants.")
    if not request.as_table and request.stakeholder_group not in workshop.group_labels():
        raise Refusal("unknown-group", "Choose one of the stakeholder groups of this workshop.")
    if request.consents.get("take_part") is not True:
        raise Refusal("consent-missing", "To take part, please agree that your answers are stored.")
    _check_age(workshop, request)
    _keep_apart(db, workshop, request)


def _check_age(workshop: Workshop, request: Join) -> None:
    if request.of_age:
        return
    if not workshop.minors:
        raise Refusal("consent-missing", "This workshop is for people of 18 and older.")
    if request.consents.get("guardian") is not True:
        raise Refusal(
            "consent-missing",
            "Say that you are 18 or older, or that your parent or guardian agrees.",
        )


def _keep_apart(db: Session, workshop: Workshop, request: Join) -> None:
    """Refuse simulated participants, those of an earlier rehearsal too, where people answered."""
    if request.origin == "simulated" and not request.into_real and has_real_answers(db, workshop):
        raise Refusal(
            "real-answers",
            "This workshop holds answers of real people; simulated ones are kept out of it.",
        )


def has_real_answers(db: Session, workshop: Workshop) -> bool:
    """Tell whether anybody but simulated participants has answered."""
    return (
        db.scalar(
            select(ResponseEvent.seq)
            .where(ResponseEvent.workshop_id == workshop.id, ResponseEvent.origin != "simulated")
            .limit(1)
        )
        is not None
    )
