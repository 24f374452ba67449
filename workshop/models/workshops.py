"""A workshop and its agenda."""

import datetime as dt
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy import Text as sa_Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.db import Base, UTCDateTime, now


class Workshop(Base):
    """One meeting of stakeholders: what is planned, and what the room sees now."""

    __tablename__ = "workshops"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    title: Mapped[dict] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    time_zone: Mapped[str] = mapped_column(String(64), default="Europe/Brussels")
    date: Mapped[dt.date | None]
    languages: Mapped[list] = mapped_column(JSON)
    # [{"id": "police", "label": {"en": "Police"}}, ...] in the order shown.
    stakeholder_groups: Mapped[list] = mapped_column(JSON)
    consent: Mapped[dict] = mapped_column(JSON)
    # What may be agreed to beside taking part, and where to find help; {}: the program's words.
    consent_be_quoted: Mapped[dict] = mapped_column(JSON, default=dict, server_default="{}")
    consent_pool: Mapped[dict] = mapped_column(JSON, default=dict, server_default="{}")
    # Rises with every change of any of the three.
    consent_version: Mapped[int] = mapped_column(default=1)
    help_line: Mapped[dict] = mapped_column(JSON, default=dict, server_default="{}")
    # Whether people under 18 may take part, with their parents' word.
    minors: Mapped[bool] = mapped_column(default=False, server_default=false())
    # For whoever reports on it: how people were found, how many of each stakeholder
    # group were invited ({id: number}), and what else has to be known.
    recruitment: Mapped[str] = mapped_column(sa_Text, default="", server_default="")
    invited: Mapped[dict] = mapped_column(JSON, default=dict, server_default="{}")
    notes: Mapped[str] = mapped_column(sa_Text, default="", server_default="")
    keep_until: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    is_demo: Mapped[bool] = mapped_column(default=False)
    # How many tables people sit at, numbered from 1; 0: the room is not divided.
    tables: Mapped[int] = mapped_column(default=0, server_default="0")
    current_activity_id: Mapped[str | None] = mapped_column(String(36))
    # The item of the activity that is on which the screen shows large; None: all of them.
    focus: Mapped[str | None] = mapped_column(String(120))
    # Rises with everything the room should notice; the stage carries it.
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    activities: Mapped[list["Activity"]] = relationship(
        order_by="Activity.position", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        CheckConstraint("state in ('draft', 'live', 'ended')", name="state"),
        Index(None, "owner_id"),
    )

    def group_labels(self) -> dict[str, dict[str, str]]:
        """Return each stakeholder group's label, as {language: text}, by the group's id."""
        return {group["id"]: group["label"] for group in self.stakeholder_groups}


class Activity(Base):
    """An entry of the agenda, of one kind."""

    __tablename__ = "activities"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshops.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    title: Mapped[dict] = mapped_column(JSON)
    planned_minutes: Mapped[int] = mapped_column(default=10)
    settings: Mapped[dict] = mapped_column(JSON)
    # 0 until it first opens; then the number of the latest frozen version.
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="planned")
    revealed: Mapped[bool] = mapped_column(default=False)
    round: Mapped[int] = mapped_column(default=1)
    # The items that this round asks again, by id; None: all of them.
    asked: Mapped[list | None] = mapped_column(JSON(none_as_null=True))
    # "table": one shared sheet for each table, whoever of it holds the pen.
    answered_by: Mapped[str] = mapped_column(String(10), default="person", server_default="person")
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    versions: Mapped[list["ActivityVersion"]] = relationship(
        order_by="ActivityVersion.version", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        CheckConstraint("state in ('planned', 'open', 'closed')", name="state"),
        CheckConstraint("answered_by in ('person', 'table')", name="answered_by"),
        CheckConstraint("planned_minutes between 0 and 1440", name="planned_minutes"),
        Index(None, "workshop_id", "position"),
    )


class ActivityVersion(Base):
    """What an activity asked, word for word, while answers named this version."""

    __tablename__ = "activity_versions"

    activity_id: Mapped[str] = mapped_column(
        ForeignKey("activities.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict] = mapped_column(JSON)
    settings: Mapped[dict] = mapped_column(JSON)
    frozen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
