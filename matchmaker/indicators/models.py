"""Tables of directions, indicators and their yearly targets: data that can be edited, since the approved table may change."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation

CASCADE = "all, delete-orphan"
INDICATOR = "indicators.id"
USER = "users.id"
COUNTRY = "KZ"  # the place of a figure of the whole country; else a region's code, or t7 for the territory number 7


class Direction(Base):
    """A direction of the Concept that indicators belong to."""

    __tablename__ = "directions"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    names: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)


class Indicator(Base):
    """A target indicator. `names`, `units`, `formulas`, `sources` hold texts by language.

    better: 1 when more is better, else -1. frequency: year, half_year or quarter. critical: the level that a value must not
    be worse than. query: the name of a query of the platform that gives the values; then nobody types them. owner_id: the
    organisation that answers for it. `is_demo`: not from a published table.
    """

    __tablename__ = "indicators"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(30), unique=True)
    direction_id: Mapped[int] = mapped_column(ForeignKey("directions.id"), index=True)
    names: Mapped[dict[str, Any]]
    units: Mapped[dict[str, Any]] = mapped_column(default=dict)
    formulas: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[dict[str, Any]] = mapped_column(default=dict)
    frequency: Mapped[str] = mapped_column(String(10), default="year")
    better: Mapped[int] = mapped_column(default=1)
    decimals: Mapped[int] = mapped_column(default=0)
    baseline_year: Mapped[int | None]
    baseline: Mapped[float | None]
    critical: Mapped[float | None]
    query: Mapped[str] = mapped_column(String(40), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    direction: Mapped[Direction] = relationship(lazy="raise")
    owner: Mapped[Organisation | None] = relationship(lazy="raise")
    targets: Mapped[list["IndicatorTarget"]] = relationship(
        lazy="raise", cascade=CASCADE, order_by="IndicatorTarget.year"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)

    @property
    def unit(self) -> str:
        """The unit for the reader."""
        return worded(self.units)


class IndicatorTarget(Base):
    """What is to be reached in a year, for the country or a place."""

    __tablename__ = "indicator_targets"
    __table_args__ = (UniqueConstraint("indicator_id", "place", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey(INDICATOR, ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(10), default=COUNTRY)
    year: Mapped[int]
    value: Mapped[float]
