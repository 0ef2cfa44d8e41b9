"""Tables of what people want of each other before a timetable is made."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.sessions.people.models import Registration

PERSON = "session_registrations.id"


class Mark(Base):
    """What one person thinks of meeting another: must, like or no. Nobody else sees it."""

    __tablename__ = "session_marks"

    registration_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), primary_key=True, index=True)
    mark: Mapped[str] = mapped_column(String(4))
    marked_at: Mapped[datetime] = mapped_column(default=clock.now)


class MeetingRequest(Base):
    """One person asks for another. `for_any`: of the other's organisation any representative will do, and of the own one too.

    A counter-proposal (state `countered`) names another person of the answering side or slots that would suit.
    It blocks no slot while it waits. Two people share one row: who asks back after an end turns it round.
    `is_must`: an officer's must-meet, `told_at`: when both were told of it; `reminded_at`: when those who are asked were.
    """

    __tablename__ = "meeting_requests"
    __table_args__ = (UniqueConstraint("from_id", "to_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("innovation_sessions.id", ondelete="CASCADE"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"))
    to_id: Mapped[int] = mapped_column(ForeignKey(PERSON, ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    for_any: Mapped[bool] = mapped_column(default=False)
    is_must: Mapped[bool] = mapped_column(default=False)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"))
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"))
    message: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(String(20), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    counter_id: Mapped[int | None] = mapped_column(ForeignKey(PERSON, ondelete="SET NULL"))
    counter_slots: Mapped[list[int]] = mapped_column(default=list)
    slots: Mapped[list[int]] = mapped_column(default=list)  # ids of slots agreed on; empty: any
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    asking: Mapped[Registration] = relationship(lazy="raise", foreign_keys=[from_id])
    asked: Mapped[Registration] = relationship(lazy="raise", foreign_keys=[to_id])
    __mapper_args__ = {"version_id_col": version}
