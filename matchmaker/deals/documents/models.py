"""Tables of a deal's documents."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.core import clock
from matchmaker.core.models import Base
from matchmaker.deals.models import DEAL, USER
from matchmaker.vocabularies import label


class DealDocument(Base):
    """A document of a deal, by its name; its versions are kept for ever.

    kind: nda, term_sheet, mta, licence, agreement, evidence or other. side: whose it is (provider, recipient, officer): the
    other side sees a confidential one only under an NDA in force.
    """

    __tablename__ = "deal_documents"
    __table_args__ = (UniqueConstraint("deal_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deal_id: Mapped[int] = mapped_column(ForeignKey(DEAL, ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    side: Mapped[str] = mapped_column(String(10))
    is_confidential: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    versions: Mapped[list["DocumentVersion"]] = relationship(lazy="raise", order_by="DocumentVersion.number")

    @property
    def title(self) -> str:
        """The name; of a document that the house drafts (`=` and its kind), the kind in the reader's language."""
        return label("document_kinds", self.kind) if self.name == f"={self.kind}" else self.name


class DocumentVersion(Base):
    """One version's bytes, never changed. source: uploaded or generated; lang: of a generated one."""

    __tablename__ = "deal_document_versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("deal_documents.id", ondelete="CASCADE"))
    number: Mapped[int]
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(10), default="uploaded")
    lang: Mapped[str] = mapped_column(String(2), default="")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)


class DocumentSignature(Base):
    """A signatory's signature under one version of a document (term sheet, agreement)."""

    __tablename__ = "deal_document_signatures"
    __table_args__ = (UniqueConstraint("version_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("deal_document_versions.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(ForeignKey(USER, ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(10), default="password")
    signature: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    signed_at: Mapped[datetime] = mapped_column(default=clock.now)
