"""Every statistic that the platform feeds equals a recount in SQL written for the test alone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.organisations.actions import create_organisation, verify_organisation
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.territories.statistics.panel import load_panel
from matchmaker.territories.statistics.platform import QUERIES, query_names, read_platform
from matchmaker.vocabularies import terms
from tests.cast import Cast, publish_posting
from tests.deals.making import make_deal
from tests.sessions.making import make_person, make_session
from tests.territories.making_statistics import make_statistic

POSTINGS = """
    SELECT o.region, COUNT(*) FROM postings p JOIN organisations o ON o.id = p.organisation_id
    WHERE p.kind = '{kind}' AND p.state = 'published' AND p.visibility = 'public' AND p.expires_at > :now GROUP BY o.region
"""
RECOUNTS = {
    "capabilities": POSTINGS.format(kind="capability"),
    "needs": POSTINGS.format(kind="need"),
    "meetings_held": """
        SELECT o.region, COUNT(DISTINCT m.id) FROM organisations o
        JOIN session_registrations r ON r.organisation_id = o.id
        JOIN session_meetings m ON m.one_id = r.id OR m.two_id = r.id
        WHERE m.state = 'held' GROUP BY o.region
    """,
    "deals_open": """
        SELECT region, COUNT(*) FROM deals WHERE stage NOT IN ('signed', 'performing', 'closed', 'lost', 'terminated')
        GROUP BY region
    """,
    "deals_signed": "SELECT region, COUNT(signed_at) FROM deals GROUP BY region HAVING COUNT(signed_at) > 0",
}


def fill(app: Flask, cast: Cast) -> None:
    """Postings of every visibility, meetings within a region and across two, deals at every point of their way."""
    database = app.extensions["database"]
    for visibility in ("public", "public", "anonymous", "members"):
        publish_posting(database, cast, visibility=visibility)
    publish_posting(database, cast, "company", "need")
    late = publish_posting(database, cast, "company", "need")
    with database.write() as db:
        yesterday = clock.now() - timedelta(days=1)
        db.execute(
            text("UPDATE postings SET expires_at = :at WHERE id = :id"),
            {"at": yesterday.replace(tzinfo=None), "id": late},
        )
        bank = create_organisation(SYSTEM, db, {"kind": "bank", "name_en": "Bank", "region": "KZ-35"})
        verify_organisation(SYSTEM, db, bank)
        session = make_session(db)
        owners = [cast.laboratory, bank.id, cast.enterprise, cast.enterprise]
        people = [make_person(db, session, f"p{number}", owner) for number, owner in enumerate(owners)]
        for one, two, state in ((0, 1, "held"), (0, 2, "held"), (2, 3, "held"), (1, 2, "missed"), (0, 3, "planned")):
            db.add(
                Meeting(
                    session_id=session.id, one_id=people[one].id, two_id=people[two].id, source="request", state=state
                )
            )
        for stage, region, signed in (
            ("lead", "KZ-62", False), ("negotiation", "KZ-62", False), ("performing", "KZ-62", True), ("closed", "KZ-75", True),
            ("terminated", "KZ-75", True), ("lost", "KZ-75", False), ("nda", "", False),
        ):  # fmt: skip
            make_deal(db, cast, stage=stage, region=region, signed_at=clock.now() if signed else None)


@pytest.mark.parametrize("query", QUERIES)
def test_a_platform_statistic_equals_a_recount(any_app: Flask, any_cast: Cast, query: str) -> None:
    fill(any_app, any_cast)
    with any_app.extensions["database"].read() as db:
        told = db.execute(
            text(RECOUNTS[query]), {"now": clock.now().replace(tzinfo=None)} if ":now" in RECOUNTS[query] else {}
        )
        recount = {region: float(count) for region, count in told if region}
        found = read_platform(db, {query})[query]
    assert recount
    assert found == dict.fromkeys(terms("regions"), 0.0) | recount


def test_the_counts_are_those_expected(app: Flask, cast: Cast) -> None:
    """By hand, so that statement and recount cannot be wrong together."""
    fill(app, cast)
    with app.extensions["database"].read() as db:
        found = {
            name: {code: n for code, n in one.items() if n} for name, one in read_platform(db, set(QUERIES)).items()
        }
    assert found == {
        "capabilities": {"KZ-35": 2.0},
        "needs": {"KZ-62": 1.0},
        "meetings_held": {"KZ-35": 2.0, "KZ-62": 2.0},
        "deals_open": {"KZ-62": 2.0},
        "deals_signed": {"KZ-62": 1.0, "KZ-75": 2.0},
    }


def test_every_query_has_words_and_reaches_the_panel(app: Flask, cast: Cast) -> None:
    fill(app, cast)
    with app.extensions["database"].write() as db:
        make_statistic(db, "signed_here", query="deals_signed")
    with app.extensions["database"].read() as db:
        panel = load_panel(db)
    assert set(query_names()) == set(QUERIES)
    cell = panel.cells["signed_here", "KZ-75"]
    assert (cell.value, cell.year, cell.is_live) == (2.0, clock.today().year, True)


def test_unknown_queries_count_nothing(app: Flask) -> None:
    with app.extensions["database"].read() as db:
        assert read_platform(db, {"rumours"}) == {}
