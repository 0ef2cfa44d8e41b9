"""Tables of the people of a session."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation


def new_secret() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


class Registration(Base):
    """A person's place in a session, for one organisation. Someone without an account (a walk-in) has a name and an address.

    `absent`: ids of slots at which they cannot meet; `posting_ids`: the needs and capabilities they come with;
    `table_id`: the fixed table of a host or sponsor; `token`: the secret of the badge, which hangs where all can read it;
    `calendar_token`: the secret of the calendar feed.
    """

    __tablename__ = "session_registrations"
    __table_args__ = (UniqueConstraint("session_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("innovation_sessions.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="applied")
    part: Mapped[str] = mapped_column(String(12), default="participant")  # participant, host, sponsor, speaker
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    locale: Mapped[str] = mapped_column(String(2), default="en")
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Almaty")
    mode: Mapped[str] = mapped_column(String(10), default="on_site")  # on_site, online
    languages: Mapped[list[str]] = mapped_column(default=list)
    posting_ids: Mapped[list[int]] = mapped_column(default=list)
    absent: Mapped[list[int]] = mapped_column(default=list)
    equipment: Mapped[list[str]] = mapped_column(default=list)
    most: Mapped[int | None]
    is_open_to_others: Mapped[bool] = mapped_column(default=True)  # blind date: let the system choose
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # of a refusal or a cancellation
    table_id: Mapped[int | None] = mapped_column(ForeignKey("session_tables.id", ondelete="SET NULL"))
    token: Mapped[str] = mapped_column(String(43), unique=True)
    calendar_token: Mapped[str] = mapped_column(String(43), unique=True, default=new_secret)
    version: Mapped[int] = mapped_column(default=1)
    invited_at: Mapped[datetime | None]
    applied_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]
    late_until: Mapped[datetime | None]

    user: Mapped[User | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}


class Pitch(Base):
    """An answer to the call for pitches."""

    __tablename__ = "session_pitches"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("session_registrations.id", ondelete="CASCADE"), unique=True
    )
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("session_programme.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="submitted")
    title: Mapped[str] = mapped_column(String(200))
    abstract: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    registration: Mapped[Registration] = relationship(lazy="raise")
