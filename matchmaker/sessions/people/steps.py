"""Steps of a session that its people feel: a changed capacity lets some move up, a cancellation is told to all."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.sessions import actions
from matchmaker.sessions.draft import SessionDraft
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.letters import tell
from matchmaker.sessions.people.places import fill_places
from matchmaker.sessions.people.queries import list_people
from matchmaker.sessions.people.rules import LIVE


def edit_session(
    actor: Actor, db: Session, session: InnovationSession, draft: SessionDraft, version: int
) -> InnovationSession:
    """Change a whole session; when it has more places than before, those who wait move up."""
    before = session.capacity
    actions.edit_session(actor, db, session, draft, version)
    if session.capacity != before:
        fill_places(db, session)
    return session


def move_session(actor: Actor, db: Session, session: InnovationSession, verb: str, reason: str = "") -> None:
    """Take a step; everyone who was invited or wanted to come is told of a cancellation and its reason."""
    actions.move_session(actor, db, session, verb, reason)
    if verb == "cancel":
        for registration in list_people(actor, db, session.id, "invited", *LIVE):
            tell(db, session, registration, "session_cancelled", note=session.reason)
