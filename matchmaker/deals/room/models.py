"""The table of messages in a deal's room."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.deals.models import DEAL, USER


class DealMessage(Base):
    """A message to everybody on the deal. mentions: ids of people who are asked by name; documents: ids it points to."""

    __tablename__ = "deal_messages"
    __table_args__ = (Index("ix_deal_messages_deal", "deal_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    mentions: Mapped[list[int]] = mapped_column(default=list)
    documents: Mapped[list[int]] = mapped_column(default=list)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    user: Mapped[User | None] = relationship(lazy="raise")


class LastRead(Base):
    """Up to which message a person has read a deal's room (0: none). noticed_at: of the last letter about what is unread."""

    __tablename__ = "deal_last_read"

    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(USER, ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(default=0)
    noticed_at: Mapped[datetime | None]
