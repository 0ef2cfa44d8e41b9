"""Tables of a territory itself: a candidate or designated science city, and the way to its status."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation

TERRITORY = "territories.id"
ORGANISATION = "organisations.id"
USER = "users.id"


class Territory(Base):
    """A territory that is, or may become, a science city. `names`, `descriptions`, `places`, `decisions` hold texts by language.

    `state`: candidate, assessment, designated or suspended, written by `actions.move_territory` alone; `decisions` and
    `decided_on`: the act that the present state rests on. `manager_id`: the managing company; operators who belong to it run
    the territory. `source`: where its facts are published. `is_demo`: no such act of its present state was published.
    """

    __tablename__ = "territories"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12), default="candidate")
    names: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    places: Mapped[dict[str, Any]] = mapped_column(default=dict)
    region: Mapped[str] = mapped_column(String(5), index=True)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    area_ha: Mapped[float | None]
    website: Mapped[str] = mapped_column(String(200), default="")
    manager_id: Mapped[int | None] = mapped_column(ForeignKey(ORGANISATION, ondelete="SET NULL"), index=True)
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    manager: Mapped[Organisation | None] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)

    @property
    def description(self) -> str:
        """The description for the reader."""
        return worded(self.descriptions)

    @property
    def place(self) -> str:
        """Where it lies, for the reader."""
        return worded(self.places)

    @property
    def decision(self) -> str:
        """The act that its present state rests on, for the reader."""
        return worded(self.decisions)


class TerritoryMove(Base):
    """One step on the way to the status, with the decision that it rests on; `is_demo`: no such act was published."""

    __tablename__ = "territory_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey(TERRITORY, ondelete="CASCADE"), index=True)
    from_state: Mapped[str] = mapped_column(String(12), default="")
    to_state: Mapped[str] = mapped_column(String(12))
    verb: Mapped[str] = mapped_column(String(12))
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def decision(self) -> str:
        """The decision, for the reader."""
        return worded(self.decisions)
