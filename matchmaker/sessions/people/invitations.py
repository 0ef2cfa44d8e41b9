"""Sending invitations: each person is written to in their language, and comes with the postings they were chosen for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Membership
from matchmaker.postings.models import Posting
from matchmaker.postings.rules import live
from matchmaker.recommendations.pairs import SHOWN_TO_ALL
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.actions import new_registration
from matchmaker.sessions.people.letters import tell
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.places import hold_session
from matchmaker.sessions.rules import may_run


def invite(actor: Actor, db: Session, session: InnovationSession, picks: dict[int, set[int]]) -> int:
    """Invite accounts, each with the postings that they speak for; who is on the list already stays as they are.

    Returns how many were invited. Raises Conflict before the session is announced and after it was closed.
    """
    require(may_run(actor))
    hold_session(db, session)
    if session.state != "open":
        raise Conflict(_("Invitations can be sent while registration is open: announce the session first."))
    if not picks:
        raise Invalid({"invite": _("Tick at least one person.")})
    known = set(db.scalars(select(Registration.user_id).where(Registration.session_id == session.id)))
    homes = _homes(db, picks)
    new = [user for user in _users(db, picks) if user.id not in known and user.id in homes]
    for user in new:
        _invite_one(actor, db, session, user, homes[user.id])
    return len(new)


def _users(db: Session, picks: dict[int, set[int]]) -> list[User]:
    return list(db.scalars(select(User).where(User.id.in_(picks), User.is_active).order_by(User.id)))


def _homes(db: Session, picks: dict[int, set[int]]) -> dict[int, tuple[int, list[int]]]:
    """By account: the organisation it speaks for, and those of its picked postings that are that organisation's and live."""
    ids = {posting_id for own in picks.values() for posting_id in own}
    query = select(Membership.user_id, Membership.organisation_id, Posting.id)
    query = query.join(Posting, Posting.organisation_id == Membership.organisation_id)
    query = query.where(Membership.state == "active", Membership.user_id.in_(picks), Posting.id.in_(ids))
    found: dict[int, tuple[int, list[int]]] = {}
    query = query.where(live(), Posting.visibility.in_(SHOWN_TO_ALL)).order_by(Posting.id)
    for user_id, organisation_id, posting_id in db.execute(query):
        if posting_id in picks[user_id]:
            home, own = found.setdefault(user_id, (organisation_id, []))
            if home == organisation_id:
                own.append(posting_id)
    return found


def _invite_one(actor: Actor, db: Session, session: InnovationSession, user: User, home: tuple[int, list[int]]) -> None:
    organisation_id, posting_ids = home
    made = new_registration(session, user, organisation_id)
    made.state, made.invited_at, made.posting_ids, made.languages = "invited", clock.now(), posting_ids, [user.locale]
    db.add(made)
    db.flush()  # audit and letter need the id
    audit.record(db, actor.user_id, "invite", "registration", made.id)
    tell(db, session, made, "session_invited")
