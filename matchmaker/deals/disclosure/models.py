"""Tables of staged disclosure."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.deals.models import DEAL, USER


class Nda(Base):
    """One NDA of a deal: its whole text in one language, fixed by its hash. A new text is a new row; the last counts.

    provider_id, recipient_id: the two organisations that it binds; when a side of the deal changes it opens nothing any more.
    years: how long secrets are kept after the end. ends_with_deal: whether access to the confidential parts is revoked when
    the deal is lost, terminated or closed. state: offered, in_force, replaced, ended.
    """

    __tablename__ = "ndas"

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(String(10), default="offered")
    lang: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    years: Mapped[int] = mapped_column(default=5)
    ends_with_deal: Mapped[bool] = mapped_column(default=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    acceptances: Mapped[list["Acceptance"]] = relationship(lazy="raise", order_by="Acceptance.id")


class Acceptance(Base):
    """A signatory's yes to an NDA: for which side, when, of which text, by which method, with the signature if there is one."""

    __tablename__ = "nda_acceptances"
    __table_args__ = (UniqueConstraint("nda_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nda_id: Mapped[int] = mapped_column(ForeignKey("ndas.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(10), default="password")  # password, cms
    signer: Mapped[str] = mapped_column(Text, default="")  # subject of the certificate
    signature: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    accepted_at: Mapped[datetime] = mapped_column(default=clock.now)


class Opening(Base):
    """Somebody of the other side has opened a confidential part. what: posting or document; what_id: its id."""

    __tablename__ = "disclosure_openings"
    __table_args__ = (Index("ix_disclosure_openings_deal", "deal_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"))
    what: Mapped[str] = mapped_column(String(10))
    what_id: Mapped[int]
    side: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
