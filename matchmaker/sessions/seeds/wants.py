"""What the people of a demo session want of each other: requests in every state, and marks."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.tables import Row, read_table
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.sessions.requests.states import WAITING
from matchmaker.sessions.seeds.people import World

REQUESTS = (
    "from", "to", "state", "days", "for_any", "must", "need", "capability", "message", "reason", "answer", "counter",
    "slots",
)  # fmt: skip
MARKS = ("person", "other", "mark")


def seed_requests(db: Session, folder: Path, session: InnovationSession, world: World) -> None:
    """Requests with their answers; `days`: how long ago somebody asked, counted from the end of asking or from now."""
    for row in read_table(folder / "requests.csv", REQUESTS):
        db.add(_request(session, row, world))
    db.flush()


def _request(session: InnovationSession, row: Row, world: World) -> MeetingRequest:
    until = session.requests_until or clock.now()
    asked_at = min(until, clock.now()) - timedelta(days=row.number("days") or 0, hours=3)
    counter = world.registration(row, "counter").id if row["counter"] else None
    slots = [session.slots[int(number)].id for number in row.many("slots")]
    is_answered = row["state"] in ("accepted", "declined", "countered")
    return MeetingRequest(
        session_id=session.id, from_id=world.registration(row, "from").id, to_id=world.registration(row, "to").id,
        state=row["state"], for_any=row["for_any"] == "1", is_must=row["must"] == "1",
        need_id=next(iter(world.posting_ids(row, "need")), None),
        capability_id=next(iter(world.posting_ids(row, "capability")), None), message=row["message"],
        reason=row["reason"], answer=row["answer"], counter_id=counter,
        counter_slots=slots if row["state"] == "countered" else [], slots=slots if row["state"] == "accepted" else [],
        created_at=asked_at, answered_at=asked_at + timedelta(hours=26) if is_answered else None,
        expires_at=clock.now() + timedelta(days=4) if row["state"] in WAITING else asked_at + timedelta(days=5),
    )  # fmt: skip


def seed_marks(db: Session, folder: Path, world: World) -> None:
    """Whom people must, would like to and would rather not meet."""
    for row in read_table(folder / "marks.csv", MARKS):
        own, other = (world.registration(row, name).id for name in ("person", "other"))
        db.add(Mark(registration_id=own, other_id=other, mark=row["mark"]))
    db.flush()
