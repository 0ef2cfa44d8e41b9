"""What a deal needs before it may enter a stage: each raises Invalid with what is missing and the mend."""

from collections.abc import Callable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import nothing as nothing
from matchmaker.deals.disclosure.queries import current_nda
from matchmaker.deals.disclosure.rules import is_in_force
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.money.models import Term
from matchmaker.deals.rules import PARTIES


def an_officer(db: Session, deal: Deal) -> None:
    """Somebody leads it."""
    if deal.officer_id is None:
        raise Invalid({"officer": _("Name the officer who leads the deal first.")})


def signatories(db: Session, deal: Deal) -> None:
    """Both sides have somebody who signs."""
    query = select(DealPerson.side).where(DealPerson.deal_id == deal.id, DealPerson.is_signatory)
    missing = [side for side in PARTIES if side not in set(db.scalars(query))]
    if missing:
        raise Invalid({"people": _("Each side needs a person who signs. Name the signatories of both sides first.")})


def nda_in_force(db: Session, deal: Deal) -> None:
    """Both signatories have accepted the NDA."""
    if not is_in_force(deal, current_nda(db, deal.id)):
        raise Invalid({"nda": _("The NDA is not accepted by both sides yet.")})


def terms(db: Session, deal: Deal) -> None:
    """There is at least one term of payment, or the deal is one that moves no money."""
    if deal.kind != "mta" and not db.scalar(exists().where(Term.deal_id == deal.id).select()):
        raise Invalid({"terms": _("Enter at least one term of payment first.")})


def agreement(db: Session, deal: Deal) -> None:
    """The signed text is among the documents."""
    signatories(db, deal)
    query = exists().where(DealDocument.deal_id == deal.id, DealDocument.kind == "agreement").select()
    if not db.scalar(query):
        raise Invalid({"documents": _("Upload the agreement first: a document of the kind “Agreement”.")})


NEEDS: dict[str, Callable[[Session, Deal], None]] = {
    "qualified": an_officer,
    "nda": signatories,
    "evaluation": nda_in_force,
    "negotiation": terms,
    "signed": agreement,
}
