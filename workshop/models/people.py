"""Who signs in, and who answers."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Base, UTCDateTime, now

ORIGINS = ("phone", "form", "on_behalf", "simulated")


class Account(Base):
    """Somebody who signs in: a facilitator, a researcher or an administrator."""

    __tablename__ = "accounts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(String(255))
    role: Mapped[str] = mapped_column(String(20), default="facilitator")
    active: Mapped[bool] = mapped_column(default=True)
    # Part of every signed-in cookie: raising it signs the account out everywhere.
    epoch: Mapped[int] = mapped_column(default=0)
    # Who may hand over another link to it, until its person first signs in.
    invited_by: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (
        CheckConstraint("role in ('facilitator', 'researcher', 'administrator')", name="role"),
    )


class SignInLink(Base):
    """A link that signs in once; only its SHA-256 is kept."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The page it leads to; empty: the desk.
    goes_to: Mapped[str] = mapped_column(String(200), default="", server_default="")


class Member(Base):
    """Somebody who was invited into a workshop: to lead it too, or to read what it holds."""

    __tablename__ = "members"

    workshop_id: Mapped[str] = mapped_column(
        ForeignKey("workshops.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(String(20))
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = (
        CheckConstraint("role in ('facilitator', 'researcher')", name="role"),
        Index(None, "account_id"),
    )


class Respondent(Base):
    """A person or a table that answers: a random pseudonym, a stakeholder group, no address."""

    __tablename__ = "respondents"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    # Minted on the phone: a join that is sent again is the same person.
    join_id: Mapped[str] = mapped_column(String(64))
    is_table: Mapped[bool] = mapped_column(default=False)
    stakeholder_group: Mapped[str] = mapped_column(String(40))
    sub_role: Mapped[str | None] = mapped_column(String(60))
    table: Mapped[str | None] = mapped_column("table_name", String(40))
    locale: Mapped[str] = mapped_column(String(12), default="en")
    consents: Mapped[dict] = mapped_column(JSON, default=dict)
    origin: Mapped[str] = mapped_column(String(12), default="phone")
    joined_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    left_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        UniqueConstraint("workshop_id", "join_id"),
        Index(None, "workshop_id", "stakeholder_group"),
        CheckConstraint(f"origin in {ORIGINS!r}", name="origin"),
    )
