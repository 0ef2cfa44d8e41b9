"""Table of what the radar of unmet demand saw of each need, day by day as it changed."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core.models import Base


class DemandReading(Base):
    """The best counterpart of a published need as of a day: `score` of 100 points, none when nothing was found."""

    __tablename__ = "demand_readings"
    __table_args__ = (UniqueConstraint("need_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"))
    on: Mapped[date] = mapped_column(index=True)
    score: Mapped[float | None]
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"))
