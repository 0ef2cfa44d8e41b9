"""Reads of deals: a loader returns one only to someone who may see it."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.deals import rules
from matchmaker.deals.models import Deal, DealMove, DealPerson

WHOLE = (
    joinedload(Deal.provider),
    joinedload(Deal.recipient),
    joinedload(Deal.officer),
    selectinload(Deal.people).joinedload(DealPerson.user),
)


@dataclass(frozen=True)
class DealFilter:
    """What a list of deals is narrowed to; empty values do not narrow."""

    stage: str = ""
    kind: str = ""
    region: str = ""
    officer_id: int | None = None


def select_deals(actor: Actor) -> Select[Deal]:
    """The deals the actor may see."""
    return select(Deal).where(rules.visible_to(actor))


def load_deal(actor: Actor, db: Session, deal_id: int) -> Deal:
    """A deal with its sides and people. Raises NotFound when it is not there or not for this actor."""
    found = db.scalar(select_deals(actor).where(Deal.id == deal_id).options(*WHOLE))
    if found is None:
        raise NotFound(_("There is no such deal."))
    return found


def list_deals(actor: Actor, db: Session, chosen: DealFilter | None = None) -> list[Deal]:
    """The deals the actor may see, the last touched first."""
    query = select_deals(actor).options(*WHOLE).order_by(Deal.touched_at.desc(), Deal.id.desc())
    for column, value in vars(chosen or DealFilter()).items():
        if value:
            query = query.where(getattr(Deal, column) == value)
    return list(db.scalars(query))


def moves_of(db: Session, deal_id: int) -> list[DealMove]:
    """The way a deal has gone, oldest step first."""
    return list(db.scalars(select(DealMove).where(DealMove.deal_id == deal_id).order_by(DealMove.at, DealMove.id)))
