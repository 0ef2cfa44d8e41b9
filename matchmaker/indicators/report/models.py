"""Tables of the reporting cycle: who reports, what was submitted, comments, and the frozen report."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import worded
from matchmaker.core.models import Base
from matchmaker.indicators.models import COUNTRY, INDICATOR, USER, Indicator
from matchmaker.indicators.values.models import Evidence
from matchmaker.organisations.models import Organisation

CASCADE = "all, delete-orphan"


class ReportingBody(Base):
    """A central or local body that reports; people of its organisation submit. kind: central or local."""

    __tablename__ = "reporting_bodies"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    names: Mapped[dict[str, Any]]
    region: Mapped[str] = mapped_column(String(5), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id", ondelete="SET NULL"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """The name for the reader."""
        return worded(self.names)


class ReportCycle(Base):
    """The report on a year. state: open, frozen or published. `frozen`: the whole report as it was frozen."""

    __tablename__ = "report_cycles"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    submit_by: Mapped[date]
    publish_by: Mapped[date]
    preface: Mapped[dict[str, Any]] = mapped_column(default=dict)
    frozen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    frozen_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    __mapper_args__ = {"version_id_col": version}


class Submission(Base):
    """What a body reports in a cycle. state: awaited, submitted, returned or accepted. `text`: its account in words.

    `is_demo`: its figures are made up for a demo; what is published from it says so.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("cycle_id", "body_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("report_cycles.id", ondelete="CASCADE"))
    body_id: Mapped[int] = mapped_column(ForeignKey("reporting_bodies.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="awaited")
    text: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(2), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    submitted_at: Mapped[datetime | None]
    moved_at: Mapped[datetime] = mapped_column(default=clock.now)
    reminded_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    cycle: Mapped[ReportCycle] = relationship(lazy="raise")
    body: Mapped[ReportingBody] = relationship(lazy="raise")
    items: Mapped[list["SubmissionItem"]] = relationship(lazy="raise", cascade=CASCADE, order_by="SubmissionItem.id")
    comments: Mapped[list["SubmissionComment"]] = relationship(
        lazy="raise", cascade=CASCADE, order_by="SubmissionComment.id"
    )
    __mapper_args__ = {"version_id_col": version}


class SubmissionItem(Base):
    """A value that a body reports for an indicator and a place, with its evidence."""

    __tablename__ = "submission_items"
    __table_args__ = (UniqueConstraint("submission_id", "indicator_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey(INDICATOR))
    place: Mapped[str] = mapped_column(String(10), default=COUNTRY)
    value: Mapped[float | None]
    note: Mapped[str] = mapped_column(Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    evidence: Mapped[Evidence | None] = relationship(lazy="raise")


class SubmissionComment(Base):
    """What the ministry or the body says about a submission, to the whole or to one indicator."""

    __tablename__ = "submission_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey(INDICATOR))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)
