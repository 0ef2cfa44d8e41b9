"""Tables of infrastructure projects. Money: integer minor units plus an ISO 4217 code."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import ORGANISATION, TERRITORY, USER, Territory

PROJECT = "infrastructure_projects.id"
CASCADE = "all, delete-orphan"


class Project(Base):
    """An infrastructure project; `kind` is a code of project_kinds, `stage` of project_stages.

    `cost_minor`: the whole cost. The gap is the cost without what is committed. `is_open`: shown to investors and banks.
    `wanted_sources`: the codes of funding_sources that money is looked for from; empty: any.
    """

    __tablename__ = "infrastructure_projects"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey(TERRITORY, ondelete="CASCADE"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("territory_sites.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20), default="idea")
    names: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sector: Mapped[str] = mapped_column(String(10), default="")
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    cost_minor: Mapped[int] = mapped_column(BigInteger)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    wanted_sources: Mapped[list[str]] = mapped_column(default=list)
    is_open: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    territory: Mapped[Territory] = relationship(lazy="raise")
    steps: Mapped[list["ProjectStep"]] = relationship(lazy="raise", cascade=CASCADE, order_by="ProjectStep.number")
    funding: Mapped[list["ProjectFunding"]] = relationship(lazy="raise", cascade=CASCADE, order_by="ProjectFunding.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)

    @property
    def description(self) -> str:
        """The description for the reader."""
        return worded(self.descriptions)


class ProjectStep(Base):
    """One stage of the work, with when it is planned to end, when it ended, and its part of the cost."""

    __tablename__ = "project_steps"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(PROJECT, ondelete="CASCADE"))
    number: Mapped[int]
    names: Mapped[dict[str, Any]]
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    cost_minor: Mapped[int | None] = mapped_column(BigInteger)

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)


class ProjectFunding(Base):
    """Money for a project from one funder, in the project's currency; `source` is a code of funding_sources.

    `state`: negotiated (talked about) or committed (a signed promise; it counts against the gap). `committed_on`: its day.
    """

    __tablename__ = "project_funding"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(PROJECT, ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(20))
    funder_id: Mapped[int | None] = mapped_column(ForeignKey(ORGANISATION, ondelete="SET NULL"))
    funder: Mapped[str] = mapped_column(String(200), default="")
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(12), default="negotiated")
    committed_on: Mapped[date | None]

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

    @property
    def funder_name(self) -> str:
        """The funder for the reader: the organisation's name, or what was typed."""
        return self.organisation.name if self.organisation else self.funder


class InvestorProfile(Base):
    """What an investor or a bank looks for; empty lists mean everything. Amounts in minor units of `currency`."""

    __tablename__ = "investor_profiles"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(ORGANISATION, ondelete="CASCADE"), primary_key=True)
    sources: Mapped[list[str]] = mapped_column(default=list)
    regions: Mapped[list[str]] = mapped_column(default=list)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    kinds: Mapped[list[str]] = mapped_column(default=list)
    stages: Mapped[list[str]] = mapped_column(default=list)
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    least_minor: Mapped[int | None] = mapped_column(BigInteger)
    most_minor: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class ProjectInterest(Base):
    """An investor's wish to talk about a project; the managing company answers: talk, declined, or nothing yet."""

    __tablename__ = "project_interests"

    project_id: Mapped[int] = mapped_column(ForeignKey(PROJECT, ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(ORGANISATION, ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(String(10), default="")
    answer_note: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    user: Mapped[User | None] = relationship(lazy="raise")
