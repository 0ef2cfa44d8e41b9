"""Writes in a deal's room. The deal is held first: a form sent twice at the same moment is one message."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.deals.actions import touch
from matchmaker.deals.models import Deal
from matchmaker.deals.room.draft import MessageDraft
from matchmaker.deals.room.letters import notify
from matchmaker.deals.room.models import DealMessage, LastRead
from matchmaker.deals.room.rules import may_talk


def post_message(
    actor: Actor, db: Session, deal: Deal, draft: MessageDraft, form_token: str | None = None, seen: int = 0
) -> DealMessage:
    """Say something to everybody on the deal, who are written to without the text. `seen`: the last message on the page.

    The same form sent twice gives the message that the first has made.
    """
    require(may_talk(actor, deal))
    hold(db, deal, "stage")
    mine = DealMessage.deal_id == deal.id, DealMessage.user_id == actor.user_id
    if form_token and (there := db.scalar(select(DealMessage).where(DealMessage.form_token == form_token, *mine))):
        return there
    made = DealMessage(deal_id=deal.id, user_id=actor.user_id, form_token=form_token, **vars(draft))
    db.add(made)
    db.flush()  # the trail names it
    touch(deal)
    audit.record(db, actor.user_id, "message", "deal", deal.id, {}, {"message": made.id})
    _note(actor, db, deal, seen)
    notify(actor, db, deal, made)
    return made


def mark_read(actor: Actor, db: Session, deal: Deal, message_id: int) -> None:
    """The actor has read up to this message; never back, and never past the last one."""
    require(may_talk(actor, deal))
    hold(db, deal, "stage")
    _note(actor, db, deal, message_id)


def _note(actor: Actor, db: Session, deal: Deal, message_id: int) -> None:
    last = db.scalar(select(func.max(DealMessage.id)).where(DealMessage.deal_id == deal.id)) or 0
    key = {"deal_id": deal.id, "user_id": actor.user_id}
    found = db.get(LastRead, key, populate_existing=True)
    if found is None:
        found = LastRead(**key, message_id=0)
        db.add(found)
    found.message_id = max(found.message_id, min(message_id, last))
    found.noticed_at = None  # who has been here is written to again at the next message
