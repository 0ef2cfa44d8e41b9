"""What a deal needs before it may enter a stage: each raises Invalid with what is missing and the mend."""

from collections.abc import Callable

from sqlalchemy import exists
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import nothing as nothing
from matchmaker.deals.disclosure import queries
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.documents.queries import is_signed_by_both
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.rules import PARTIES


def an_officer(db: Session, deal: Deal) -> None:
    """Somebody leads it."""
    if deal.officer_id is None:
        raise Invalid({"officer": _("Name the officer who leads the deal first.")})


def signatories(db: Session, deal: Deal) -> None:
    """Both sides have somebody who signs: read from the people that were loaded or held with the deal."""
    if {one.side for one in deal.people if one.is_signatory} < set(PARTIES):
        raise Invalid({"people": _("Each side needs a person who signs. Name the signatories of both sides first.")})


def nda_in_force(db: Session, deal: Deal) -> None:
    """Both signatories have accepted the NDA."""
    if not queries.nda_in_force(db, deal):
        raise Invalid({"nda": _("The NDA is not accepted by both sides yet.")})


def terms(db: Session, deal: Deal) -> None:
    """There is at least one term of payment, or the deal is one that moves no money."""
    if deal.kind != "mta" and not db.scalar(exists().where(Term.deal_id == deal.id).select()):
        raise Invalid({"terms": _("Enter at least one term of payment first.")})


def agreement(db: Session, deal: Deal) -> None:
    """The last version of the agreement has both sides' signatures; a transfer of materials is its own agreement."""
    signatories(db, deal)
    if not is_signed_by_both(db, deal, ("agreement", "mta") if deal.kind == "mta" else ("agreement",)):
        raise Invalid({"documents": _not_signed(db, deal)})


def _not_signed(db: Session, deal: Deal) -> str:
    query = exists().where(DealDocument.deal_id == deal.id, DealDocument.kind.in_(("agreement", deal.kind))).select()
    if not db.scalar(query):
        return _("Upload the agreement first: a document of the kind “Agreement”.")
    return _("The signatories of both sides must sign the last version of the agreement first.")


NEEDS: dict[str, Callable[[Session, Deal], None]] = {
    "qualified": an_officer,
    "nda": signatories,
    "evaluation": nda_in_force,
    "negotiation": terms,
    "signed": agreement,
}
