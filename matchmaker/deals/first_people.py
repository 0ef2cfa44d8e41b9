"""Who is on a deal when it is opened: those concerned and the managers of both sides, not everybody."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.deals.models import DealPerson
from matchmaker.organisations.models import Membership
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting


def first_people(
    actor: Actor,
    db: Session,
    provider_id: int,
    recipient_id: int,
    introduction_id: int | None = None,
    meeting_id: int | None = None,
) -> list[DealPerson]:
    """The opener, the authors of the two postings, the two people of the meeting, and the managers; who signs is named later.

    Whoever belongs to neither organisation any more stays out; whoever belongs to both speaks for the provider.
    """
    concerned = _concerned(db, introduction_id, meeting_id)
    if not actor.is_officer and actor.user_id:
        concerned.add(actor.user_id)
    query = select(Membership.organisation_id, Membership.user_id, Membership.role).join(User)
    query = query.where(Membership.organisation_id.in_((provider_id, recipient_id)), Membership.state == "active")
    sides: dict[int, str] = {}
    for organisation_id, user_id, role in db.execute(query.where(User.is_active)):
        side = "provider" if organisation_id == provider_id else "recipient"
        if (role == "manager" or user_id in concerned) and sides.get(user_id) != "provider":
            sides[user_id] = side
    return [DealPerson(user_id=user_id, side=side, is_signatory=False) for user_id, side in sorted(sides.items())]


def _concerned(db: Session, introduction_id: int | None, meeting_id: int | None) -> set[int]:
    """The authors of the postings that were introduced, and the two people who met."""
    found: set[int | None] = set()
    if introduction_id:
        both = (Posting.id == Introduction.need_id) | (Posting.id == Introduction.capability_id)
        query = select(Posting.author_id).join(Introduction, both)
        found |= set(db.scalars(query.where(Introduction.id == introduction_id)))
    if meeting_id:
        both = (Registration.id == Meeting.one_id) | (Registration.id == Meeting.two_id)
        found |= set(db.scalars(select(Registration.user_id).join(Meeting, both).where(Meeting.id == meeting_id)))
    return {one for one in found if one}
