"""Deals in the world of the tests that visit every page."""

from matchmaker.core.db import Database
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.sessions.timetable.models import Meeting
from tests.cast import Cast
from tests.deals.making import make_deal
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
