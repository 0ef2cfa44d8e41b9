"""The table of learned fusions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.core.models import Base


class FusionVersion(Base):
    """A set of weights learned from answers; the shipped set needs no row.

    values: as `matching.fusion.fusion_of` reads them. learned_from: counts of answers and lists. figures: nDCG@10 on the
    held-back lists, of the weights in use at that time (`before`) and of these (`after`). state: in_use, retired or
    rejected; at most one of an encoder is in use, and without one the shipped set is.
    """

    __tablename__ = "fusion_versions"
    __table_args__ = (
        Index(
            "ix_fusion_versions_in_use",
            "encoder",
            unique=True,
            sqlite_where=text("state = 'in_use'"),
            postgresql_where=text("state = 'in_use'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(40), unique=True)
    encoder: Mapped[str] = mapped_column(String(200))
    values: Mapped[dict[str, Any]]
    learned_from: Mapped[dict[str, Any]]
    figures: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    adopted_at: Mapped[datetime | None]
    adopted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
