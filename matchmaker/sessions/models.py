"""Tables of a session itself: its theme, slots, tables, interpreters and programme."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation

CASCADE = "all, delete-orphan"


class InnovationSession(Base):
    """A scientific-innovation session. `titles`, `themes`, `descriptions`, `venues` hold texts by language.

    `floor`: meetings that everyone should get; `most`: meetings of one person at most; `wanted`: good counterparts that the
    proposal of invitations aims at for everyone; `request_days`: after which an unanswered request expires.
    """

    __tablename__ = "innovation_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    organiser_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    titles: Mapped[dict[str, Any]]
    themes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    descriptions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    venues: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    region: Mapped[str] = mapped_column(String(5), default="", index=True)
    mode: Mapped[str] = mapped_column(String(10), default="on_site")  # on_site, online, hybrid
    online_url: Mapped[str] = mapped_column(String(300), default="")
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Almaty")
    starts_on: Mapped[date]
    capacity: Mapped[int | None]
    needs_approval: Mapped[bool] = mapped_column(default=True)
    calls_for_pitches: Mapped[bool] = mapped_column(default=False)
    registration_until: Mapped[datetime | None]
    requests_until: Mapped[datetime | None]
    request_days: Mapped[int] = mapped_column(default=5)
    floor: Mapped[int] = mapped_column(default=2)
    most: Mapped[int | None]
    wanted: Mapped[int] = mapped_column(default=3)
    reason: Mapped[str] = mapped_column(Text, default="")  # of a cancellation
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    announced_at: Mapped[datetime | None]

    organiser: Mapped[Organisation | None] = relationship(lazy="raise")
    slots: Mapped[list["SessionSlot"]] = relationship(lazy="raise", cascade=CASCADE, order_by="SessionSlot.starts_at")
    tables: Mapped[list["SessionTable"]] = relationship(lazy="raise", cascade=CASCADE, order_by="SessionTable.number")
    interpreters: Mapped[list["Interpreters"]] = relationship(
        lazy="raise", cascade=CASCADE, order_by="Interpreters.languages"
    )
    programme: Mapped[list["ProgrammeItem"]] = relationship(
        lazy="raise", cascade=CASCADE, order_by="ProgrammeItem.starts_at"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """The title for the reader."""
        return worded(self.titles)

    @property
    def theme(self) -> str:
        """The theme for the reader."""
        return worded(self.themes)

    @property
    def description(self) -> str:
        """The description for the reader."""
        return worded(self.descriptions)

    @property
    def venue(self) -> str:
        """The venue for the reader."""
        return worded(self.venues)


class SessionSlot(Base):
    """A stretch of time for meetings. `pause_after`: a common pause follows, over which no idle gap reaches."""

    __tablename__ = "session_slots"
    __table_args__ = (UniqueConstraint("session_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("innovation_sessions.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    pause_after: Mapped[bool] = mapped_column(default=False)


class SessionTable(Base):
    """A table. `equipment` holds codes (screen, sockets, sample_bench, quiet)."""

    __tablename__ = "session_tables"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("innovation_sessions.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    room: Mapped[str] = mapped_column(String(80), default="")
    equipment: Mapped[list[str]] = mapped_column(default=list)
    closed: Mapped[list[int]] = mapped_column(default=list)  # ids of slots at which it is not to be had


class Interpreters(Base):
    """How many interpreters work between two languages, as `en-kk`; `away`: slot ids at which there is none."""

    __tablename__ = "session_interpreters"

    session_id: Mapped[int] = mapped_column(ForeignKey("innovation_sessions.id", ondelete="CASCADE"), primary_key=True)
    languages: Mapped[str] = mapped_column(String(5), primary_key=True)
    number: Mapped[int]
    away: Mapped[list[int]] = mapped_column(default=list)


class ProgrammeItem(Base):
    """A line of the programme beside the meetings: plenary, pitches, visit, pause, registration, other."""

    __tablename__ = "session_programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("innovation_sessions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    titles: Mapped[dict[str, Any]]
    place: Mapped[str] = mapped_column(String(120), default="")

    @property
    def title(self) -> str:
        """The title for the reader."""
        return worded(self.titles)
