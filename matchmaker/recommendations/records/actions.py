"""Writes of records: in the transaction of the answer, before anything about the two postings can change."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.postings.models import Posting
from matchmaker.postings.search import Filters
from matchmaker.recommendations.actions import answer
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import Introduction
from matchmaker.recommendations.queries import recommendation_of
from matchmaker.recommendations.records.links import last_record
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.recommendations.records.values import columns_of, head_values
from matchmaker.recommendations.rules import beholder


def answer_recommendation(
    actor: Actor,
    db: Session,
    index: LiveIndex,
    own: Posting,
    other: Posting,
    given: str,
    reason: str = "",
    note: str = "",
    filters: Filters | None = None,
) -> tuple[Introduction | None, RecommendationRecord | None]:
    """Answer as `actions.answer` does, and record what was recommended under the filters of the reader's list.

    With an introduction the other side gets its record too, if its answer left none.
    """
    made = answer(actor, db, own, other, given, reason, note)
    record = record_recommendation(actor, db, index, own, other, given, filters)
    if made and last_record(db, other.id, own.id) is None:
        record_recommendation(beholder(other), db, index, other, own, given)
    return made, record


def record_recommendation(
    actor: Actor,
    db: Session,
    index: LiveIndex,
    own: Posting,
    other: Posting,
    given: str,
    filters: Filters | None = None,
) -> RecommendationRecord | None:
    """Keep what recommends `other` to `own` now; the same answer given again keeps the record that there is.

    None while the engine has not read both postings.
    """
    last = last_record(db, own.id, other.id)
    if last and last.answer == given:
        return last
    found = recommendation_of(actor, db, index, own, other, filters or Filters())
    if found is None:
        return None
    recommendation, rank, versions = found
    heads = {"own": head_values(own), "other": head_values(other)}
    values = columns_of(recommendation) | {"heads": heads, "engine": versions, "rank": rank}
    made = RecommendationRecord(own_id=own.id, other_id=other.id, answer=given, **values)
    db.add(made)
    db.flush()  # its address is shown at once
    return made
