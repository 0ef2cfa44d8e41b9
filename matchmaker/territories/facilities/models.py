"""Tables of facilities and their bookings. The database itself keeps a unit from being booked twice in an hour."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import ORGANISATION, TERRITORY, USER, Territory
from matchmaker.territories.structure.models import Site


class Facility(Base):
    """A room, a piece of equipment or a service of a territory; `kind` is a code of the vocabulary facility_kinds.

    `units`: how many can be booked at once; `capacities`, `terms`: texts by language. `price_minor`: per hour and unit, none
    means by agreement. `open_to`: residents or all; bookings lie within opens..closes (full hours, local time of `timezone`)
    of the `weekdays` (1 Monday to 7). `needs_approval`: the managing company confirms. `fields`: codes of FORD. `is_open`:
    shown to everybody and can be booked. `posting_id`: its capability, by which it takes part in recommendations.
    """

    __tablename__ = "facilities"

    id: Mapped[int] = mapped_column(primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey(TERRITORY, ondelete="CASCADE"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("territory_sites.id", ondelete="SET NULL"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(ORGANISATION), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    names: Mapped[dict[str, Any]]
    descriptions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    capacities: Mapped[dict[str, Any]] = mapped_column(default=dict)
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fields: Mapped[list[str]] = mapped_column(default=list)
    units: Mapped[int] = mapped_column(default=1)
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    price_minor: Mapped[int | None] = mapped_column(BigInteger)
    open_to: Mapped[str] = mapped_column(String(10), default="all")
    opens: Mapped[int] = mapped_column(default=9)
    closes: Mapped[int] = mapped_column(default=18)
    weekdays: Mapped[list[int]] = mapped_column(default=list)
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Almaty")
    needs_approval: Mapped[bool] = mapped_column(default=True)
    is_open: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("postings.id", ondelete="SET NULL"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)

    territory: Mapped[Territory] = relationship(lazy="raise")
    site: Mapped[Site | None] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)

    @property
    def description(self) -> str:
        """What it is and does, for the reader."""
        return worded(self.descriptions)

    @property
    def capacity(self) -> str:
        """What it can take or do at most, for the reader."""
        return worded(self.capacities)

    @property
    def conditions(self) -> str:
        """The terms of use, for the reader."""
        return worded(self.terms)


class Booking(Base):
    """A use of a facility from starts_at to ends_at (UTC, full hours). States: asked, confirmed, refused, cancelled.

    `price_minor`: the whole price as it was when it was booked; none means by agreement. `note`: what was said with the last step.
    """

    __tablename__ = "bookings"
    __table_args__ = (Index("ix_bookings_calendar", "facility_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facilities.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey(ORGANISATION), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    price_minor: Mapped[int | None] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    facility: Mapped[Facility] = relationship(lazy="raise")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class BookedHour(Base):
    """One hour of one unit of a facility that a booking takes, asked for or confirmed: nobody else can take it."""

    __tablename__ = "booked_hours"

    facility_id: Mapped[int] = mapped_column(ForeignKey("facilities.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True)
    unit: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("bookings.id", ondelete="CASCADE"), index=True)
