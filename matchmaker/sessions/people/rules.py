"""Who may see and do what with registrations."""

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import aliased

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Pitch, Registration
from matchmaker.sessions.rules import may_run

LIVE = ("applied", "waiting", "confirmed")  # states in which somebody has or wants a place
AGAIN = ("invited", "declined", "cancelled")  # states from which somebody may ask for one


def is_own(actor: Actor, registration: Registration) -> bool:
    """The person's own, or an officer's who acts for them."""
    own = actor.is_signed_in and registration.user_id == actor.user_id
    return own or may_run(actor)


def may_decide(actor: Actor, registration: Registration) -> bool:
    """Officers decide who takes part."""
    return may_run(actor)


def may_see(actor: Actor, registration: Registration, is_participant: bool) -> bool:
    """Officers; the person; those who take part themselves see the others who do. `is_participant`: the actor is confirmed."""
    return is_own(actor, registration) or (is_participant and registration.state == "confirmed")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if may_run(actor):
        return true()
    own = aliased(Registration)
    takes_part = exists(
        select(own.id).where(
            own.session_id == Registration.session_id, own.user_id == (actor.user_id or 0), own.state == "confirmed"
        )
    )
    return or_(Registration.user_id == (actor.user_id or 0), (Registration.state == "confirmed") & takes_part)


def takes_registrations(session: InnovationSession) -> bool:
    """While it is open, until its deadline; officers may add people later."""
    until = session.registration_until
    return session.state == "open" and (until is None or clock.now() <= until)


def may_register(actor: Actor, session: InnovationSession, own: Registration | None) -> bool:
    """People of an organisation, while registration is open, unless they have a place or were refused."""
    belongs = bool(actor.organisations) or own is not None
    return actor.is_signed_in and belongs and takes_registrations(session) and (own is None or own.state in AGAIN)


def may_change(actor: Actor, session: InnovationSession, registration: Registration) -> bool:
    """The person's own and officers, until the timetable is released; then it would no longer count."""
    return is_own(actor, registration) and registration.state in LIVE and session.state in ("open", "closed")


def may_leave(actor: Actor, session: InnovationSession, registration: Registration) -> bool:
    """Whoever has or wants a place may give it back until the session is over."""
    return (
        is_own(actor, registration) and registration.state in LIVE and session.state in ("open", "closed", "released")
    )


def may_pitch(actor: Actor, session: InnovationSession, registration: Registration | None) -> bool:
    """Who takes part or has asked to, while the session calls for pitches."""
    is_there = registration is not None and registration.state in LIVE
    return is_there and session.calls_for_pitches and session.state in ("open", "closed")


def may_judge(actor: Actor, pitch: Pitch) -> bool:
    """Officers choose among pitches."""
    return may_run(actor)
