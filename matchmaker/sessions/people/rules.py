"""Who may see and do what with registrations."""

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.orm import aliased

from matchmaker.accounts.actor import Actor
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.rules import may_run


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
            own.session_id == Registration.session_id, own.user_id == actor.user_id, own.state == "confirmed"
        )
    )
    return or_(Registration.user_id == (actor.user_id or 0), (Registration.state == "confirmed") & takes_part)
