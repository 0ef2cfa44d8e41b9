"""Tables of a deal itself: what it is about, where it came from, who takes part, and the way it has gone."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting

CASCADE = "all, delete-orphan"
DEAL = "deals.id"
USER = "users.id"


class Deal(Base):
    """A technology transfer under way between a provider (the science side) and a recipient (who will use it).

    `kind` is a code of the vocabulary deal_kinds, `stage` a stage of `stages.PIPELINES[kind]`, written by
    `actions.move_deal` alone. need, capability, introduction, record (of the recommendation, with its `score`), session and
    meeting are the deal's origin: written once, never typed. `reason` is a code of deal_end_reasons once it is lost or
    terminated. `value_minor`: the expected worth in minor units of `currency` (ISO 4217). `cost_minor`: what the project
    costs, in minor units by currency; its funding adds up to it (money.Funding).
    """

    __tablename__ = "deals"
    __table_args__ = (Index("ix_deals_board", "stage", "moved_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(30))
    stage: Mapped[str] = mapped_column(String(20), default="lead")
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"), index=True)
    region: Mapped[str] = mapped_column(String(5), default="", index=True)
    sector: Mapped[str] = mapped_column(String(10), default="")
    trl: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    value_minor: Mapped[int | None] = mapped_column(BigInteger)
    cost_minor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id"), index=True)
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id"), index=True)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("introductions.id"), unique=True)
    record_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation_records.id", ondelete="SET NULL"))
    score: Mapped[float | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey("innovation_sessions.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("session_meetings.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(20), default="")
    reason_note: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(default=clock.now)
    signed_at: Mapped[datetime | None]

    provider: Mapped[Organisation] = relationship(foreign_keys=[provider_id], lazy="raise")
    recipient: Mapped[Organisation] = relationship(foreign_keys=[recipient_id], lazy="raise")
    need: Mapped[Posting | None] = relationship(foreign_keys=[need_id], lazy="raise")
    capability: Mapped[Posting | None] = relationship(foreign_keys=[capability_id], lazy="raise")
    officer: Mapped[User | None] = relationship(foreign_keys=[officer_id], lazy="raise")
    people: Mapped[list["DealPerson"]] = relationship(lazy="raise", cascade=CASCADE, order_by="DealPerson.user_id")
    __mapper_args__ = {"version_id_col": version}


class DealPerson(Base):
    """A person who works on a deal for a side: provider or recipient. Signatories accept the NDA and sign."""

    __tablename__ = "deal_people"

    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(USER, ondelete="CASCADE"), primary_key=True, index=True)
    side: Mapped[str] = mapped_column(String(10))
    is_signatory: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User] = relationship(lazy="raise")


class DealMove(Base):
    """One step of a deal along its pipeline: the history that times in stage and the funnel are read from."""

    __tablename__ = "deal_moves"
    __table_args__ = (Index("ix_deal_moves_deal", "deal_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"))
    from_stage: Mapped[str] = mapped_column(String(20), default="")
    to_stage: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
