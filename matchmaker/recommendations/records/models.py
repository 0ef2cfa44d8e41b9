"""The table of recorded recommendations."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.postings.models import Posting


class RecommendationRecord(Base):
    """What was recommended to a side when it answered. Never changed: each new answer makes a record of its own.

    rank: place in the side's list, from 1. bridges: stem → points. pair: `reasons.SentencePair`, empty when there was
    none. reasons: shared terms and codes, facts and gains, in codes and numbers. heads: language, version and titles of
    both postings. engine: versions of fusion, encoder and glossary.
    """

    __tablename__ = "recommendation_records"
    __table_args__ = (Index("ix_recommendation_records_pair", "own_id", "other_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    own_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(String(10))
    score: Mapped[float]
    rank: Mapped[int]
    contributions: Mapped[dict[str, Any]]
    bridges: Mapped[dict[str, Any]]
    pair: Mapped[dict[str, Any]]
    reasons: Mapped[dict[str, Any]]
    heads: Mapped[dict[str, Any]]
    engine: Mapped[dict[str, Any]]
    own: Mapped[Posting] = relationship(foreign_keys=[own_id], lazy="raise")
