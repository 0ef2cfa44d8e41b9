"""Tables of the day of a session and of what comes after it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.sessions.timetable.models import PERSON, SESSION, SLOT, TABLE, Meeting
from matchmaker.sessions.timetable.models import Absence as Absence  # the day's: who has been absent counts less later

MEETING = "session_meetings.id"


class SlotOffer(Base):
    """A freed slot offered to two people who would gain from meeting; it becomes a meeting when both have confirmed.

    state: open, confirmed, declined, expired, or lost (the slot was taken meanwhile).
    """

    __tablename__ = "slot_offers"
    __table_args__ = (UniqueConstraint("one_id", "two_id", "slot_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey(SESSION, ondelete="CASCADE"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    two_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), index=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey(SLOT))
    table_id: Mapped[int | None] = mapped_column(ForeignKey(TABLE))
    gain: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="open")
    one_confirmed_at: Mapped[datetime | None]
    two_confirmed_at: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]


class Outcome(Base):
    """What one side says came of a meeting: none, insight, follow_up or cooperation; or that it was not held (absent)."""

    __tablename__ = "meeting_outcomes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey(MEETING, ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True, index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    rating: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    meeting: Mapped[Meeting] = relationship(lazy="raise")


class FollowUp(Base):
    """A task that a participant has set after a meeting."""

    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey(MEETING, ondelete="CASCADE"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
