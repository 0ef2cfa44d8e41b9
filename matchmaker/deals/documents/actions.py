"""Writes of documents: adding one, adding a version, opening one of the other side. Nothing is ever changed or removed."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.files import NAME_MOST, plain_name
from matchmaker.core.text import clean_line
from matchmaker.deals.actions import touch
from matchmaker.deals.disclosure.models import Opening
from matchmaker.deals.disclosure.queries import nda_in_force
from matchmaker.deals.documents import rules
from matchmaker.deals.documents.checking import check_document
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import side_of
from matchmaker.vocabularies import check_codes

GENERATED = "="  # the name of a document that the house drafts is this mark and its kind; nobody can type it


@dataclass(frozen=True)
class Sent:
    """The bytes of a version to be, with what they are."""

    filename: str
    media_type: str
    content: bytes
    source: str = "uploaded"
    lang: str = ""

    @property
    def sha256(self) -> str:
        """The hash that the version is known by."""
        return hashlib.sha256(self.content).hexdigest()


def read_upload(filename: str, content: bytes, limit: int) -> Sent:
    """An uploaded file, checked. Raises Invalid naming the fault and the mend."""
    filename = plain_name(filename)
    return Sent(filename, check_document(filename, content, limit), content)


def add_document(
    actor: Actor, db: Session, deal: Deal, sent: Sent, *, kind: str, name: str = "", is_confidential: bool = True
) -> DocumentVersion:
    """A new document by its first version; without a name it is called as its file.

    Sent twice it is kept once. A name that another document has gets a number, so that no upload is lost over it.
    """
    require(rules.may_add(actor, deal))
    check_codes("document_kinds", "kind", [kind])
    hold(db, deal, "stage")
    name = _typed_name(name) or _typed_name(sent.filename.rpartition(".")[0]) or sent.filename
    made = DealDocument(deal_id=deal.id, kind=kind, side=side_of(actor, deal), is_confidential=is_confidential)
    if twin := _sent_before(db, made, sent):
        return twin
    made.name = _free_name(db, deal, name)
    db.add(made)
    return put_version(actor, db, deal, made, sent, "upload")


def _typed_name(text: str) -> str:
    return clean_line(text).lstrip(f"{GENERATED} ")[:NAME_MOST]


def _sent_before(db: Session, made: DealDocument, sent: Sent) -> DocumentVersion | None:
    """The same bytes in a document of the same side, kind and secrecy: a form that was sent twice."""
    query = select(DocumentVersion).join(DealDocument, DealDocument.id == DocumentVersion.document_id)
    for name in ("deal_id", "kind", "side", "is_confidential"):
        query = query.where(getattr(DealDocument, name) == getattr(made, name))
    return db.scalar(query.where(DocumentVersion.sha256 == sent.sha256).limit(1))


def _free_name(db: Session, deal: Deal, name: str) -> str:
    taken = set(db.scalars(select(DealDocument.name).where(DealDocument.deal_id == deal.id)))
    number, found = 1, name
    while found in taken:
        number += 1
        mark = f" ({number})"
        found = name[: NAME_MOST - len(mark)] + mark
    return found


def add_version(actor: Actor, db: Session, deal: Deal, document: DealDocument, sent: Sent) -> DocumentVersion:
    """One more version; the bytes of the last one, sent again, are kept once, and that version is returned."""
    hold(db, deal, "stage")
    require(rules.may_add_version(actor, deal, document, nda_in_force(db, deal)))
    return put_version(actor, db, deal, document, sent, "upload")


def put_version(
    actor: Actor, db: Session, deal: Deal, document: DealDocument, sent: Sent, verb: str
) -> DocumentVersion:
    """Keep the bytes under the document's next number, unless they are those of its last version.

    An earlier version sent again becomes the last one: that is how the sides go back to it, and sign it. Callers hold the
    deal and have asked who may.
    """
    db.flush()  # a new document needs its id
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    latest = db.scalar(query.order_by(DocumentVersion.number.desc()).limit(1))
    if latest and latest.sha256 == sent.sha256:
        return latest
    last = select(func.coalesce(func.max(DocumentVersion.number), 0)).where(DocumentVersion.document_id == document.id)
    made = DocumentVersion(document_id=document.id, size=len(sent.content), sha256=sent.sha256, user_id=actor.user_id)
    made.filename, made.media_type, made.content = sent.filename, sent.media_type, sent.content
    made.source, made.lang = sent.source, sent.lang
    made.number = last.scalar_subquery() + 1  # counted by the database
    db.add(made)
    db.flush()
    db.refresh(made, ["number"])
    audit.record(db, actor.user_id, verb, "deal", deal.id, {}, {"document": document.id, "version": made.number})
    touch(deal)
    return made


def note_opening(actor: Actor, db: Session, deal: Deal, document: DealDocument, number: int) -> None:
    """Write down, for its owner, that the other side opens a confidential document."""
    require(rules.may_read_document(actor, deal, document, nda_in_force(db, deal)))
    if not rules.is_disclosed(actor, deal, document):
        return
    opened = Opening(deal_id=deal.id, what="document", what_id=document.id, user_id=actor.user_id)
    opened.side = side_of(actor, deal)
    db.add(opened)
    audit.record(db, actor.user_id, "open", "deal", deal.id, {}, {"document": document.id, "version": number})
