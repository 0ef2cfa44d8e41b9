"""Tables of terms, receivables, payments and funding. Money: integer minor units plus an ISO 4217 code; shares: basis points."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.deals.models import DEAL, USER
from matchmaker.deals.work.models import DealTask


class Term(Base):
    """One term of payment.

    kind: upfront, milestone, stage, royalty or equity. amount_minor: of upfront, milestone and stage payments. due_on: when
    one falls due; a milestone payment falls due `payment_days` after its milestone is met. royalty: `tiers` of
    {"from_minor", "rate_bp"} on sales accumulated within each agreement year, per `period` (quarter, half, year) from
    starts_on to ends_on, due `payment_days` after the period; `minimum_minor` a year at least, in proportion for a year that
    is not whole; `reckoning`: whether years and periods begin on the agreement's day or are those of the calendar. equity: share_bp of the company, no receivable. payer: recipient or provider.
    unreported_to: from signing on, the last day of a royalty's first period without reported sales, kept by `recompute`;
    reminded_on: when they were asked for last. Both are written past the version.
    """

    __tablename__ = "deal_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(200), default="")
    payer: Mapped[str] = mapped_column(String(10), default="recipient")
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int | None] = mapped_column(BigInteger)
    due_on: Mapped[date | None]
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("deal_tasks.id", ondelete="SET NULL"))
    tiers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    period: Mapped[str] = mapped_column(String(10), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    minimum_minor: Mapped[int | None] = mapped_column(BigInteger)
    payment_days: Mapped[int] = mapped_column(default=30)
    reckoning: Mapped[str] = mapped_column(String(10), default="agreement")
    share_bp: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    unreported_to: Mapped[date | None]
    reminded_on: Mapped[date | None]
    milestone: Mapped[DealTask | None] = relationship(lazy="raise")
    sales: Mapped[list["SalesReport"]] = relationship(
        lazy="raise", order_by="SalesReport.period_from", passive_deletes="all"
    )
    receivables: Mapped[list["Receivable"]] = relationship(
        lazy="raise", order_by="Receivable.id", back_populates="term", passive_deletes="all"
    )
    __mapper_args__ = {"version_id_col": version}


class SalesReport(Base):
    """What the licensee sold in one period of a royalty term: the base that royalties are counted from."""

    __tablename__ = "sales_reports"
    __table_args__ = (UniqueConstraint("term_id", "period_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("deal_terms.id", ondelete="CASCADE"))
    period_from: Mapped[date]
    period_to: Mapped[date]
    sales_minor: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    reported_at: Mapped[datetime] = mapped_column(default=clock.now)


class Receivable(Base):
    """Money that a term makes due. `key` names it within its term (upfront; a period's first day; a year's minimum).

    What has been paid on never changes: a difference is a row of the kind `adjustment`, `key` with a number after a plus
    sign; a negative one is a credit.
    """

    __tablename__ = "receivables"
    __table_args__ = (UniqueConstraint("term_id", "key"), Index("ix_receivables_due", "due_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), index=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("deal_terms.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(10))
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date | None]
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    reminded_on: Mapped[date | None]
    term: Mapped[Term] = relationship(lazy="raise", back_populates="receivables")
    payments: Mapped[list["Payment"]] = relationship(lazy="raise", order_by="Payment.id", passive_deletes="all")


class Payment(Base):
    """Money that came in for a receivable; a mistaken entry is undone by a row of the opposite sign, once."""

    __tablename__ = "deal_payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivables.id", ondelete="CASCADE"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("deal_payments.id", ondelete="CASCADE"), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Funding(Base):
    """One source that pays for the project: own, private_investor, ppp, bank, ifi, state_grant or subsoil_rd."""

    __tablename__ = "deal_funding"

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(20))
    funder: Mapped[str] = mapped_column(String(200), default="")
    currency: Mapped[str] = mapped_column(String(3))
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    share_bp: Mapped[int]
