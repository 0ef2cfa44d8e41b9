"""Letters about a deal itself: that it is opened, who is named on it, who leads it, which step was taken.

Each goes to those whom it concerns, never to whoever has done it, and says nothing that was typed but the deal's title. What
the system does writes no letters: it loads what was agreed elsewhere.
"""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.i18n import use_locale
from matchmaker.deals.models import Deal
from matchmaker.deals.people import everybody
from matchmaker.deals.rules import PARTIES, organisation_of
from matchmaker.notifications.actions import send_mail
from matchmaker.organisations.models import Organisation
from matchmaker.vocabularies import label

Words = Callable[[], dict[str, str]]


def tell_opened(actor: Actor, db: Session, deal: Deal) -> None:
    """To everybody who is on the deal from its first day, and to the officer who leads it."""
    homes = {side: db.get_one(Organisation, organisation_of(deal, side)) for side in PARTIES}
    _write(actor, db, deal, everybody(db, deal), "deal_opened", lambda: {side: one.name for side, one in homes.items()})


def tell_named(actor: Actor, db: Session, deal: Deal, user: User, side: str) -> None:
    """To a person who speaks for a side from now on."""
    home = db.get_one(Organisation, organisation_of(deal, side))
    _write(actor, db, deal, [user], "deal_named", lambda: {"organisation": home.name})


def tell_leader(actor: Actor, db: Session, deal: Deal, officer: User) -> None:
    """To the officer who leads the deal from now on."""
    _write(actor, db, deal, [officer], "deal_led", dict)


def tell_moved(actor: Actor, db: Session, deal: Deal, before: str) -> None:
    """To everybody on the deal and the officer who leads it, after a step from the stage `before`."""
    stages = {"before": before, "stage": deal.stage}
    users = everybody(db, deal)
    _write(
        actor, db, deal, users, "deal_moved", lambda: {name: label("deal_stages", one) for name, one in stages.items()}
    )


def _write(actor: Actor, db: Session, deal: Deal, users: Iterable[User], kind: str, words: Words) -> None:
    """`words` gives what the text is filled in with, in the language that is in force."""
    for user in users:
        if actor.is_signed_in and user.id != actor.user_id:
            with use_locale(user.locale):
                values = {"title": deal.title, "person": actor.name} | words()
            send_mail(db, user, kind, **values, link=f"/deals/{deal.id}")
