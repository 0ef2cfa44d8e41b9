"""Reads of sessions."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.sessions import rules
from matchmaker.sessions.models import InnovationSession

PARTS = [
    selectinload(part)
    for part in (
        InnovationSession.slots,
        InnovationSession.tables,
        InnovationSession.interpreters,
        InnovationSession.programme,
    )
]


def _select(actor: Actor) -> Select[InnovationSession]:
    return select(InnovationSession).where(rules.visible_to(actor)).options(joinedload(InnovationSession.organiser))


def load_session(actor: Actor, db: Session, session_id: int) -> InnovationSession:
    """A session the actor may see, without its parts: one query. Raises NotFound otherwise."""
    found = db.scalar(_select(actor).where(InnovationSession.id == session_id))
    if found is None:
        raise NotFound(_("There is no such session."))
    return found


def load_whole_session(actor: Actor, db: Session, session_id: int) -> InnovationSession:
    """A session with slots, tables, interpreters and programme: five queries. Raises NotFound otherwise."""
    found = db.scalar(_select(actor).where(InnovationSession.id == session_id).options(*PARTS))
    if found is None:
        raise NotFound(_("There is no such session."))
    return found


def list_sessions(actor: Actor, db: Session) -> list[InnovationSession]:
    """The sessions the actor may see, the latest day first."""
    return list(db.scalars(_select(actor).order_by(InnovationSession.starts_on.desc(), InnovationSession.id.desc())))
