"""Signing a version: a signatory of each side types the password again; name, time and hash are kept with it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import check_own_password
from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.disclosure.queries import nda_in_force
from matchmaker.deals.documents import rules
from matchmaker.deals.documents.models import DealDocument, DocumentSignature, DocumentVersion
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import side_of


def sign_version(
    actor: Actor, db: Session, deal: Deal, document: DealDocument, version: DocumentVersion, *, seen: str, password: str
) -> DocumentSignature:
    """Put the signature of the actor's side under the version whose hash they have `seen`.

    Raises Invalid for a wrong password, Forbidden for whoever does not sign, Conflict when the version is not the last one,
    is not what was seen, or has the side's signature already.
    """
    require(rules.may_sign(actor, deal, document, nda_in_force(db, deal)))
    check_own_password(actor, db, password)
    return put_signature(actor, db, deal, document, version, seen=seen)


def put_signature(
    actor: Actor, db: Session, deal: Deal, document: DealDocument, version: DocumentVersion, *, seen: str
) -> DocumentSignature:
    """The signature itself. Callers have asked whether the actor may sign, and made sure that it is they. Raises Conflict."""
    hold(db, deal, "stage")
    side = side_of(actor, deal)
    _agree(db, document, version, seen, side)
    made = DocumentSignature(version_id=version.id, side=side, user_id=actor.user_id)
    made.name, made.sha256 = actor.name, version.sha256
    db.add(made)
    db.flush()
    audit.record(db, actor.user_id, "sign", "deal", deal.id, {}, {"document": document.id, "version": version.number})
    touch(deal)
    return made


def _agree(db: Session, document: DealDocument, version: DocumentVersion, seen: str, side: str) -> None:
    later = select(DocumentVersion.id).where(
        DocumentVersion.document_id == document.id, DocumentVersion.number > version.number
    )
    if seen != version.sha256 or db.scalar(later.limit(1)):
        raise Conflict(_("There is a newer version of this document. Read it, and sign that one."))
    there = select(DocumentSignature.id).where(
        DocumentSignature.version_id == version.id, DocumentSignature.side == side
    )
    if db.scalar(there):
        raise Conflict(_("Your side has signed this version already."))
