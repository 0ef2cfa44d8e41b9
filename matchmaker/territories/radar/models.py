"""Tables of the radar of unmet demand: what it saw of each need, day by day as it changed, and its runs."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.models import Base


class DemandReading(Base):
    """The best counterpart of a need as of a day: `score` in whole points of 100, none when nothing was found.

    A row stands until the next one of the same need. `is_open`: false when the need was no longer published to everybody.
    """

    __tablename__ = "demand_readings"
    __table_args__ = (UniqueConstraint("need_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"))
    on: Mapped[date] = mapped_column(index=True)
    score: Mapped[float | None]
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"))
    is_open: Mapped[bool] = mapped_column(default=True)


class DemandRun(Base):
    """One look at every need: waiting, running, done or failed; `done` of `total` needs are read, as of `touched_at`."""

    __tablename__ = "demand_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
