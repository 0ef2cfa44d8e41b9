"""Who may read and write in a deal's room, and which documents a reader sees there."""

from sqlalchemy import ColumnElement, exists, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import OFFICER, may_see, side_of


def may_talk(actor: Actor, deal: Deal) -> bool:
    """Everybody who sees the deal: its people, the managers of both sides, officers. After its end too."""
    return may_see(actor, deal)


def may_be_linked(actor: Actor, deal: Deal) -> ColumnElement[bool]:
    """Open documents, those of the reader's own side, and the others under an NDA in force; officers: all."""
    side = side_of(actor, deal)
    in_force = exists(select(Nda.id).where(Nda.deal_id == deal.id, Nda.state == "in_force"))
    seen = or_(DealDocument.is_confidential.is_(False), DealDocument.side == side, in_force)
    return true() if side == OFFICER else seen
