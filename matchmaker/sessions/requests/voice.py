"""Who speaks in a session: the actor, with the place that he has in it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import own_registration


@dataclass(frozen=True)
class Voice:
    """An actor and his own registration in the session that is spoken of, if he has one."""

    actor: Actor
    own: Registration | None = None

    @property
    def user_id(self) -> int | None:
        """The account, for the audit trail."""
        return self.actor.user_id

    @property
    def takes_part(self) -> bool:
        """Whether the actor has a confirmed place."""
        return self.own is not None and self.own.state == "confirmed"


def voice_of(actor: Actor, db: Session, session_id: int) -> Voice:
    """The actor with his own place in a session."""
    return Voice(actor, own_registration(actor, db, session_id))
