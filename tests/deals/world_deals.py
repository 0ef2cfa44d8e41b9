"""Deals in the world of the tests that visit every page."""

from datetime import timedelta

from matchmaker.core import audit, clock
from matchmaker.core.db import Database
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.sessions.timetable.models import Meeting
from tests.cast import Cast
from tests.deals.making import add_colleague, make_deal
from tests.sessions.making import make_session
from tests.sessions.world_requests import join

Ids = dict[str, int | str]


def make_deals_world(database: Database, cast: Cast) -> Ids:
    """A deal at its beginning, one that was lost, and a held meeting of both sides about nothing in particular."""
    with database.write() as db:
        deal = make_deal(db, cast, summary="A collector for fine copper.")
        lost = make_deal(db, cast, stage="negotiation", title="Lost copper")
        move_deal(cast["officer"], db, lost, "lose", seen="negotiation", reason="price", note="Too dear")
        session = make_session(db, state="finished")
        sides = (
            join(db, cast, session, "author", cast.laboratory),
            join(db, cast, session, "company", cast.enterprise),
        )
        met = Meeting(session_id=session.id, one_id=sides[0], two_id=sides[1], source="officer", state="held")
        db.add(met)
        db.flush()
        people = {f"deal_{name}": cast[name].user_id or 0 for name in ("author", "officer")}
        return {"deal": deal.id, "deal_lost": lost.id, "deal_meeting": met.id} | people


def fill_deals(database: Database, cast: Cast, rows: int) -> None:
    """So many deals at each of three stages, the first with everything it can come from and as many people and events."""
    first = 0
    with database.write() as db:
        for number in range(rows):
            origin = {"need_id": 2, "capability_id": 1, "introduction_id": 1, "session_id": 1, "score": 71.0}
            made = make_deal(db, cast, stage="negotiation", **(origin if number == 0 else {}))
            first = made.id if number == 0 else first
            make_deal(db, cast, touched_at=clock.now() - timedelta(days=30))
            make_deal(db, cast, stage="closed")
            add_colleague(db, cast, f"deals{number}", cast.laboratory)
            audit.record(db, cast["author"].user_id, "edit", "deal", first, {}, {"title": "B"})
