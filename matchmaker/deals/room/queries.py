"""Reads of a deal's room: one page of messages, what is new, what is unread, which documents can be pointed to."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal
from matchmaker.deals.room.models import DealMessage, LastRead
from matchmaker.deals.room.rules import may_be_linked
from matchmaker.deals.rules import visible_to

PAGE = 30


@dataclass(frozen=True)
class Page:
    """Messages, the newest first, and whether there are older ones."""

    messages: list[DealMessage]
    has_older: bool


def _messages(deal_id: int) -> Select[DealMessage]:
    query = select(DealMessage).where(DealMessage.deal_id == deal_id).order_by(DealMessage.id.desc())
    return query.options(joinedload(DealMessage.user))


def messages_page(db: Session, deal_id: int, before: int | None = None) -> Page:
    """The newest messages, or those older than one. Read by the index: as quick for the last page as for the first."""
    query = _messages(deal_id).limit(PAGE + 1)
    found = list(db.scalars(query.where(DealMessage.id < before) if before else query))
    return Page(found[:PAGE], len(found) > PAGE)


def messages_after(db: Session, deal_id: int, after: int) -> list[DealMessage]:
    """What has come since a message, the newest first; of very much the newest page."""
    return list(db.scalars(_messages(deal_id).where(DealMessage.id > after).limit(PAGE)))


def read_up_to(actor: Actor, db: Session, deal_id: int) -> int:
    """The last message that the actor has read in a room, 0 for none."""
    query = select(LastRead.message_id).where(LastRead.deal_id == deal_id, LastRead.user_id == actor.user_id)
    return db.scalar(query) or 0


def unread_by_deal(actor: Actor) -> Select[int, int]:
    """By deal, how many messages of others the actor has not read, for the deals the actor may see and speaks in.

    Officers see every deal: of those only the ones they lead, are named on or have read in are counted.
    """
    read = (LastRead.deal_id == DealMessage.deal_id) & (LastRead.user_id == actor.user_id)
    query = (
        select(DealMessage.deal_id, func.count().label("number"))
        .join(Deal, Deal.id == DealMessage.deal_id)
        .outerjoin(LastRead, read)
    )
    query = query.where(visible_to(actor), DealMessage.id > func.coalesce(LastRead.message_id, 0))
    query = query.where(DealMessage.user_id.is_distinct_from(actor.user_id))
    if actor.is_officer:
        own = LastRead.user_id.is_not(None) | (Deal.officer_id == actor.user_id)
        query = query.where(own | Deal.people.any(user_id=actor.user_id))
    return query.group_by(DealMessage.deal_id)


def linkable_documents(actor: Actor, db: Session, deal: Deal) -> list[DealDocument]:
    """The documents of the deal that the actor may see, by name: to point to them, and to show where others point."""
    query = select(DealDocument).where(DealDocument.deal_id == deal.id, may_be_linked(actor, deal))
    return list(db.scalars(query.order_by(DealDocument.name)))


def names_of(db: Session, messages: Iterable[DealMessage]) -> dict[int, str]:
    """The names of everybody who is asked in these messages, whether still on the deal or not."""
    ids = {one for message in messages for one in message.mentions}
    return {user.id: user.name for user in db.scalars(select(User).where(User.id.in_(ids)))} if ids else {}
