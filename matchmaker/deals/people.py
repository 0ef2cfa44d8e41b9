"""Who works on a deal: whom a task can be given to, who can be named in a message, who is written to."""

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import OFFICERS
from matchmaker.accounts.models import User
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.organisations.models import Membership


def everybody(db: Session, deal: Deal) -> list[User]:
    """The people of both sides who still belong to them, and the officer who leads the deal, by name. One query."""
    query = select(User).join(Deal, Deal.id == deal.id).where(on_the_deal())
    return list(db.scalars(query.order_by(User.name, User.id)))


def on_the_deal() -> ColumnElement[bool]:
    """Of users joined with deals, those who work on them: whoever has left an organisation has left its deals."""
    home = case((DealPerson.side == "provider", Deal.provider_id), else_=Deal.recipient_id)
    belongs = and_(Membership.user_id == DealPerson.user_id, Membership.organisation_id == home)
    place = select(DealPerson.user_id).join(Membership, belongs).where(Membership.state == "active")
    named = exists(place.where(DealPerson.deal_id == Deal.id, DealPerson.user_id == User.id))
    leads = and_(Deal.officer_id == User.id, User.role.in_(OFFICERS))
    return and_(User.is_active, or_(named, leads))
