"""Tables of meetings and of the versions of a timetable. No double booking can be stored (law 6)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.sessions.models import SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest

SESSION, PERSON = "innovation_sessions.id", "session_registrations.id"
VERSION, SLOT, TABLE = "timetable_versions.id", "session_slots.id", "session_tables.id"


class Meeting(Base):
    """Two people who meet, in some version of the timetable or another; one_id is smaller than two_id.

    `kind`: `scheduling.problem.Kind`; `value`: points; `source`: request, mark, blind, walk_in or officer;
    `sequence` grows with each change that a calendar must learn of (RFC 5545).
    """

    __tablename__ = "session_meetings"
    __table_args__ = (UniqueConstraint("session_id", "one_id", "two_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION, ondelete="CASCADE"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    two_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_requests.id", ondelete="SET NULL"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"))
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"))
    source: Mapped[str] = mapped_column(String(10))
    kind: Mapped[int] = mapped_column(default=0)
    value: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(5), default="")  # of the interpreter, as `en-kk`
    state: Mapped[str] = mapped_column(String(10), default="planned")  # planned, cancelled, held, missed
    reason: Mapped[str] = mapped_column(Text, default="")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    one: Mapped[Registration] = relationship(lazy="raise", foreign_keys=[one_id])
    two: Mapped[Registration] = relationship(lazy="raise", foreign_keys=[two_id])
    request: Mapped[MeetingRequest | None] = relationship(lazy="raise")


class TimetableVersion(Base):
    """A timetable: the one draft of a session (number 0), or a released version, numbered from 1.

    `scores`: what it reaches and the bounds, as `scheduling` gives them.
    """

    __tablename__ = "timetable_versions"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION, ondelete="CASCADE"), index=True)
    number: Mapped[int] = mapped_column(default=0)
    scores: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    placements: Mapped[list["Placement"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    __mapper_args__ = {"version_id_col": version}


class Placement(Base):
    """A meeting's slot and table in one version; no table: online."""

    __tablename__ = "placements"
    __table_args__ = (
        UniqueConstraint("version_id", "meeting_id"),
        UniqueConstraint("table_id", "slot_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("session_meetings.id", ondelete="CASCADE"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey(SLOT))
    table_id: Mapped[int | None] = mapped_column(ForeignKey(TABLE))
    is_pinned: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    slot: Mapped[SessionSlot] = relationship(lazy="raise")
    table: Mapped[SessionTable | None] = relationship(lazy="raise")
    seats: Mapped[list["Seat"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class Seat(Base):
    """A person's slot in one version: the wall against double booking."""

    __tablename__ = "seats"

    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey(SLOT), primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id", ondelete="CASCADE"), index=True)


class DraftStep(Base):
    """One adjustment of the draft, with what undoes it."""

    __tablename__ = "draft_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(VERSION, ondelete="CASCADE"), index=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    verb: Mapped[str] = mapped_column(String(10))
    undo: Mapped[dict[str, Any]]


class TimetableRun(Base):
    """One run of the engine for a session: waiting, running, done, stopped or failed, with its progress.

    `progress`: one row for each better timetable: seconds, placed, value, bound.
    """

    __tablename__ = "timetable_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION, ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    seconds: Mapped[int]
    is_stop_wanted: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    message: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]


class Absence(Base):
    """A missed meeting that counts against someone's reliability unless excused: counted, appealed, excused or upheld."""

    __tablename__ = "session_absences"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("session_meetings.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(10), default="counted")
    appeal: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    counted_at: Mapped[datetime] = mapped_column(default=clock.now)

    meeting: Mapped[Meeting] = relationship(lazy="raise")

    @property
    def id(self) -> int:
        """The meeting: what the audit trail names an absence by."""
        return self.meeting_id
