"""Whom our letters do not reach, and what an officer does about it: correct the address, and the letter goes there."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from matchmaker.accounts.actions import check_email
from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.notifications.actions import write_again
from matchmaker.notifications.models import Mail
from matchmaker.notifications.queries import undelivered
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import rules
from matchmaker.sessions.people.actions import check_unknown
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.places import hold_session


def unreached(db: Session, people: Iterable[Registration]) -> dict[int, Mail]:
    """By registration the newest letter, where their address did not take it. One query."""
    addresses = {one.id: one.email for one in people if one.email}
    found = undelivered(db, set(addresses.values()))
    return {one: found[address] for one, address in addresses.items() if address in found}


def correct_address(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, email: str
) -> bool:
    """Let the letters of this session go to another address; True when one that did not arrive is sent there again.

    The account keeps its own address: it is what somebody signs in with.
    """
    require(rules.may_decide(actor, registration))
    email = check_email(email)
    hold_session(db, session)
    hold(db, registration, "email", "version")
    check_unknown(db, session, email, own_id=registration.id)
    lost, before = unreached(db, [registration]).get(registration.id), registration.email
    if email != before:
        registration.email = email
        audit.record(
            db, actor.user_id, "correct_address", "registration", registration.id, {"email": before}, {"email": email}
        )
    if lost:
        write_again(db, lost, email)
    return lost is not None
