"""Reads of deals: a loader returns one only to someone who may see it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.deals import rules
from matchmaker.deals.models import Deal, DealMove, DealPerson

HEAD = (joinedload(Deal.provider), joinedload(Deal.recipient), joinedload(Deal.officer))
WHOLE = (*HEAD, selectinload(Deal.people).joinedload(DealPerson.user))
UNDER_WAY = Deal.stage.not_in(("closed", "lost", "terminated"))


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
    """A deal with its sides and people: one query. Raises NotFound when it is not there or not for this actor."""
    query = (
        select_deals(actor)
        .where(Deal.id == deal_id)
        .options(*HEAD, joinedload(Deal.people).joinedload(DealPerson.user))
    )
    found = db.scalars(query).unique().first()
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


def own_deals(actor: Actor, db: Session, limit: int) -> list[Deal]:
    """What goes on for this actor: the deals that an officer leads, those of others that they are on; the last touched first."""
    query = select_deals(actor).where(UNDER_WAY).options(*HEAD)
    if actor.is_officer:
        query = query.where(Deal.officer_id == actor.user_id)
    return list(db.scalars(query.order_by(Deal.touched_at.desc(), Deal.id.desc()).limit(limit)))


def idle_deals(actor: Actor, db: Session, days: int, limit: int = 100) -> list[Deal]:
    """Deals under way on which nothing has been done for so many days, the longest idle first."""
    query = select_deals(actor).where(UNDER_WAY, Deal.touched_at < clock.now() - timedelta(days=days)).options(*HEAD)
    return list(db.scalars(query.order_by(Deal.touched_at, Deal.id).limit(limit)))


def deal_of_introduction(db: Session, introduction_id: int) -> Deal | None:
    """The deal that an introduction has led to; callers ask whether their actor may see it."""
    query = select(Deal).where(Deal.introduction_id == introduction_id)
    return db.scalars(query.options(joinedload(Deal.people))).unique().first()
