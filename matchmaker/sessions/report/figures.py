"""What came of a session, as numbers: the one place that counts. Pages, papers and sheets only word them.

A meeting is held or missed as its state says; silent when nobody has told. Cooperation: both sides say so. Introduced:
the postings of a held meeting were introduced since the day began. A meeting counts in each region, kind of organisation
and sector that one of its sides (for sectors: one of its two postings) belongs to, once in each.

Small cells: of a group with fewer than PEOPLE_LEAST people nothing is told that came of its meetings, and ratings are
told from RATINGS_LEAST on, so that nobody's word can be read off a sum.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.report.rows import Rows
from matchmaker.sessions.requests.states import ALL
from matchmaker.vocabularies import terms

OUTCOMES = ("none", "insight", "follow_up", "cooperation")
PEOPLE_LEAST, RATINGS_LEAST = 3, 5
GroupsOf = Callable[[Any], set[str]]


@dataclass
class Met:
    """A meeting of the version in force with what its sides say."""

    row: Any
    outcomes: list[str] = field(default_factory=list)
    ratings: list[int] = field(default_factory=list)

    @property
    def is_cooperation(self) -> bool:
        """Whether both sides say that they will work together."""
        return self.outcomes == ["cooperation"] * 2

    @property
    def is_introduced(self) -> bool:
        """Whether an introduction followed."""
        return bool(self.row.introduced) and self.row.state == "held"


@dataclass
class Group:
    """The people of one region, kind or sector, and the meetings that they had; None: too few people to tell."""

    code: str
    organisations: int
    people: int
    requested: int
    accepted: int
    placed: int
    held: int | None
    missed: int | None
    cooperation: int | None
    introductions: int | None


@dataclass
class Figures:
    """A whole report. `line`: from requested to introductions; `fairness`: meetings → people placed, people who held."""

    session: InnovationSession
    line: dict[str, int]
    meetings: dict[str, int]
    requests: dict[str, int]
    registrations: dict[str, int]
    attendance: dict[str, int]
    outcomes: dict[str, tuple[int, int]]
    ratings: list[int] | None
    rating: float | None
    fairness: list[tuple[int, int, int]]
    under_floor: int
    postings: dict[str, tuple[int, int, int, int]]
    regions: list[Group]
    kinds: list[Group]
    sectors: list[Group]


def figures_of(rows: Rows) -> Figures:
    """Count everything."""
    met = _met(rows)
    people = {one.id: one for one in rows.people}
    there = [one for one in rows.people if one.state == "confirmed"]
    ratings = [rating for one in met for rating in one.ratings]
    counts = [_counts(met, one.id) for one in there]
    tells = len(ratings) >= RATINGS_LEAST
    return Figures(
        session=rows.session,
        line=_line(rows, met),
        meetings=_by(met, ("held", "missed", "planned")),
        requests={state: sum(one.state == state for one in rows.requests) for state in ALL},
        registrations=_registrations(rows),
        attendance=_attendance(rows, there),
        outcomes={one: _said(met, one) for one in OUTCOMES},
        ratings=[ratings.count(stars) for stars in range(1, 6)] if tells else None,
        rating=mean(ratings) if tells else None,
        fairness=_fairness(counts),
        under_floor=sum(placed < rows.session.floor for placed, _held in counts),
        postings={kind: _postings(rows, met, there, kind) for kind in ("need", "capability")},
        regions=_groups(rows, met, lambda row: _sides(people, row, "region"), lambda one: {one.region}),
        kinds=_groups(rows, met, lambda row: _sides(people, row, "kind"), lambda one: {one.kind}),
        sectors=_sector_groups(rows, met, there),
    )


def _met(rows: Rows) -> list[Met]:
    found: dict[int, Met] = {}
    for row in rows.meetings:
        met = found.setdefault(row.id, Met(row))
        if row.outcome:
            met.outcomes.append(row.outcome)
        if row.rating:
            met.ratings.append(row.rating)
    return [one for one in found.values() if one.row.state != "cancelled"]


def _line(rows: Rows, met: list[Met]) -> dict[str, int]:
    return {
        "requested": len(rows.requests),
        "accepted": sum(one.state == "accepted" for one in rows.requests),
        "placed": len(met),
        "held": sum(one.row.state == "held" for one in met),
        "cooperation": sum(one.is_cooperation for one in met),
        "introductions": len({(one.row.need_id, one.row.capability_id) for one in met if one.is_introduced}),
    }


def _by(met: list[Met], states: Iterable[str]) -> dict[str, int]:
    return {state: sum(one.row.state == state for one in met) for state in states}


def _registrations(rows: Rows) -> dict[str, int]:
    counts = Counter(one.state for one in rows.people)
    return {state: counts[state] for state in terms("registration_states")}


def _attendance(rows: Rows, there: list[Any]) -> dict[str, int]:
    came = sum(one.checked_in_at is not None for one in there)
    over = rows.session.state == "finished"
    absences = {name: sum(getattr(one, name) for one in rows.people) for name in ("missed", "excused")}
    return {"came": came, "stayed_away": len(there) - came if over else 0} | absences


def _said(met: list[Met], outcome: str) -> tuple[int, int]:
    """How many sides say so, and of how many meetings both do."""
    return sum(one.outcomes.count(outcome) for one in met), sum(one.outcomes == [outcome] * 2 for one in met)


def _counts(met: list[Met], person_id: int) -> tuple[int, int]:
    own = [one for one in met if person_id in (one.row.one_id, one.row.two_id)]
    return len(own), sum(one.row.state == "held" for one in own)


def _fairness(counts: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    placed, held = (Counter(pair[side] for pair in counts) for side in (0, 1))
    return [(number, placed[number], held[number]) for number in range(max([*placed, *held], default=-1) + 1)]


def _postings(rows: Rows, met: list[Met], there: list[Any], kind: str) -> tuple[int, int, int, int]:
    """How many were brought, lay on a table, were talked about, and led to cooperation."""
    known = {one for one, posting in rows.postings.items() if posting.kind == kind}
    brought = {one for person in there for one in person.posting_ids} & known
    column = f"{kind}_id"
    parts = (met, [one for one in met if one.row.state == "held"], [one for one in met if one.is_cooperation])
    placed, held, together = (len({getattr(one.row, column) for one in part} & known) for part in parts)
    return len(brought), placed, held, together


def _sides(people: dict[int, Any], row: Any, name: str) -> set[str]:
    return {getattr(people[one], name) for one in (row.one_id, row.two_id) if one in people}


def _sectors(rows: Rows, ids: Iterable[int | None]) -> set[str]:
    return {code for one in ids if one in rows.postings for code in rows.postings[one].codes.get("sectors", ())}


def _sector_groups(rows: Rows, met: list[Met], there: list[Any]) -> list[Group]:
    """Sectors, those of few people together under an empty code."""
    people = Counter(code for one in there for code in _sectors(rows, one.posting_ids))

    def named(ids: Iterable[int | None]) -> set[str]:
        return {code if people[code] >= PEOPLE_LEAST else "" for code in _sectors(rows, ids)}

    found = _groups(rows, met, lambda row: named((row.need_id, row.capability_id)), lambda one: named(one.posting_ids))
    return sorted(found, key=lambda one: not one.code)


def _groups(rows: Rows, met: list[Met], of_event: GroupsOf, of_person: GroupsOf) -> list[Group]:
    """The groups that people or meetings belong to, the most meetings first."""
    people, requests, meetings = (defaultdict[str, list[Any]](list) for _part in range(3))
    for person in rows.people:
        for code in of_person(person) if person.state == "confirmed" else ():
            people[code].append(person)
    for request in rows.requests:
        for code in of_event(request):
            requests[code].append(request)
    for one in met:
        for code in of_event(one.row):
            meetings[code].append(one)
    codes = {*people, *requests, *meetings}
    found = [_group(code, people[code], requests[code], meetings[code]) for code in codes]
    return sorted(found, key=lambda one: (-one.placed, -one.people, one.code))


def _group(code: str, people: list[Any], requests: list[Any], met: list[Met]) -> Group:
    line = {
        "held": sum(one.row.state == "held" for one in met),
        "missed": sum(one.row.state == "missed" for one in met),
        "cooperation": sum(one.is_cooperation for one in met),
        "introductions": len({(one.row.need_id, one.row.capability_id) for one in met if one.is_introduced}),
    }
    told: dict[str, Any] = line if len(people) >= PEOPLE_LEAST else dict.fromkeys(line)
    return Group(
        code,
        len({one.organisation_id for one in people}),
        len(people),
        len(requests),
        sum(one.state == "accepted" for one in requests),
        len(met),
        **told,
    )
