"""What came before a demo deal: its postings, the introduction that an officer brokered, the meeting of a held session."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.core.tables import Row
from matchmaker.deals.seeds.records import make_record
from matchmaker.deals.seeds.story import Cast, named
from matchmaker.postings.models import Posting
from matchmaker.recommendations.actions import answer, move_introduction
from matchmaker.recommendations.models import Introduction
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting

BEFORE = timedelta(days=37)  # from publication to the deal
WEEK, DAY = timedelta(days=6), timedelta(hours=22)  # both sides have answered, the officer has introduced them


def publish_earlier(postings: Iterable[Posting]) -> None:
    """A posting is older than the deal that it has led to; when it was renewed last stays."""
    earlier = clock.now() - BEFORE
    for one in postings:
        if one.published_at and one.published_at > earlier:
            one.created_at = one.submitted_at = one.published_at = earlier


def recommend(
    db: Session, kept: dict[str, Any] | None, need: Posting, capability: Posting
) -> RecommendationRecord | None:
    """What recommended the pair a week before its deal, as the engine has said it once; None when nothing is kept."""
    if kept is None:
        return None
    with clock.set_to(clock.now() - WEEK):
        return make_record(db, kept, need, capability)


def introduce(officer: Actor, db: Session, need: Posting, capability: Posting, *, is_new: bool) -> Introduction | None:
    """The introduction of a pair, brokered before the deal; with `is_new` both sides answer a week before it."""
    pair = select(Introduction).where(Introduction.need_id == need.id, Introduction.capability_id == capability.id)
    found = db.scalar(pair.options(joinedload(Introduction.need), joinedload(Introduction.capability)))
    begins = clock.now()
    if found is None and is_new:
        with clock.set_to(begins - WEEK):
            answer(SYSTEM, db, need, capability, "interested")
            found = answer(SYSTEM, db, capability, need, "interested")
            db.flush()  # what is written later would be dated later
    if found and found.state == "awaiting_officer":
        with clock.set_to(begins - DAY):
            found.need, found.capability = need, capability
            found.created_at = min(found.created_at, clock.now())
            move_introduction(officer, db, found, "broker")
            db.flush()
    return found


def meeting_of(db: Session, cast: Cast, row: Row) -> Meeting:
    """The held meeting of the two people in a row. Raises Invalid, naming the place."""
    ids = [named(cast.users, row, "met", key).id for key in row.many("met")]
    met = select(Registration.id).where(Registration.user_id.in_(ids))
    query = select(Meeting).where(Meeting.one_id.in_(met), Meeting.two_id.in_(met), Meeting.state == "held")
    found = db.scalars(query.order_by(Meeting.id.desc())).first()
    if found is None:
        raise row.fault("met", _("These two do not meet in this session."))
    return found
