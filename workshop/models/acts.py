"""What facilitators do, kept beside what participants say."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Base, UTCDateTime, now


class Act(Base):
    """One thing a facilitator did in a workshop; rows are only added."""

    __tablename__ = "acts"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    id: Mapped[str] = mapped_column(String(36), unique=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    # None: another installation's account, or one that is gone.
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    activity_id: Mapped[str | None] = mapped_column(String(36))
    # The answer it is about, by its submission id.
    response_id: Mapped[str | None] = mapped_column(String(36))
    verb: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (
        Index(None, "workshop_id", "seq"),
        Index(None, "activity_id", "seq"),
        Index(None, "response_id"),
        Index(None, "verb"),
        {"sqlite_autoincrement": True},
    )
