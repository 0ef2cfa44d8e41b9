"""Reads of sessions."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.sessions import rules
from matchmaker.sessions.models import InnovationSession

PARTS = ("slots", "tables", "interpreters", "programme")


def _select(actor: Actor) -> Select[InnovationSession]:
    return select(InnovationSession).where(rules.visible_to(actor)).options(joinedload(InnovationSession.organiser))


def load_session(actor: Actor, db: Session, session_id: int, *parts: str) -> InnovationSession:
    """A session the actor may see, with the named parts of PARTS: a query, and one for each part. Raises NotFound."""
    options = [selectinload(getattr(InnovationSession, part)) for part in parts]
    found = db.scalar(_select(actor).where(InnovationSession.id == session_id).options(*options))
    if found is None:
        raise NotFound(_("There is no such session."))
    return found


def load_whole_session(actor: Actor, db: Session, session_id: int) -> InnovationSession:
    """A session with slots, tables, interpreters and programme: five queries. Raises NotFound otherwise."""
    return load_session(actor, db, session_id, *PARTS)


def by_form_token(db: Session, token: str) -> InnovationSession | None:
    """The session that a form has made already."""
    return db.scalar(select(InnovationSession).where(InnovationSession.form_token == token))


def list_sessions(actor: Actor, db: Session) -> list[InnovationSession]:
    """The sessions the actor may see, the latest day first."""
    return list(db.scalars(_select(actor).order_by(InnovationSession.starts_on.desc(), InnovationSession.id.desc())))
