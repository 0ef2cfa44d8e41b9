"""The confidential parts of a deal's two postings, and how a reader stands to each."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.queries import current_nda, is_opened
from matchmaker.deals.disclosure.rules import opens_posting
from matchmaker.deals.models import Deal
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import has_confidential, rows, whole
from matchmaker.postings.rules import is_own


@dataclass(frozen=True)
class Part:
    """A posting of the deal with a confidential part, and how the reader stands to it: own, open, closed or sealed."""

    posting: Posting
    standing: str


def parts_of(actor: Actor, db: Session, deal: Deal, nda: Nda | None) -> list[Part]:
    """The need and the capability of the deal that have something confidential, as far as they are its sides' own."""
    ids = [one for one in (deal.need_id, deal.capability_id) if one]
    found = rows(db, whole().where(Posting.id.in_(ids), has_confidential())) if ids else []
    return [Part(one, _standing(actor, db, deal, nda, one)) for one in found]


def _standing(actor: Actor, db: Session, deal: Deal, nda: Nda | None, posting: Posting) -> str:
    if is_own(actor, posting):
        return "own"
    if not opens_posting(actor, deal, nda, posting):
        return "sealed"
    return "open" if is_opened(actor, db, deal.id, "posting", posting.id) else "closed"


def load_part(actor: Actor, db: Session, deal: Deal, posting_id: int) -> Part:
    """One of them, for whoever may read it. Raises NotFound."""
    parts = parts_of(actor, db, deal, current_nda(db, deal.id))
    found = next((one for one in parts if one.posting.id == posting_id and one.standing != "sealed"), None)
    if found is None:
        raise NotFound(_("There is nothing to open: the NDA is not in force, or this is not part of the deal."))
    return found
