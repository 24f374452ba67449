"""Cases that facilitators add beside those of the booklet, and files that wait to be confirmed."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Base, UTCDateTime, now


class OwnCase(Base):
    """One case written or imported here; every facilitator sees it, its owner changes it."""

    __tablename__ = "own_cases"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    # A `library.Case` without slug and order, which the row itself says.
    body: Mapped[dict] = mapped_column(JSON)
    # Another one after every change: what was read before can be told from what is there now.
    edition: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (Index(None, "owner_id"),)


class StagedImport(Base):
    """Cases read from a file and shown to whoever sent it, not stored until they confirm."""

    __tablename__ = "staged_imports"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    file_name: Mapped[str] = mapped_column(String(200), default="")
    # What the file was read as, for people: "Windows-1252, separated by semicolons".
    read_as: Mapped[str] = mapped_column(String(200), default="")
    # [{"case": {...}, "edition": what it replaces or null}, ...]
    entries: Mapped[list] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (Index(None, "account_id"),)
