"""Who may see and do what with postings. `may_see` and `visible_to` are one rule in two readings (law 2)."""

from sqlalchemy import ColumnElement, Select, false, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.postings.models import Invitation, Posting


def may_see(actor: Actor, posting: Posting, invited: frozenset[int] = frozenset()) -> bool:
    """Own people and officers always; others what is published, unexpired, and meant for them.

    `invited` holds the organisations invited to the posting.
    """
    if actor.is_officer or posting.organisation_id in actor.organisations:
        return True
    if posting.state != "published" or posting.expires_at is None or posting.expires_at <= clock.now():
        return False
    return {
        "public": True,
        "anonymous": True,
        "members": actor.is_signed_in,
        "invited": bool(actor.organisations & invited),
    }[posting.visibility]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.is_officer:
        return true()
    return or_(belongs_to(actor), live() & _meant_for(actor))


def countable_for(actor: Actor) -> ColumnElement[bool]:
    """What an overview may count: every state, but nothing that the actor could not see if it were live."""
    return true() if actor.is_officer else or_(belongs_to(actor), _meant_for(actor))


def live() -> ColumnElement[bool]:
    """Published and not expired."""
    return (Posting.state == "published") & (Posting.expires_at > clock.now())


def belongs_to(actor: Actor) -> ColumnElement[bool]:
    """Postings of the actor's organisations."""
    return Posting.organisation_id.in_(actor.organisations) if actor.organisations else false()


def ids_found_by(actor: Actor) -> Select[int]:
    """The ids of the live postings that the actor may see."""
    return select(Posting.id).where(live(), visible_to(actor))


def _meant_for(actor: Actor) -> ColumnElement[bool]:
    open_to = ["public", "anonymous", "members"] if actor.is_signed_in else ["public", "anonymous"]
    invited = select(Invitation.posting_id).where(Invitation.organisation_id.in_(actor.organisations))
    by_invitation = (Posting.visibility == "invited") & Posting.id.in_(invited)
    return Posting.visibility.in_(open_to) | by_invitation


def may_create(actor: Actor) -> bool:
    """People of an organisation; officers for any organisation."""
    return actor.is_officer or bool(actor.organisations)


def may_edit(actor: Actor, posting: Posting) -> bool:
    """Own people and officers, as long as it is not withdrawn."""
    return posting.state != "withdrawn" and is_own(actor, posting)


def is_own(actor: Actor, posting: Posting) -> bool:
    """People of its organisation, and officers on their behalf."""
    return actor.is_officer or posting.organisation_id in actor.organisations


def may_review(actor: Actor, posting: Posting) -> bool:
    """Officers."""
    return actor.is_officer


def may_see_confidential(actor: Actor, posting: Posting) -> bool:
    """Own people and officers; the other side of a deal is let in by `deals.disclosure` while its NDA is in force."""
    return is_own(actor, posting)


def shows_organisation(actor: Actor, posting: Posting) -> bool:
    """Whether the actor may know whose posting it is."""
    return posting.visibility != "anonymous" or is_own(actor, posting)


def organisation_shown_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `shows_organisation`."""
    return true() if actor.is_officer else or_(Posting.visibility != "anonymous", belongs_to(actor))
