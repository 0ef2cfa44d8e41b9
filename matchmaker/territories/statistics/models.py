"""Tables of regional statistics: what is measured, the values with source and year, imports, and what was reckoned."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.territories.models import USER


class Dimension(Base):
    """A group of statistics: scientific, technical, socio-economic… with its weight among the dimensions.

    `code`: never that of a statistic, for both are names in one framework.
    """

    __tablename__ = "potential_dimensions"

    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    names: Mapped[dict[str, Any]]
    weight: Mapped[float] = mapped_column(default=1.0)
    position: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)


class Statistic(Base):
    """One measure of regions. direction: 1 when more is better, else -1. weight: within its dimension.

    `treatment`: none, sqrt, log or winsorise, before normalising. `query`: the name of a query of the platform that gives the
    values; then nobody types them.
    """

    __tablename__ = "statistics"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    dimension_code: Mapped[str] = mapped_column(ForeignKey("potential_dimensions.code"), index=True)
    names: Mapped[dict[str, Any]]
    units: Mapped[dict[str, Any]] = mapped_column(default=dict)
    direction: Mapped[int] = mapped_column(default=1)
    weight: Mapped[float] = mapped_column(default=1.0)
    treatment: Mapped[str] = mapped_column(String(10), default="none")
    decimals: Mapped[int] = mapped_column(default=1)
    query: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_used: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    dimension: Mapped[Dimension] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)

    @property
    def unit(self) -> str:
        """The unit for the reader."""
        return worded(self.units)


class StatisticValue(Base):
    """A region's value of a year, with its source; `is_demo` when it is not a published figure."""

    __tablename__ = "statistic_values"
    __table_args__ = (UniqueConstraint("statistic_id", "region", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statistic_id: Mapped[int] = mapped_column(ForeignKey("statistics.id", ondelete="CASCADE"))
    region: Mapped[str] = mapped_column(String(5), index=True)
    year: Mapped[int]
    value: Mapped[float]
    source: Mapped[str] = mapped_column(String(300), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("statistic_imports.id", ondelete="SET NULL"))


class StatisticImport(Base):
    """A file of statistics: what was sent and what was understood; its values are stored when it is confirmed."""

    __tablename__ = "statistic_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    source: Mapped[str] = mapped_column(String(300), default="")
    understood: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]


class PotentialSettings(Base):
    """The settings that the ministry has published, one row: how the index is reckoned for everybody."""

    __tablename__ = "potential_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class PotentialRun(Base):
    """What the engine gave for one state of the statistics and one choice of settings, draws included."""

    __tablename__ = "potential_runs"
    __table_args__ = (UniqueConstraint("fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    settings: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fault: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
