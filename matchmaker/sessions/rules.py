"""Who may see and run sessions."""

from sqlalchemy import ColumnElement, true

from matchmaker.accounts.actor import Actor
from matchmaker.sessions.models import InnovationSession


def may_run(actor: Actor, session: InnovationSession | None = None) -> bool:
    """Officers run sessions: theme, people, timetable, day and report."""
    return actor.is_officer


def may_see(actor: Actor, session: InnovationSession) -> bool:
    """Everyone, once it was announced; until then those who run it."""
    return session.announced_at is not None or may_run(actor, session)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    return true() if may_run(actor) else InnovationSession.announced_at.is_not(None)
