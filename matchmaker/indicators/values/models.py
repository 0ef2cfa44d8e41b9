"""Tables of values and their evidence. Rows of values are only added: a correction is a new version."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.indicators.models import COUNTRY, INDICATOR, USER, Indicator
from matchmaker.indicators.values.guard import freeze


class Evidence(Base):
    """A file that proves a value, kept for ever."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class IndicatorValue(Base):
    """One version of an indicator's value for a place and a year. state: draft, published or withdrawn (a draft given up).

    origin: platform (its query) or entered. `note`: where it comes from; `reason`: why there is a new version. `basis` of a
    value of the platform: the query, and the rows, part and whole that it has counted.
    """

    __tablename__ = "indicator_values"
    __table_args__ = (
        UniqueConstraint("indicator_id", "place", "year", "version"),
        Index("ix_indicator_values_year", "year", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey(INDICATOR))
    place: Mapped[str] = mapped_column(String(10), default=COUNTRY)
    year: Mapped[int]
    version: Mapped[int]
    value: Mapped[float]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    origin: Mapped[str] = mapped_column(String(10), default="entered")
    is_demo: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    evidence: Mapped[Evidence | None] = relationship(lazy="raise")


freeze(Evidence)
freeze(IndicatorValue)
