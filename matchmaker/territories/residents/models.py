"""Table of residents of territories, from the application on."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import ORGANISATION, TERRITORY, USER, Territory


class Residency(Base):
    """An organisation's place in a territory; `state` is written by `actions.move_residency` alone.

    States: applied, returned, admitted, refused, withdrawn, ended. `reason` is a code of the vocabulary residency_reasons of
    a return, refusal or end, with a note. `jobs` and `investment_minor` (of `currency`): what the applicant plans. An
    organisation has at most one application or place in a territory that is not over (actions hold the territory).
    """

    __tablename__ = "residencies"
    __table_args__ = (Index("ix_residencies_place", "territory_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey(TERRITORY, ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(ORGANISATION), index=True)
    state: Mapped[str] = mapped_column(String(12), default="applied")
    activity: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(String(20), default="")
    jobs: Mapped[int | None]
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    investment_minor: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(20), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    applied_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    admitted_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    territory: Mapped[Territory] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}
