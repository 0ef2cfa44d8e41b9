"""Which records there are of a pair, and when they were made: for the links that lead to them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from matchmaker.accounts.actor import Actor
from matchmaker.recommendations.models import Introduction
from matchmaker.recommendations.records import rules
from matchmaker.recommendations.records.models import RecommendationRecord


@dataclass(frozen=True)
class RecordLink:
    """What a link to a record tells."""

    id: int
    own_id: int
    other_id: int
    at: datetime


LINK = (
    RecommendationRecord.id,
    RecommendationRecord.own_id,
    RecommendationRecord.other_id,
    RecommendationRecord.at,
)


def last_record(db: Session, own_id: int, other_id: int) -> RecommendationRecord | None:
    """The latest record of a pair. Callers have asked whether the actor may read it."""
    query = select(RecommendationRecord).where(
        RecommendationRecord.own_id == own_id, RecommendationRecord.other_id == other_id
    )
    return db.scalar(query.order_by(RecommendationRecord.id.desc()).limit(1))


def is_last_record_of(own_id: InstrumentedAttribute[int], other_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition that a row of records is the latest of a pair that another table names."""
    each = aliased(RecommendationRecord)
    last = select(func.max(each.id)).where(each.own_id == own_id, each.other_id == other_id)
    return RecommendationRecord.id == last.correlate_except(each).scalar_subquery()


def links_of_pair(db: Session, own_id: int, other_id: int) -> list[RecordLink]:
    """Every record of a pair, the latest first. Callers have asked whether the actor may read them."""
    query = select(*LINK).where(RecommendationRecord.own_id == own_id, RecommendationRecord.other_id == other_id)
    return [RecordLink(*row) for row in db.execute(query.order_by(RecommendationRecord.id.desc()))]


def links_of_introduction(actor: Actor, db: Session, introduction: Introduction) -> dict[int, RecordLink]:
    """The latest records that led to an introduction, those that the actor may read, by the posting of their side."""
    own, other = RecommendationRecord.own_id, RecommendationRecord.other_id
    need, capability = introduction.need_id, introduction.capability_id
    pair = or_(and_(own == need, other == capability), and_(own == capability, other == need))
    query = select(*LINK).where(pair, rules.visible_to(actor)).order_by(RecommendationRecord.id)
    return {row.own_id: RecordLink(*row) for row in db.execute(query)}
