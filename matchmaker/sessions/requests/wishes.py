"""What people want of each other, as the timetable takes it: one line for each two people. A stand-in until the room's own."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.scheduling.problem import Kind
from matchmaker.sessions.requests.models import MeetingRequest

POINTS = {"accepted": 20, "open": 10}


@dataclass(frozen=True)
class Wish:
    """Two people who should meet, or, `blocked`, may not; one_id is smaller than two_id."""

    one_id: int
    two_id: int
    kind: Kind = Kind.ONE_SIDED
    value: int = 0
    blocked: bool = False
    request_id: int | None = None
    need_id: int | None = None
    capability_id: int | None = None
    slots: tuple[int, ...] = ()
    choice: int | None = None


def wishes(db: Session, session_id: int) -> list[Wish]:
    """Every wish of a session."""
    wanted = MeetingRequest.session_id == session_id, MeetingRequest.state.in_(POINTS)
    return [_wish(request) for request in db.scalars(select(MeetingRequest).where(*wanted))]


def _wish(request: MeetingRequest) -> Wish:
    one, two = sorted((request.from_id, request.to_id))
    kind = Kind.MUTUAL if request.state == "accepted" else Kind.ONE_SIDED
    facts = {"need_id": request.need_id, "capability_id": request.capability_id, "slots": tuple(request.slots)}
    return Wish(one, two, kind, POINTS[request.state], request_id=request.id, **facts)  # type: ignore[arg-type]
