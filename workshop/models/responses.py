"""Every answer that ever arrived, and the latest of each."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Base, UTCDateTime
from workshop.models.people import ORIGINS


class ResponseEvent(Base):
    """One answer that was sent and saved; never changed, removed only by erasure."""

    __tablename__ = "response_events"

    # SQLite numbers rows only in an INTEGER PRIMARY KEY.
    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    submission_id: Mapped[str] = mapped_column(String(36), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id", ondelete="CASCADE"))
    version: Mapped[int]
    round: Mapped[int]
    respondent_id: Mapped[str] = mapped_column(ForeignKey("respondents.id", ondelete="CASCADE"))
    # Who of a table wrote on its sheet; None where respondents answer for themselves.
    sent_by: Mapped[str | None] = mapped_column(String(36))
    slot: Mapped[str] = mapped_column(String(120))
    edit: Mapped[int] = mapped_column(BigInteger)
    base: Mapped[int | None] = mapped_column(BigInteger)
    # SQL NULL where the answer was withdrawn.
    answer: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    status: Mapped[str] = mapped_column(String(12))
    origin: Mapped[str] = mapped_column(String(12))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        Index(None, "workshop_id", "seq"),
        Index(None, "activity_id", "round", "seq"),
        Index(None, "respondent_id", "seq"),
        CheckConstraint("status in ('saved', 'superseded')", name="status"),
        CheckConstraint(f"origin in {ORIGINS!r}", name="origin"),
        # A number is never given twice, even after erasure: "nothing newer
        # than seq" must mean that nothing changed.
        {"sqlite_autoincrement": True},
    )


class CurrentResponse(Base):
    """The latest answer of one respondent about one slot, in one round."""

    __tablename__ = "current_responses"

    activity_id: Mapped[str] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True
    )
    round: Mapped[int] = mapped_column(primary_key=True)
    respondent_id: Mapped[str] = mapped_column(
        ForeignKey("respondents.id", ondelete="CASCADE"), primary_key=True
    )
    slot: Mapped[str] = mapped_column(String(120), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    # The submission id of that event: what is decided about an answer names it,
    # and holds for these words only.
    response_id: Mapped[str | None] = mapped_column(String(36))
    edit: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    origin: Mapped[str] = mapped_column(String(12))
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "respondent_id"),)
