"""What the index is read from, and what people answered to recommendations."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.postings.models import Posting


class IndexEntry(Base):
    """The engine's reading of a posting's open text; `content_hash` tells of which version.

    vector: float32, `pieces` rows of the encoder's dimension. terms: counts by group of stems (`engine.groups`).
    sentence_vectors: float16, one row per sentence.
    """

    __tablename__ = "index_entries"

    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(200), primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    lang: Mapped[str] = mapped_column(String(5), default="")
    pieces: Mapped[int] = mapped_column(default=1)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
    terms: Mapped[dict[str, Any]]
    sentences: Mapped[list[str]]
    sentence_vectors: Mapped[bytes] = mapped_column(LargeBinary)
    embedded_at: Mapped[datetime] = mapped_column(default=clock.now)


class EngineState(Base):
    """One row: the encoder whose readings serve, and the one that is wanted, whose readings are complete when they agree.

    fault: why the wanted encoder cannot be used, as `EncoderUnusable` tells it; empty when it can.
    """

    __tablename__ = "engine_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    serving: Mapped[str] = mapped_column(String(200))
    wanted: Mapped[str] = mapped_column(String(200))
    fault: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class Interest(Base):
    """One side's answer to a recommendation: `interested`, or `declined` with a reason code."""

    __tablename__ = "interests"

    own_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True, index=True)
    answer: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Introduction(Base):
    """Both sides are interested; an officer brokers."""

    __tablename__ = "introductions"
    __table_args__ = (UniqueConstraint("need_id", "capability_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("postings.id"), index=True)
    capability_id: Mapped[int] = mapped_column(ForeignKey("postings.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default="awaiting_officer")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    need: Mapped[Posting] = relationship(foreign_keys=[need_id], lazy="raise")
    capability: Mapped[Posting] = relationship(foreign_keys=[capability_id], lazy="raise")
