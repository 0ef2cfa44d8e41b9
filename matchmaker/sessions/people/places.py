"""Places of a session: who gets one, who waits, who moves up. Whoever decides holds the session's row meanwhile."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core import clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.letters import tell
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.states import STATES


def hold_session(db: Session, session: InnovationSession) -> None:
    """Let nobody else give away a place of this session until the transaction ends."""
    hold(db, session, "capacity", "state", "version")


def has_place(db: Session, session: InnovationSession) -> bool:
    """Whether a place is free; the session must be held."""
    if session.capacity is None:
        return True
    taken = select(func.count()).where(Registration.session_id == session.id, Registration.state == "confirmed")
    return (db.scalar(taken) or 0) < session.capacity


def settle(actor: Actor, db: Session, session: InnovationSession, registration: Registration, verb: str) -> None:
    """Give somebody a place (`accept` or `approve`), or put them on the waiting list when none is free; tell them.

    Raises Conflict when somebody who waits already is to be given a place that is not there.
    """
    hold_session(db, session)
    hold(db, registration, "state", "version")
    if has_place(db, session):
        confirm(actor, db, session, registration, verb, "session_confirmed")
        return
    if (registration.state, "queue") not in STATES:
        raise Conflict(_("Every place is taken. Raise the capacity, or wait until somebody gives a place back."))
    walk(db, STATES, actor, registration, "queue")
    tell(db, session, registration, "session_waiting")


def confirm(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, verb: str, letter: str
) -> None:
    """Give a place that is free."""
    walk(db, STATES, actor, registration, verb)
    registration.confirmed_at, registration.reason = clock.now(), ""
    tell(db, session, registration, letter)


def fill_places(db: Session, session: InnovationSession) -> list[Registration]:
    """Let those who wait move up, first come first served, while places are free; returns them."""
    hold_session(db, session)
    found: list[Registration] = []
    while session.state in ("open", "closed", "released") and has_place(db, session):
        first = _first_waiting(db, session)
        if first is None:
            break
        hold(db, first, "state", "version")
        confirm(SYSTEM, db, session, first, "approve", "session_moved_up")
        found.append(first)
    return found


def _first_waiting(db: Session, session: InnovationSession) -> Registration | None:
    waiting = select(Registration).where(Registration.session_id == session.id, Registration.state == "waiting")
    return db.scalar(waiting.order_by(Registration.applied_at, Registration.id).limit(1))
