"""The report's numbers are those of a recount in SQL; paper and workbook tell the same; who may not see it does not."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.seeding import DEMO_PASSWORD
from matchmaker.sessions.report.figures import Figures, figures_of
from matchmaker.sessions.report.rows import read_rows

MET = """
    FROM session_meetings m JOIN placements p ON p.meeting_id = m.id JOIN timetable_versions v ON v.id = p.version_id
    WHERE v.session_id = :session AND v.number = 1
"""
REQUESTS = "SELECT count(*) FROM meeting_requests WHERE session_id = :session"
PEOPLE = "SELECT count(*) FROM session_registrations WHERE session_id = :session"
SIDES = f"SELECT count(*) FROM meeting_outcomes o WHERE o.meeting_id IN (SELECT m.id {MET})"
BOTH = f"""
    SELECT count(*) FROM (SELECT o.meeting_id FROM meeting_outcomes o WHERE o.meeting_id IN (SELECT m.id {MET})
    AND o.outcome = :outcome GROUP BY o.meeting_id HAVING count(*) = 2) both
"""
INTRODUCED = f"""
    SELECT count(DISTINCT i.id) FROM introductions i JOIN session_meetings n
    ON n.need_id = i.need_id AND n.capability_id = i.capability_id WHERE n.state = 'held' AND n.id IN (SELECT m.id {MET})
    AND i.created_at >= (SELECT s.starts_on FROM innovation_sessions s WHERE s.id = :session)
"""
OF_PERSON = f"""
    SELECT r.id, count(x.id), sum(CASE WHEN x.state = 'held' THEN 1 ELSE 0 END) FROM session_registrations r
    LEFT JOIN (SELECT m.* {MET}) x ON x.one_id = r.id OR x.two_id = r.id
    WHERE r.session_id = :session AND r.state = 'confirmed' GROUP BY r.id
"""
OF_REGION = f"""
    SELECT o.region, count(DISTINCT m.id) FROM session_registrations r JOIN organisations o ON o.id = r.organisation_id
    JOIN session_meetings m ON m.one_id = r.id OR m.two_id = r.id WHERE m.id IN (SELECT m.id {MET}) GROUP BY o.region
"""


@pytest.fixture
def db(demo: Flask) -> Iterator[Session]:
    """A reading transaction."""
    with demo.extensions["database"].read() as db:
        yield db


def held_session(db: Session) -> int:
    """The session that was held."""
    return int(db.scalar(text("SELECT id FROM innovation_sessions WHERE state = 'finished'")))


def figures(db: Session) -> Figures:
    """Its report."""
    return figures_of(read_rows(SYSTEM, db, held_session(db)))


def count(db: Session, query: str, **values: object) -> int:
    """The one number of a query about it."""
    return int(db.scalar(text(query), {"session": held_session(db)} | values) or 0)


def test_the_line_is_that_of_a_recount(db: Session) -> None:
    assert figures(db).line == {
        "requested": count(db, REQUESTS),
        "accepted": count(db, f"{REQUESTS} AND state = 'accepted'"),
        "placed": count(db, f"SELECT count(*) {MET}"),
        "held": count(db, f"SELECT count(*) {MET} AND m.state = 'held'"),
        "cooperation": count(db, BOTH, outcome="cooperation"),
        "introductions": count(db, INTRODUCED),
    }


def test_outcomes_ratings_and_states_are_those_of_a_recount(db: Session) -> None:
    found = figures(db)
    assert found.outcomes == {
        one: (count(db, f"{SIDES} AND o.outcome = :outcome", outcome=one), count(db, BOTH, outcome=one))
        for one in ("none", "insight", "follow_up", "cooperation")
    }
    assert found.ratings == [count(db, f"{SIDES} AND o.rating = :rating", rating=stars) for stars in range(1, 6)]
    assert found.meetings == {
        state: count(db, f"SELECT count(*) {MET} AND m.state = :state", state=state)
        for state in ("held", "missed", "planned")
    }
    for state, number in found.registrations.items():
        assert number == count(db, f"{PEOPLE} AND state = :state", state=state)
    for state, number in found.requests.items():
        assert number == count(db, f"{REQUESTS} AND state = :state", state=state)
    absences = f"SELECT count(*) FROM session_absences a WHERE a.meeting_id IN (SELECT m.id {MET})"
    assert found.attendance == {
        "came": count(db, f"{PEOPLE} AND state = 'confirmed' AND checked_in_at IS NOT NULL"),
        "stayed_away": count(db, f"{PEOPLE} AND state = 'confirmed' AND checked_in_at IS NULL"),
        "missed": count(db, f"{absences} AND a.state <> 'excused'"),
        "excused": count(db, f"{absences} AND a.state = 'excused'"),
    }


def test_fairness_and_regions_are_those_of_a_recount(db: Session) -> None:
    found, session = figures(db), {"session": held_session(db)}
    people = [(placed, held) for _id, placed, held in db.execute(text(OF_PERSON), session)]
    assert found.fairness == [
        (number, sum(placed == number for placed, _held in people), sum(held == number for _placed, held in people))
        for number in range(max(max(pair) for pair in people) + 1)
    ]
    assert {one.code: one.placed for one in found.regions} == dict(db.execute(text(OF_REGION), session).all())


def test_few_people_hide_what_came_of_their_meetings(db: Session) -> None:
    found = figures(db)
    for one in (*found.regions, *found.kinds, *found.sectors):
        told = [one.held, one.missed, one.cooperation, one.introductions]
        assert (told == [None] * 4) == (one.people < 3)


def browse(demo: Flask, role: str) -> FlaskClient:
    """A browser of a demo account."""
    client = demo.test_client()
    client.post("/sign-in", data={"email": f"{role}@demo.example", "password": DEMO_PASSWORD})
    return client


def test_page_paper_and_workbook_for_those_who_oversee(demo: Flask, db: Session) -> None:
    address = f"/sessions/{held_session(db)}/report"
    assert [browse(demo, role).get(address).status_code for role in ("officer", "operator", "analyst")] == [200] * 3
    assert browse(demo, "company").get(address).status_code == 403
    page = browse(demo, "officer").get(address).text
    for name, note in db.execute(text("SELECT r.name, o.note FROM session_registrations r, meeting_outcomes o "
                                      "WHERE o.registration_id = r.id AND o.note <> ''")):  # fmt: skip
        assert name not in page and note not in page
    assert browse(demo, "officer").get(f"{address}.pdf").data.startswith(b"%PDF")


def test_the_workbook_holds_numbers(demo: Flask, db: Session) -> None:
    answer = browse(demo, "operator").get(f"/sessions/{held_session(db)}/report.xlsx")
    made = load_workbook(BytesIO(answer.data))
    rows = list(made["Шақырудан нәтижеге дейін"].iter_rows(min_row=2, max_row=7))
    assert [row[1].value for row in rows] == list(figures(db).line.values())
    assert [row[2].number_format for row in rows] == ["0%"] * 6
    assert len(made.sheetnames) == 12


def test_before_a_timetable_there_is_no_report(demo: Flask, db: Session) -> None:
    session_id = db.scalar(text("SELECT id FROM innovation_sessions WHERE state = 'open'"))
    assert browse(demo, "officer").get(f"/sessions/{session_id}/report").status_code == 409
