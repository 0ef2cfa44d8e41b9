"""Reads of documents: a loader returns one only to someone who may read it. Bytes are loaded for downloads alone."""

from dataclasses import dataclass, field

from sqlalchemy import Select, Subquery, and_, func, not_, select
from sqlalchemy.orm import Session, aliased, undefer

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.disclosure.queries import nda_in_force
from matchmaker.deals.documents import rules
from matchmaker.deals.documents.models import DealDocument, DocumentSignature, DocumentVersion
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import PARTIES

PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A version as pages show it: its document, who made it, and whose signatures stand under it.

    latest: the number of the document's last version, which tells how many there are.
    """

    document: DealDocument
    version: DocumentVersion
    latest: int
    author: str
    signatures: tuple[DocumentSignature, ...] = ()

    @property
    def is_latest(self) -> bool:
        """Whether no version came after it."""
        return self.version.number == self.latest


@dataclass(frozen=True)
class ShownPage:
    """One page of versions; hidden: documents of the other side that wait for the NDA."""

    rows: list[Shown] = field(default_factory=list)
    total: int = 0
    page: int = 1
    hidden: int = 0

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def _latest(deal: Deal) -> Subquery:
    """The last number of each document of a deal: other deals' documents are not gone through."""
    query = select(DocumentVersion.document_id, func.max(DocumentVersion.number).label("number"))
    query = query.join(DealDocument, DealDocument.id == DocumentVersion.document_id).where(
        DealDocument.deal_id == deal.id
    )
    return query.group_by(DocumentVersion.document_id).subquery()


def _versions(deal: Deal) -> tuple[Select[DealDocument, DocumentVersion, int, str], Subquery]:
    latest, author = _latest(deal), aliased(User)
    query = (
        select(DealDocument, DocumentVersion, latest.c.number, func.coalesce(author.name, ""))
        .join(DocumentVersion, DocumentVersion.document_id == DealDocument.id)
        .join(latest, latest.c.document_id == DealDocument.id)
        .outerjoin(author, author.id == DocumentVersion.user_id)
        .where(DealDocument.deal_id == deal.id)
    )
    return query, latest


def documents_shown(actor: Actor, db: Session, deal: Deal, page: int = 1) -> ShownPage:
    """The documents that the actor may read, each by its last version, the newest first."""
    is_in_force = nda_in_force(db, deal)
    may_read = rules.readable(actor, deal, is_in_force)
    query, latest = _versions(deal)
    query = query.where(may_read, DocumentVersion.number == latest.c.number)
    found = _page(db, query.order_by(DocumentVersion.made_at.desc(), DealDocument.id.desc()), page)
    numbers = select(func.count(), func.count().filter(not_(may_read))).where(DealDocument.deal_id == deal.id)
    total, hidden = db.execute(numbers.select_from(DealDocument)).one()
    return ShownPage(found, total - hidden, page, hidden)


def versions_shown(db: Session, deal: Deal, document: DealDocument, page: int = 1) -> ShownPage:
    """All versions of one document, the last first. Callers have loaded it by `load_document`."""
    query, _latest_number = _versions(deal)
    query = query.where(DealDocument.id == document.id).order_by(DocumentVersion.number.desc())
    found = _page(db, query, page)
    return ShownPage(found, found[0].latest if found else 0, page)


def _page(db: Session, query: Select[DealDocument, DocumentVersion, int, str], page: int) -> list[Shown]:
    rows = db.execute(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    signed = _signatures(db, [version.id for _document, version, _number, _author in rows])
    return [Shown(one, version, last, author, signed.get(version.id, ())) for one, version, last, author in rows]


def _signatures(db: Session, version_ids: list[int]) -> dict[int, tuple[DocumentSignature, ...]]:
    query = select(DocumentSignature).where(DocumentSignature.version_id.in_(version_ids))
    found: dict[int, tuple[DocumentSignature, ...]] = {}
    for one in db.scalars(query.order_by(DocumentSignature.id)):
        found[one.version_id] = (*found.get(one.version_id, ()), one)
    return found


def load_document(actor: Actor, db: Session, deal: Deal, document_id: int) -> DealDocument:
    """A document that the actor may read. Raises NotFound for absent and closed alike."""
    may_read = rules.readable(actor, deal, nda_in_force(db, deal))
    query = select(DealDocument).where(DealDocument.id == document_id, DealDocument.deal_id == deal.id, may_read)
    found = db.scalar(query)
    if found is None:
        raise NotFound(_("There is no such document."))
    return found


def load_version(db: Session, document: DealDocument, number: int) -> DocumentVersion:
    """One version with its bytes. Callers have loaded the document by `load_document`."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id, DocumentVersion.number == number)
    found = db.scalar(query.options(undefer(DocumentVersion.content)))
    if found is None:
        raise NotFound(_("There is no such version of the document."))
    return found


def is_signed_by_both(db: Session, deal: Deal, kinds: tuple[str, ...]) -> bool:
    """Whether a document of these kinds has both sides' signatures under its last version."""
    latest = _latest(deal)
    query = (
        select(DocumentVersion.id)
        .join(DealDocument, DealDocument.id == DocumentVersion.document_id)
        .join(latest, and_(latest.c.document_id == DealDocument.id, latest.c.number == DocumentVersion.number))
        .join(DocumentSignature, DocumentSignature.version_id == DocumentVersion.id)
        .where(DealDocument.deal_id == deal.id, DealDocument.kind.in_(kinds))
        .group_by(DocumentVersion.id)
        .having(func.count(DocumentSignature.side.distinct()) == len(PARTIES))
    )
    return db.scalar(query.limit(1)) is not None
