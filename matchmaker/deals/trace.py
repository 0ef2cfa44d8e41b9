"""What a deal's page links to: the pair, its recommendation, the session where both met; and who may be named on it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import OFFICERS, Actor
from matchmaker.accounts.models import User
from matchmaker.deals import rules
from matchmaker.deals.models import Deal
from matchmaker.organisations.models import Membership
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.records import rules as record_rules
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.sessions.models import InnovationSession


@dataclass(frozen=True)
class Trace:
    """Where a deal comes from, as far as its reader may follow. record_id: the latest that this reader may open."""

    need: Posting | None = None
    capability: Posting | None = None
    session: InnovationSession | None = None
    record_id: int | None = None
    recommended_at: datetime | None = None


def trace_of(actor: Actor, db: Session, deal: Deal) -> Trace:
    """Follow a deal back: two queries, none for a deal without an origin."""
    pair = [one for one in (deal.need_id, deal.capability_id) if one]
    if not pair and not deal.session_id:
        return Trace()
    found = {post.id: post for post in rows(db, whole().where(Posting.id.in_(pair)))} if pair else {}
    session, record_id, at = db.execute(_session_and_record(actor, deal)).one()
    return Trace(found.get(deal.need_id or 0), found.get(deal.capability_id or 0), session, record_id, at)


def _session_and_record(actor: Actor, deal: Deal) -> Select[InnovationSession, int, datetime]:
    record = RecommendationRecord
    both = or_(
        and_(record.own_id == deal.need_id, record.other_id == deal.capability_id),
        and_(record.own_id == deal.capability_id, record.other_id == deal.need_id),
    )
    last = select(func.max(record.id)).where(both, record_rules.visible_to(actor)).scalar_subquery()
    query = select(InnovationSession, record.id, record.at).select_from(Deal).where(Deal.id == deal.id)
    query = query.outerjoin(InnovationSession, InnovationSession.id == Deal.session_id)
    return query.outerjoin(record, record.id == last)


@dataclass(frozen=True)
class Candidates:
    """Who may be named: people by side, and officers."""

    sides: dict[str, list[User]]
    officers: list[User]


def candidates(actor: Actor, db: Session, deal: Deal) -> Candidates:
    """The people whom this actor may name on the deal: those of the sides the actor names people for. One query."""
    sides = {rules.organisation_of(deal, one): one for one in rules.PARTIES if rules.may_name_people(actor, deal, one)}
    belongs = and_(Membership.user_id == User.id, Membership.state == "active", Membership.organisation_id.in_(sides))
    leads = User.role.in_(OFFICERS) if rules.may_run(actor, deal) else false()
    who = or_(Membership.organisation_id.is_not(None), leads)
    query = select(User, Membership.organisation_id).outerjoin(Membership, belongs).where(User.is_active, who)
    found = db.execute(query.order_by(User.name, User.id)).all()
    by_side = {side: [user for user, home in found if home == own] for own, side in sides.items()}
    officers = {user.id: user for user, _home in found if user.role in OFFICERS} if rules.may_run(actor, deal) else {}
    return Candidates(by_side, list(officers.values()))
