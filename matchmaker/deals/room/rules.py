"""Who may read and write in a deal's room, and which documents a reader sees there."""

from sqlalchemy import ColumnElement, exists, or_, select

from matchmaker.accounts.actor import Actor
from matchmaker.deals.disclosure.queries import bound_by_nda
from matchmaker.deals.disclosure.rules import sides_open_to
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import may_see


def may_talk(actor: Actor, deal: Deal) -> bool:
    """Everybody who sees the deal: its people, the managers of both sides, officers. After its end too."""
    return may_see(actor, deal)


def may_be_linked(actor: Actor, deal: Deal) -> ColumnElement[bool]:
    """Open documents, those of the reader's own side, and the others under an NDA in force; officers: all."""
    in_force = exists(select(Deal.id).where(Deal.id == deal.id, bound_by_nda()))
    now, under_nda = (DealDocument.side.in_(sides_open_to(actor, deal, one)) for one in (False, True))
    return or_(DealDocument.is_confidential.is_(False), now, in_force & under_nda)
