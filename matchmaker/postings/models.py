"""Tables of postings. The confidential part is a table of its own, so that no list can load it by accident."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.i18n import current_locale
from matchmaker.core.models import Base
from matchmaker.organisations.models import Organisation

CASCADE = "all, delete-orphan"


class Posting(Base):
    """A capability or a need; `kind` tells. Budgets are minor units of `currency` (ISO 4217).

    `codes` holds the chosen vocabulary codes by field (`fields.CODES`); `posting_codes` repeats them for filters.
    """

    __tablename__ = "postings"
    __table_args__ = (Index("ix_postings_browse", "state", "published_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    lang: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(10), default="draft")
    visibility: Mapped[str] = mapped_column(String(10), default="public")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    trl: Mapped[int | None]
    ip_status: Mapped[str] = mapped_column(String(20), default="")
    budget_min: Mapped[int | None] = mapped_column(BigInteger)
    budget_max: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3), default="KZT")
    deadline_on: Mapped[date | None]
    codes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    review_note: Mapped[str] = mapped_column(Text, default="")
    reviewed_version: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    form_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    seed_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    refreshed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    texts: Mapped[list["PostingText"]] = relationship(lazy="raise", cascade=CASCADE, order_by="PostingText.lang")

    def text(self, lang: str | None = None) -> "PostingText":
        """The text in a language (the reader's by default), else the original."""
        by_lang = {text.lang: text for text in self.texts}
        return by_lang.get(lang or current_locale()) or by_lang[self.lang]

    @property
    def title(self) -> str:
        """The title for the reader."""
        return self.text().title

    def codes_of(self, field: str) -> list[str]:
        """The codes of one field of `fields.CODES`."""
        return list(self.codes.get(field, ()))


class PostingText(Base):
    """The prose of a posting in one language; `origin` is author, machine or verified."""

    __tablename__ = "posting_texts"

    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2), primary_key=True)
    origin: Mapped[str] = mapped_column(String(10), default="author")
    title: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    advantages: Mapped[str] = mapped_column(Text, default="")
    expectations: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[str] = mapped_column(Text, default="")
    equipment: Mapped[str] = mapped_column(Text, default="")


class PostingCode(Base):
    """One code chosen in one field: what filters and facets read. Written together with `Posting.codes`."""

    __tablename__ = "posting_codes"
    __table_args__ = (Index("ix_posting_codes_facet", "field", "code", "posting_id"),)

    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)


class Confidential(Base):
    """What is shown only after the NDA (law 8)."""

    __tablename__ = "posting_confidential"

    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class Invitation(Base):
    """An organisation that may see a posting of visibility `invited`."""

    __tablename__ = "posting_invitations"

    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Attachment(Base):
    """A file of a posting; bytes live in the database, so every server has them and one transaction holds both."""

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("postings.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    is_confidential: Mapped[bool] = mapped_column(default=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
