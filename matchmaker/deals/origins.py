"""Where a deal comes from, found by the system: the pair, what recommended it, its introduction, the meeting."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.actions import Head, Origin, open_deal
from matchmaker.deals.models import Deal
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.models import Introduction
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting

OPENS = ("introduced", "nda_signed")  # states of an introduction from which a deal may begin
DEFAULT_KIND = "non_exclusive_licence"
# what the two postings look for → the kind of deal that begins; the first that both name, else that one names
KINDS = {
    "licence": "non_exclusive_licence",
    "joint_development": "joint_development",
    "joint_venture": "joint_development",
    "research_cooperation": "sponsored_research",
    "services": "service_contract",
    "technical_assistance": "service_contract",
    "material_transfer": "mta",
    "spin_off": "spin_off",
}
SCIENCE = ("university", "research_institute", "laboratory", "engineering_centre", "design_bureau", "robotics_centre")
TITLE_MOST = 200


def may_open_from(actor: Actor, meeting: Meeting) -> bool:
    """Officers, and the two who met."""
    return actor.is_officer or (actor.is_signed_in and actor.user_id in (meeting.one.user_id, meeting.two.user_id))


def open_from_introduction(actor: Actor, db: Session, introduction: Introduction) -> Deal:
    """Open the deal of an introduction that the actor has loaded; the officer who introduced them leads it.

    Raises Conflict while they are not introduced.
    """
    if introduction.state not in OPENS:
        raise Conflict(_("A deal begins when an officer has introduced both sides."))
    need, capability = introduction.need, introduction.capability
    met = _meeting_of(db, need.id, capability.id)
    origin = _origin(db, need.id, capability.id, introduction.id, met)
    return open_deal(actor, db, head_of_pair(need, capability), origin, leader_id=introduction.officer_id)


def open_from_meeting(actor: Actor, db: Session, meeting_id: int) -> Deal:
    """Open the deal that a held meeting has led to; the officer of the session leads it. Raises NotFound and Conflict."""
    query = select(Meeting, InnovationSession.officer_id).join(InnovationSession)
    sides = (joinedload(side).joinedload(Registration.organisation) for side in (Meeting.one, Meeting.two))
    row = db.execute(query.where(Meeting.id == meeting_id).options(*sides)).one_or_none()
    if row is None or not may_open_from(actor, row.Meeting):
        raise NotFound(_("There is no such meeting."))
    meeting = row.Meeting
    if meeting.state != "held":
        raise Conflict(_("Say what came of the meeting first: a deal begins from its outcome."))
    if meeting.one.organisation_id == meeting.two.organisation_id:
        raise Conflict(_("The two sides of a deal are two organisations."))
    head, pair = _head_of_meeting(db, meeting)
    introduction = _introduction_of(db, *pair) if pair else None
    need_id, capability_id = pair or (None, None)
    origin = _origin(db, need_id, capability_id, introduction, meeting)
    return open_deal(actor, db, head, origin, leader_id=row.officer_id)


def head_of_pair(need: Posting, capability: Posting) -> Head:
    """What the two postings say of their deal."""
    return Head(
        title=capability.title[:TITLE_MOST],
        kind=kind_of(need, capability),
        provider_id=capability.organisation_id,
        recipient_id=need.organisation_id,
        region=need.organisation.region,
        sector=next(iter([*need.codes_of("sectors"), *capability.codes_of("sectors")]), ""),
        trl=capability.trl,
    )


def kind_of(need: Posting, capability: Posting) -> str:
    """The kind of deal by the forms of cooperation that the postings name; it can be changed later."""
    wanted, offered = need.codes_of("cooperation"), capability.codes_of("cooperation")
    for codes in ([one for one in offered if one in wanted], offered, wanted):
        if known := [KINDS[one] for one in codes if one in KINDS]:
            return known[0]
    return DEFAULT_KIND


def _head_of_meeting(db: Session, meeting: Meeting) -> tuple[Head, tuple[int, int] | None]:
    """The head, and the pair (need, capability) when the meeting was about one of the two who met."""
    one, two = meeting.one.organisation, meeting.two.organisation
    found = {
        post.id: post for post in rows(db, whole().where(Posting.id.in_((meeting.need_id, meeting.capability_id))))
    }
    need, capability = found.get(meeting.need_id or 0), found.get(meeting.capability_id or 0)
    if need and capability and {need.organisation_id, capability.organisation_id} == {one.id, two.id}:
        return head_of_pair(need, capability), (need.id, capability.id)
    provider, recipient = _by_kind(one, two)
    title = f"{provider.name} — {recipient.name}"[:TITLE_MOST]
    return Head(title, DEFAULT_KIND, provider.id, recipient.id, region=recipient.region), None


def _by_kind(one: Organisation, two: Organisation) -> tuple[Organisation, Organisation]:
    """Provider and recipient: science offers."""
    return (two, one) if two.kind in SCIENCE and one.kind not in SCIENCE else (one, two)


def _introduction_of(db: Session, need_id: int, capability_id: int) -> int | None:
    query = select(Introduction.id).where(Introduction.need_id == need_id, Introduction.capability_id == capability_id)
    return db.scalar(query)


def _meeting_of(db: Session, need_id: int, capability_id: int) -> Meeting | None:
    """The last meeting that the pair has had."""
    query = select(Meeting).where(Meeting.need_id == need_id, Meeting.capability_id == capability_id)
    return db.scalar(query.where(Meeting.state == "held").order_by(Meeting.id.desc()).limit(1))


def _origin(
    db: Session, need_id: int | None, capability_id: int | None, introduction_id: int | None, meeting: Meeting | None
) -> Origin:
    own, other = RecommendationRecord.own_id, RecommendationRecord.other_id
    pair = or_(
        and_(own == need_id, other == capability_id),
        and_(own == capability_id, other == need_id),
    )
    query = select(RecommendationRecord.id, RecommendationRecord.score).where(pair)
    record = db.execute(query.order_by(RecommendationRecord.id.desc()).limit(1)).first()
    return Origin(
        need_id=need_id,
        capability_id=capability_id,
        introduction_id=introduction_id,
        record_id=record.id if record else None,
        score=record.score if record else None,
        session_id=meeting.session_id if meeting else None,
        meeting_id=meeting.id if meeting else None,
    )
