"""The whole report counted a second time, in SQL that shares nothing with it: the demo's held session and made ones.

The made ones hold what a tidy one lacks: a second version, cancelled and silent meetings, one side's word, guests who
left, introductions before the day, sectors of few people.
"""

from datetime import datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.day.models import Absence, Outcome
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration, new_secret
from matchmaker.sessions.report.figures import Figures, Group, figures_of
from matchmaker.sessions.report.rows import read_rows
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.states import ALL
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from matchmaker.vocabularies import terms
from tests.sessions.making import make_session

BASE = """
WITH met AS (
  SELECT m.* FROM session_meetings m JOIN placements p ON p.meeting_id = m.id
  WHERE m.state <> 'cancelled' AND p.version_id = (
    SELECT v.id FROM timetable_versions v WHERE v.session_id = :session ORDER BY v.number DESC LIMIT 1)
), said AS (
  SELECT o.* FROM meeting_outcomes o WHERE o.meeting_id IN (SELECT id FROM met)
), together AS (
  SELECT meeting_id AS id FROM said GROUP BY meeting_id HAVING count(*) = 2 AND min(outcome) = 'cooperation' AND max(outcome) = 'cooperation'
), followed AS (
  SELECT met.id, met.need_id || '-' || met.capability_id AS pair FROM met WHERE met.state = 'held' AND EXISTS (
    SELECT 1 FROM introductions i WHERE i.need_id = met.need_id AND i.capability_id = met.capability_id AND i.created_at >= :since)
), person AS (
  SELECT r.*, o.region, o.kind FROM session_registrations r JOIN organisations o ON o.id = r.organisation_id WHERE r.session_id = :session
), asked AS (
  SELECT * FROM meeting_requests WHERE session_id = :session
), sector AS (
  SELECT p.id, s.value AS code FROM postings p, json_each(p.codes, '$.sectors') s
), brings AS (
  SELECT DISTINCT person.id, sector.code FROM person, json_each(person.posting_ids) own JOIN sector ON sector.id = own.value
  WHERE person.state = 'confirmed'
), large AS (
  SELECT code FROM brings GROUP BY code HAVING count(*) >= 3
), named AS (
  SELECT id, CASE WHEN code IN (SELECT code FROM large) THEN code ELSE '' END AS code FROM sector
)
"""
OF_PEOPLE = """, place AS (SELECT id, {column} AS code FROM person),
there AS (SELECT id, code FROM place WHERE id IN (SELECT id FROM person WHERE state = 'confirmed')),
of_request AS (SELECT DISTINCT asked.id, place.code FROM asked JOIN place ON place.id IN (asked.from_id, asked.to_id)),
of_meeting AS (SELECT DISTINCT met.id, place.code FROM met JOIN place ON place.id IN (met.one_id, met.two_id))
"""
OF_POSTINGS = """, there AS (
  SELECT DISTINCT brings.id, CASE WHEN brings.code IN (SELECT code FROM large) THEN brings.code ELSE '' END AS code FROM brings),
of_request AS (SELECT DISTINCT asked.id, named.code FROM asked JOIN named ON named.id IN (asked.need_id, asked.capability_id)),
of_meeting AS (SELECT DISTINCT met.id, named.code FROM met JOIN named ON named.id IN (met.need_id, met.capability_id))
"""
GROUPS = """
SELECT code,
  (SELECT count(DISTINCT person.organisation_id) FROM there JOIN person ON person.id = there.id WHERE there.code = c.code),
  (SELECT count(*) FROM there WHERE there.code = c.code),
  (SELECT count(*) FROM of_request r WHERE r.code = c.code),
  (SELECT count(*) FROM of_request r JOIN asked ON asked.id = r.id WHERE r.code = c.code AND asked.state = 'accepted'),
  (SELECT count(*) FROM of_meeting m WHERE m.code = c.code),
  (SELECT count(*) FROM of_meeting m JOIN met ON met.id = m.id WHERE m.code = c.code AND met.state = 'held'),
  (SELECT count(*) FROM of_meeting m JOIN met ON met.id = m.id WHERE m.code = c.code AND met.state = 'missed'),
  (SELECT count(*) FROM of_meeting m WHERE m.code = c.code AND m.id IN (SELECT id FROM together)),
  (SELECT count(DISTINCT followed.pair) FROM of_meeting m JOIN followed ON followed.id = m.id WHERE m.code = c.code)
FROM (SELECT code FROM there UNION SELECT code FROM of_request UNION SELECT code FROM of_meeting) c
"""
BROUGHT = """
SELECT count(DISTINCT p.id) FROM postings p WHERE p.kind = :kind AND p.id IN (
  SELECT own.value FROM person, json_each(person.posting_ids) own WHERE person.state = 'confirmed')
"""
TALKED = "SELECT count(DISTINCT met.{kind}_id) FROM met JOIN postings p ON p.id = met.{kind}_id AND p.kind = '{kind}' WHERE {what}"
WHAT = ("1 = 1", "met.state = 'held'", "met.id IN (SELECT id FROM together)")


class Recount:
    """One session, asked in SQL."""

    def __init__(self, db: Session, session_id: int) -> None:
        self.db, self.session = db, db.get_one(InnovationSession, session_id)
        since = datetime.combine(self.session.starts_on, time()) - timedelta(hours=5)  # midnight in Almaty
        self.values = {"session": session_id, "since": f"{since:%Y-%m-%d %H:%M:%S.%f}"}

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return [tuple(row) for row in self.db.execute(text(BASE + query), self.values | values)]

    def number(self, query: str, **values: object) -> Any:
        """The one value that it finds."""
        return self.rows(query, **values)[0][0]

    def by_state(self, table: str) -> dict[str, int]:
        """How many in each state."""
        return dict(self.rows(f"SELECT state, count(*) FROM {table} GROUP BY state"))

    def groups(self, parts: str) -> list[Group]:
        """Groups, nothing told of what came of the meetings of fewer than three people."""
        found = [Group(*row) for row in self.rows(parts + GROUPS)]
        for one in found:
            if one.people < 3:
                one.held = one.missed = one.cooperation = one.introductions = None
        return sorted(found, key=lambda one: one.code)

    def fairness(self) -> list[tuple[int, int, int]]:
        """Meetings, people who have so many placed, people who held so many."""
        own = """SELECT p.id, count(met.id), coalesce(sum(met.state = 'held'), 0) FROM person p
                 LEFT JOIN met ON p.id IN (met.one_id, met.two_id) WHERE p.state = 'confirmed' GROUP BY p.id"""
        people = self.rows(own)
        most = max(placed for _id, placed, _held in people)
        return [(n, sum(row[1] == n for row in people), sum(row[2] == n for row in people)) for n in range(most + 1)]


def recount(again: Recount) -> dict[str, Any]:
    """Every figure of a report, by its name."""
    meetings, requests, people = (again.by_state(one) for one in ("met", "asked", "person"))
    number = again.number
    absent = "SELECT count(*) FROM session_absences a JOIN person ON person.id = a.registration_id WHERE a.state {0} 'excused'"
    came = number("SELECT count(*) FROM person WHERE state = 'confirmed' AND checked_in_at IS NOT NULL")
    both = "SELECT count(*) FROM (SELECT 1 FROM said GROUP BY meeting_id HAVING count(*) = 2 AND min(outcome) = :said AND max(outcome) = :said)"
    ratings = [number("SELECT count(*) FROM said WHERE rating = :stars", stars=stars) for stars in range(1, 6)]
    is_told = sum(ratings) >= 5
    return {
        "line": {
            "requested": sum(requests.values()),
            "accepted": requests.get("accepted", 0),
            "placed": sum(meetings.values()),
            "held": meetings.get("held", 0),
            "cooperation": number("SELECT count(*) FROM together"),
            "introductions": number("SELECT count(DISTINCT pair) FROM followed"),
        },
        "meetings": {state: meetings.get(state, 0) for state in ("held", "missed", "planned")},
        "requests": {state: requests.get(state, 0) for state in ALL},
        "registrations": {state: people.get(state, 0) for state in terms("registration_states")},
        "attendance": {
            "came": came,
            "stayed_away": people.get("confirmed", 0) - came if again.session.state == "finished" else 0,
            "missed": number(absent.format("<>")),
            "excused": number(absent.format("=")),
        },
        "outcomes": {
            one: (number("SELECT count(*) FROM said WHERE outcome = :said", said=one), number(both, said=one))
            for one in ("none", "insight", "follow_up", "cooperation")
        },
        "ratings": ratings if is_told else None,
        "rating": pytest.approx(number("SELECT avg(rating) FROM said")) if is_told else None,
        "fairness": again.fairness(),
        "under_floor": sum(people for meetings, people, _held in again.fairness() if meetings < again.session.floor),
        "postings": {
            kind: (number(BROUGHT, kind=kind), *(number(TALKED.format(kind=kind, what=what)) for what in WHAT))
            for kind in ("need", "capability")
        },
        "regions": again.groups(OF_PEOPLE.format(column="region")),
        "kinds": again.groups(OF_PEOPLE.format(column="kind")),
        "sectors": again.groups(OF_POSTINGS),
    }


def reported(db: Session, session_id: int) -> dict[str, Any]:
    """The report's figures by name, groups in the order of their codes."""
    found: Figures = figures_of(read_rows(SYSTEM, db, session_id))
    named = {name: value for name, value in vars(found).items() if name != "session"}
    return named | {name: sorted(named[name], key=lambda one: one.code) for name in ("regions", "kinds", "sectors")}


def make_homes(db: Session) -> list[tuple[int, list[Posting]]]:
    """Six organisations of three regions and three kinds, each with a need and two capabilities of some sectors."""
    found = []
    for number in range(6):
        kind, region = ("enterprise", "laboratory", "university")[number % 3], ("KZ-35", "KZ-62", "KZ-75")[number // 2]
        home = Organisation(kind=kind, region=region, name_kk="", name_ru=f"Завод {number}", name_en="")
        db.add(home)
        db.flush()
        codes = [["07"], ["07", "24"], ["01"] if number else ["62"]]
        kinds = ("need", "capability", "capability")
        own = [
            Posting(kind=one, lang="en", organisation_id=home.id, codes={"sectors": sectors}, state="published")
            for one, sectors in zip(kinds, codes, strict=True)
        ]
        db.add_all(own)
        db.flush()
        found.append((home.id, own))
    return found


def make_messy(db: Session, homes: list[tuple[int, list[Posting]]], dice: Random, state: str) -> int:
    """A session in which anything has happened."""
    session = make_session(db, slots=12, tables=6, state=state)
    people = []
    for number in range(18):
        home, postings = homes[number % 6]
        made = Registration(session_id=session.id, organisation_id=home, token=new_secret(), name=f"P{number}")
        made.state = dice.choice(["confirmed"] * 7 + ["cancelled", "waiting", "invited"])
        made.posting_ids = [one.id for one in dice.sample(postings, dice.randint(0, 2))]
        made.checked_in_at = session.slots[0].starts_at if dice.random() < 0.8 else None
        people.append(made)
    db.add_all(people)
    db.flush()
    pairs = [
        (one, two)
        for at, one in enumerate(people)
        for two in people[at + 1 :]
        if one.organisation_id != two.organisation_id
    ]
    for one, two in dice.sample(pairs, 40):
        need, capability = _pair(homes, one, two, dice)
        made_request = MeetingRequest(session_id=session.id, from_id=one.id, to_id=two.id, state=dice.choice(ALL),
                                      need_id=need, capability_id=capability, expires_at=session.slots[0].starts_at)  # fmt: skip
        db.add(made_request)
    versions = [TimetableVersion(session_id=session.id, number=number) for number in range(3)]
    db.add_all(versions)
    db.flush()
    for one, two in dice.sample(pairs, 30):
        _meeting(db, session, versions, homes, one, two, dice)
    db.flush()
    return session.id


def _pair(homes: list[Any], one: Registration, two: Registration, dice: Random) -> tuple[int | None, int | None]:
    if dice.random() < 0.3:
        return None, None
    own = dict(homes)
    sides = dice.sample([one, two], 2)
    return own[sides[0].organisation_id][0].id, dice.choice(own[sides[1].organisation_id][1:]).id


def _meeting(db: Session, session: InnovationSession, versions: list[TimetableVersion], homes: list[Any],
             one: Registration, two: Registration, dice: Random) -> None:  # fmt: skip
    need, capability = _pair(homes, one, two, dice)
    made = Meeting(
        session_id=session.id, one_id=one.id, two_id=two.id, need_id=need, capability_id=capability, source="request"
    )
    made.state = dice.choice(["held"] * 5 + ["missed", "planned", "cancelled"])
    db.add(made)
    db.flush()
    slot = dice.choice(session.slots)
    for version in dice.choice([versions[1:], versions[2:], versions[1:2], versions[:1]]):
        db.add(Placement(version_id=version.id, meeting_id=made.id, slot_id=slot.id))
    for side in dice.sample([one, two], dice.randint(0, 2)):
        said = dice.choice(["cooperation"] * 4 + ["none", "insight", "follow_up", "they_absent"])
        db.add(Outcome(meeting_id=made.id, registration_id=side.id, outcome=said, rating=dice.choice([None, 1, 3, 5])))
    if dice.random() < 0.2:
        db.add(Absence(meeting_id=made.id, registration_id=one.id, state=dice.choice(["counted", "excused", "upheld"])))
    known = db.query(Introduction).filter_by(need_id=need, capability_id=capability).first() if need else None
    if need and known is None and dice.random() < 0.5:
        day = timedelta(days=dice.choice([-3, 1]))
        db.add(Introduction(need_id=need, capability_id=capability, created_at=session.slots[0].starts_at + day))
        db.flush()


def test_the_held_session_of_the_demo(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        session_id = int(db.scalar(text("SELECT id FROM innovation_sessions WHERE state = 'finished'")))
        assert reported(db, session_id) == recount(Recount(db, session_id))


def test_sessions_in_which_anything_has_happened(database: Database) -> None:
    with database.write() as db:
        homes = make_homes(db)
        made = [make_messy(db, homes, Random(seed), "finished" if seed % 2 else "released") for seed in range(8)]
    lines = []
    with database.read() as db:
        for session_id in made:
            found = reported(db, session_id)
            assert found == recount(Recount(db, session_id)), session_id
            lines.append(found["line"])
    assert all(sum(line[name] for line in lines) > 3 for name in lines[0])  # there was something to count
