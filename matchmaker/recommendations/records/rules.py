"""Who may read a record: the side it was recommended to, and officers. `may_see` and `visible_to` are one rule (law 2)."""

from sqlalchemy import ColumnElement, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.postings.models import Posting
from matchmaker.postings.rules import belongs_to, is_own
from matchmaker.recommendations.records.models import RecommendationRecord


def may_see(actor: Actor, record: RecommendationRecord) -> bool:
    """People of the own posting's organisation, and officers. What it says of the other posting is a question of its own."""
    return is_own(actor, record.own)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.is_officer:
        return true()
    return RecommendationRecord.own_id.in_(select(Posting.id).where(belongs_to(actor)))
