"""Reads of records; a loader returns one only to those who may read it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import first, whole
from matchmaker.recommendations.records import rules
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.recommendations.records.values import Recorded


def load_record(actor: Actor, db: Session, record_id: int) -> Recorded:
    """A record that the actor may read. Raises NotFound otherwise."""
    own = joinedload(RecommendationRecord.own)
    query = select(RecommendationRecord).where(RecommendationRecord.id == record_id, rules.visible_to(actor))
    record = db.scalar(query.options(own.selectinload(Posting.texts), own.joinedload(Posting.organisation)))
    if record is None:
        raise NotFound(_("There is no such recommendation."))
    other = first(db, whole().where(Posting.id == record.other_id, posting_rules.visible_to(actor)))
    shown = other is not None and posting_rules.shows_organisation(actor, other)
    return Recorded(record, record.own, other, shown)
