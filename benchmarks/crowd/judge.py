"""What became of the crowd's steps, read from the database when all is over: by the checker, by plain SQL, by the ledger."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from benchmarks.crowd.ledger import Key, Ledger, Word
from benchmarks.crowd.stage import Room, Stage
from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.models import Audit
from matchmaker.scheduling.check import faults_of
from matchmaker.sessions.day.force import begun
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.marks import marks_of
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.timetable.models import TimetableVersion
from matchmaker.sessions.timetable.problem import to_check
from matchmaker.sessions.timetable.reading import DRAFT, placements_of, read_known
from matchmaker.sessions.timetable.versions import last_number

SAME = {"ask_again": "ask", "apply": "register", "edit": "register"}  # one step for a client, two for the trail
TOLD = {
    "meetingrequest": {"ask", "accept", "decline", "counter", "withdraw", "accept_counter", "decline_counter", "call_off", "require"},
    "registration": {"register", "cancel", "no_show", "late"},
    "slotoffer": {"decline"},
    "innovationsession": {"release", "close", "reopen"},
    "sessiontable": {"close", "open"},
}  # fmt: skip
BOOKED_TWICE = {"person_twice", "table_twice", "meeting_twice"}
DOUBLE = {
    "person": """
        SELECT version_id, slot_id, person FROM (
            SELECT p.version_id, p.slot_id, m.one_id AS person FROM placements p JOIN session_meetings m ON m.id = p.meeting_id
            UNION ALL
            SELECT p.version_id, p.slot_id, m.two_id AS person FROM placements p JOIN session_meetings m ON m.id = p.meeting_id
        ) AS sits GROUP BY version_id, slot_id, person HAVING COUNT(*) > 1""",
    "table": """
        SELECT version_id, slot_id, table_id FROM placements WHERE table_id IS NOT NULL
        GROUP BY version_id, slot_id, table_id HAVING COUNT(*) > 1""",
    "meeting": "SELECT version_id, meeting_id FROM placements GROUP BY version_id, meeting_id HAVING COUNT(*) > 1",
    "without seats": """
        SELECT p.id FROM placements p JOIN session_meetings m ON m.id = p.meeting_id
        LEFT JOIN seats s ON s.placement_id = p.id AND s.slot_id = p.slot_id AND s.registration_id IN (m.one_id, m.two_id)
        GROUP BY p.id HAVING COUNT(s.placement_id) <> 2""",
}  # fmt: skip


def double_bookings(db: Session) -> list[str]:
    """Who or what sits twice at one time in one version, whatever the product's checker says."""
    return [f"{what}: {tuple(row)}" for what, query in DOUBLE.items() for row in db.execute(text(query))]


def findings(db: Session, room: Room) -> list[str]:
    """The checker on every version of a session. Of what is in force nothing that has not begun may break any wall.

    Earlier versions and the draft are of people and tables as they were: of them nothing may be booked twice.
    """
    last, found = last_number(db, room.id), []
    for number in range(DRAFT, last + 1):
        known = read_known(SYSTEM, db, room.id, None, number)
        posed, past = to_check(known), begun(known.session) if number else 0
        for fault in faults_of(posed.problem, posed.placed(known.placements)):
            is_now = number == last and number and (fault.slot is None or fault.slot >= past)
            if fault.code in BOOKED_TWICE or is_now:
                found.append(f"session {room.id}, version {number}: {fault}")
    return found


def overfull(db: Session) -> list[str]:
    """Sessions that have given away more places than there are."""
    query = select(InnovationSession.id, InnovationSession.capacity, func.count()).join(
        Registration, Registration.session_id == InnovationSession.id
    )
    query = query.where(Registration.state == "confirmed", InnovationSession.capacity.is_not(None))
    rows = db.execute(query.group_by(InnovationSession.id, InnovationSession.capacity)).all()
    return [f"session {one}: {taken} of {capacity}" for one, capacity, taken in rows if taken > (capacity or 0)]


def stored_steps(db: Session, since: int) -> Counter[Key]:
    """The steps of people in the audit trail, named as clients name them."""
    query = select(Audit.actor_id, Audit.subject, Audit.verb).where(Audit.id > since, Audit.actor_id.is_not(None))
    steps = ((who or 0, what, SAME.get(verb, verb)) for who, what, verb in db.execute(query))
    return Counter(step for step in steps if step[2] in TOLD.get(step[1], ()))


def broken_lives(db: Session, since: int) -> list[str]:
    """Requests and registrations of which two steps began in one state, or that are not where their last step led."""
    found = []
    for subject, kind in (("meetingrequest", MeetingRequest), ("registration", Registration)):
        states = dict(db.execute(select(kind.id, kind.state)).all())
        lines = db.execute(
            select(Audit.subject_id, Audit.before, Audit.after)
            .where(Audit.id > since, Audit.subject == subject)
            .order_by(Audit.id)
        )
        at: dict[int, str] = {}
        for one, before, after in lines:
            if "state" in after:
                if at.get(one, before.get("state")) != before.get("state"):
                    found.append(f"{subject} {one}: {at[one]}, then a step from {before.get('state')}")
                at[one] = after["state"]
        found += [
            f"{subject} {one}: {states.get(one)}, not {state}" for one, state in at.items() if states.get(one) != state
        ]
    return found


def forgotten(db: Session, stage: Stage, ledger: Ledger) -> list[str]:
    """Marks and places in the draft that are not what the last word on them was."""
    marks = {own: marks_of(db, own) for own in stage.asking.people.values()}
    draft = {one.meeting_id: str(one.slot_id) for one in placements_of(db, stage.drafting.id, DRAFT)}
    found = []
    for (kind, own, number), words in _last_words(ledger).items():
        now = marks[own].get(number, "") if kind == "mark" else draft.get(number, "out")
        if None not in words and now not in words:
            found.append(f"{kind} {own} {number}: {now}, told {sorted(map(str, words))}")
    return found


def _last_words(ledger: Ledger) -> dict[tuple[str, int, int], set[str | None]]:
    """What a thing may be: what was told of it when no later step on it had begun, unless it was moved unseen since."""
    by_thing: dict[tuple[str, int, int], list[Word]] = {}
    for word in ledger.words:
        by_thing.setdefault(word.thing, []).append(word)
    shaken = max((ended for _began, ended in ledger.shaken), default=0.0)
    return {
        thing: {one.value for one in words if one.ended >= max(other.began for other in words)}
        for thing, words in by_thing.items()
        if thing[0] == "mark" or min(one.began for one in _late(words)) > shaken
    }


def _late(words: Iterable[Word]) -> list[Word]:
    known = list(words)
    return [one for one in known if one.ended >= max(other.began for other in known)]


def judge(db: Session, stage: Stage, ledger: Ledger) -> dict[str, Any]:
    """Everything that must be empty, and how much was looked at."""
    stored = stored_steps(db, stage.since)
    return {
        "versions": db.scalar(select(func.count()).select_from(TimetableVersion)),
        "steps_told": ledger.told.total(),
        "findings": [fault for room in (stage.drafting, stage.day) for fault in findings(db, room)],
        "double_bookings": double_bookings(db),
        "overfull": overfull(db),
        "lost": _named(ledger.told - stored) + broken_lives(db, stage.since) + forgotten(db, stage, ledger),
        "not_told": _named(stored - ledger.told),
    }


def _named(steps: Counter[Key]) -> list[str]:
    return [f"account {who}: {verb} {what} ×{number}" for (who, what, verb), number in sorted(steps.items())]
