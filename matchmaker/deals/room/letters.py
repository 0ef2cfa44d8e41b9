"""Letters about messages: that there is one, never what it says.

Whoever is named is always written to. The others get one letter, and the next one when they have been in the room since,
or an hour later.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.models import Deal
from matchmaker.deals.people import everybody
from matchmaker.deals.room.models import DealMessage, LastRead
from matchmaker.notifications.actions import send_mail

PAUSE = timedelta(hours=1)


def notify(actor: Actor, db: Session, deal: Deal, message: DealMessage) -> None:
    """Write to the people of the deal and the officer who leads it, but not to the author. The deal is held."""
    query = select(LastRead).where(LastRead.deal_id == deal.id).execution_options(populate_existing=True)
    db.flush()  # what the author has just read must not be read over
    known = {one.user_id: one for one in db.scalars(query)}
    for user in everybody(db, deal):
        if user.id == actor.user_id:
            continue
        found = known.get(user.id) or LastRead(deal_id=deal.id, user_id=user.id)
        if user.id in message.mentions:
            _write(actor, db, deal, user, found, "deal_mention")
        elif found.noticed_at is None or found.noticed_at <= clock.now() - PAUSE:
            _write(actor, db, deal, user, found, "deal_message")


def _write(actor: Actor, db: Session, deal: Deal, user: User, found: LastRead, kind: str) -> None:
    found.noticed_at = clock.now()
    db.add(found)
    send_mail(db, user, kind, title=deal.title, person=actor.name, link=f"/deals/{deal.id}/room")
