"""Reads of registrations."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.sessions.people import rules
from matchmaker.sessions.people.models import Registration


def _select(actor: Actor) -> Select[Registration]:
    parts = joinedload(Registration.user), joinedload(Registration.organisation)
    return select(Registration).where(rules.visible_to(actor)).options(*parts)


def load_registration(actor: Actor, db: Session, registration_id: int) -> Registration:
    """A registration the actor may see, with account and organisation. Raises NotFound otherwise."""
    found = db.scalar(_select(actor).where(Registration.id == registration_id))
    if found is None:
        raise NotFound(_("There is no such registration."))
    return found


def own_registration(actor: Actor, db: Session, session_id: int) -> Registration | None:
    """The actor's own place in a session."""
    own = Registration.session_id == session_id, Registration.user_id == (actor.user_id or 0)
    return db.scalar(_select(actor).where(*own))


def list_people(actor: Actor, db: Session, session_id: int, *states: str) -> list[Registration]:
    """The registrations of a session that the actor may see, in these states (all by default), by organisation."""
    query = _select(actor).where(Registration.session_id == session_id)
    if states:
        query = query.where(Registration.state.in_(states))
    return list(db.scalars(query.order_by(Registration.organisation_id, Registration.id)))
