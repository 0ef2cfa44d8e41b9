"""What the figures are counted from: six queries, without a name of a person.

A deal brings its stage, its origin and two findings: whether a side has said "interested" in its pair, and when both sides
have accepted an NDA (the first, if there were several). Payments are those to the provider; a reversed one stands there twice, with both signs.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.deals.disclosure.models import Acceptance, Nda
from matchmaker.deals.figures.rules import Scope, may_see_figures, scope_of
from matchmaker.deals.models import Deal, DealMove
from matchmaker.deals.money.models import Payment, Receivable, Term
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import Interest, Introduction
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting


@dataclass(frozen=True)
class Rows:
    """before: the steps before a deal, counted; postings: published capabilities; names: organisations of the deals."""

    scope: Scope
    before: dict[str, int]
    deals: list[Any]
    moves: list[Any]
    payments: list[Any]
    postings: list[Any]
    names: dict[int, str]


def read_rows(actor: Actor, db: Session) -> Rows:
    """Everything this actor's figures count. Raises Forbidden."""
    require(may_see_figures(actor))
    scope = scope_of(actor)
    deals = list(db.execute(_deals(scope)))
    moves = select(DealMove.deal_id, DealMove.to_stage, DealMove.at).join(Deal, Deal.id == DealMove.deal_id)
    moves = moves.where(_ours(scope)).order_by(DealMove.deal_id, DealMove.at, DealMove.id)
    sides = {one for deal in deals for one in (deal.provider_id, deal.recipient_id)}
    found = db.scalars(select(Organisation).where(Organisation.id.in_(sides)))
    return Rows(
        scope, _before(db, scope), deals, list(db.execute(moves)), list(db.execute(_payments(scope))),
        list(db.execute(_capabilities(scope))), {one.id: one.name for one in found},
    )  # fmt: skip


def _ours(scope: Scope) -> ColumnElement[bool]:
    return scope.among(Deal.provider_id, Deal.recipient_id)


def _deals(scope: Scope) -> Any:
    columns = (
        Deal.id, Deal.kind, Deal.stage, Deal.provider_id, Deal.recipient_id, Deal.region, Deal.sector, Deal.currency,
        Deal.value_minor, Deal.reason, Deal.record_id, Deal.introduction_id, Deal.meeting_id, Deal.created_at, Deal.moved_at,
        Deal.signed_at,
    )  # fmt: skip
    one_way = and_(Interest.own_id == Deal.need_id, Interest.other_id == Deal.capability_id)
    other_way = and_(Interest.own_id == Deal.capability_id, Interest.other_id == Deal.need_id)
    interested = exists(select(Interest.own_id).where(or_(one_way, other_way), Interest.answer == "interested"))
    last = func.max(Acceptance.accepted_at)
    nda = select(last).join(Nda, Nda.id == Acceptance.nda_id).where(Nda.deal_id == Deal.id).group_by(Nda.id)
    first = nda.having(func.count() == 2).order_by(last).limit(1).scalar_subquery()
    query = select(*columns, interested.label("is_interested"), first.label("nda_at"))
    return query.where(_ours(scope)).order_by(Deal.id)


def _payments(scope: Scope) -> Any:
    columns = Receivable.deal_id, Receivable.kind, Receivable.currency, Payment.amount_minor, Payment.paid_on
    query = select(*columns).join(Receivable, Receivable.id == Payment.receivable_id)
    query = query.join(Term, Term.id == Receivable.term_id).join(Deal, Deal.id == Receivable.deal_id)
    return query.where(Term.payer == "recipient", _ours(scope)).order_by(Payment.id)


def _capabilities(scope: Scope) -> Any:
    query = select(Posting.published_at, Posting.ip_status).where(Posting.kind == "capability")
    return query.where(Posting.published_at.is_not(None), scope.among(Posting.organisation_id)).order_by(Posting.id)


def _before(db: Session, scope: Scope) -> dict[str, int]:
    """Pairs recommended and answered, pairs in which a side is interested, introductions, meetings held: one query."""
    record, interest = RecommendationRecord, Interest
    one, other = aliased(Posting), aliased(Posting)
    introductions = select(func.count()).select_from(Introduction)
    introductions = introductions.join(one, one.id == Introduction.need_id).join(
        other, other.id == Introduction.capability_id
    )
    parts = {
        "recommended": _pairs(scope, record.own_id, record.other_id),
        "interested": _pairs(scope, interest.own_id, interest.other_id, interest.answer == "interested"),
        "introduced": introductions.where(scope.among(one.organisation_id, other.organisation_id)),
        "met": _met(scope),
    }
    row = db.execute(select(*(part.scalar_subquery().label(name) for name, part in parts.items()))).one()
    return dict(row._mapping)


def _pairs(scope: Scope, own: Any, other: Any, *where: ColumnElement[bool]) -> Select[Any]:
    """How many pairs, whichever side was asked."""
    first, second = aliased(Posting), aliased(Posting)
    low, high = case((own < other, own), else_=other), case((own < other, other), else_=own)
    query = (
        select(low.label("low"), high.label("high"))
        .distinct()
        .join(first, first.id == own)
        .join(second, second.id == other)
    )
    found = query.where(scope.among(first.organisation_id, second.organisation_id), *where).subquery()
    return select(func.count()).select_from(found)


def _met(scope: Scope) -> Select[Any]:
    one, two = aliased(Registration), aliased(Registration)
    query = (
        select(func.count())
        .select_from(Meeting)
        .join(one, one.id == Meeting.one_id)
        .join(two, two.id == Meeting.two_id)
    )
    return query.where(Meeting.state == "held", scope.among(one.organisation_id, two.organisation_id))
