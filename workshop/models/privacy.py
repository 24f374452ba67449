"""What is remembered of those who are gone: a pseudonym, a code, numbers; never a word."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Base, UTCDateTime, now


class Erasure(Base):
    """A pseudonym whose answers were erased, so that no older archive brings them back.

    The workshop is named, not referred to: it may be deleted and imported again.
    """

    __tablename__ = "erasures"

    respondent_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    workshop_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (Index(None, "workshop_id"),)


class Deletion(Base):
    """A workshop that was deleted with everything in it: when, why, and how much it was."""

    __tablename__ = "deletions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    # retention: its day had come; owner: somebody pressed Delete.
    why: Mapped[str] = mapped_column(String(20))
    participants: Mapped[int]
    responses: Mapped[int]
    deleted_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (Index(None, "deleted_at"),)
