"""Tables of tasks and milestones."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.deals.models import DEAL, USER


class DealTask(Base):
    """A task or a milestone of a deal, with who sees to it and by when. A milestone may make a payment due (money.Term).

    What is taken off stays as a row with `removed_at`, so that calendars can cancel it. `version` is a calendar's SEQUENCE
    too. `reminded_on`: the day of the last reminder, written past the version.
    """

    __tablename__ = "deal_tasks"
    __table_args__ = (Index("ix_deal_tasks_owner", "owner_id", "done_at", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    is_milestone: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    reminded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    removed_at: Mapped[datetime | None]
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}


class TaskCalendar(Base):
    """The secret part of the address of a person's calendar of tasks."""

    __tablename__ = "task_calendars"

    user_id: Mapped[int] = mapped_column(ForeignKey(USER, ondelete="CASCADE"), primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
