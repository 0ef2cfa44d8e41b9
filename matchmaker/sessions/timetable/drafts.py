"""The draft as it is stored: taken for oneself, laid out, and filled from what the engine has found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.db import hold
from matchmaker.scheduling.problem import Timetable
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.timetable.models import Meeting, Placement, Seat, TimetableVersion
from matchmaker.sessions.timetable.problem import Candidate, Posed
from matchmaker.sessions.timetable.reading import DRAFT


@dataclass(frozen=True)
class Place:
    """Where a meeting lies."""

    meeting_id: int
    slot_id: int
    table_id: int | None
    is_pinned: bool = False

    @classmethod
    def of(cls, placement: Placement) -> "Place":
        """A stored placement as a value."""
        return cls(placement.meeting_id, placement.slot_id, placement.table_id, placement.is_pinned)

    def as_row(self) -> list[int | None]:
        """As it is kept in a step of the draft."""
        return [self.meeting_id, self.slot_id, self.table_id, int(self.is_pinned)]


def from_row(row: list[int | None]) -> Place:
    """The way back from `as_row`."""
    meeting_id, slot_id, table_id, is_pinned = row
    return Place(meeting_id or 0, slot_id or 0, table_id, bool(is_pinned))


def hold_session(db: Session, session: InnovationSession) -> None:
    """Let runs, releases and the first draft of one session wait for each other."""
    hold(db, session, "state", "version")


def hold_draft(db: Session, session: InnovationSession) -> TimetableVersion:
    """The session's draft, kept from others until the transaction ends; made when there is none."""
    of_session = TimetableVersion.session_id == session.id, TimetableVersion.number == DRAFT
    draft = db.scalar(select(TimetableVersion).where(*of_session))
    if draft is None:
        hold_session(db, session)
        draft = db.scalar(select(TimetableVersion).where(*of_session)) or TimetableVersion(session_id=session.id)
        db.add(draft)
    hold(db, draft, "version", "scores")
    return draft


def touch(draft: TimetableVersion) -> None:
    """Let the draft's version grow: somebody has changed it."""
    draft.made_at = clock.now()


def rewrite(db: Session, version: TimetableVersion, places: Iterable[Place]) -> None:
    """Replace everything that a version holds."""
    db.flush()
    db.execute(delete(Seat).where(Seat.version_id == version.id))
    db.execute(delete(Placement).where(Placement.version_id == version.id))
    write(db, version, places)


def write(db: Session, version: TimetableVersion, places: Iterable[Place]) -> None:
    """Add placements with their seats. The database refuses whatever would book anybody twice."""
    rows: list[dict[str, Any]] = [
        {"version_id": version.id, "meeting_id": one.meeting_id, "slot_id": one.slot_id}
        | {"table_id": one.table_id, "is_pinned": one.is_pinned}
        for one in places
    ]
    if not rows:
        return
    db.execute(insert(Placement), rows)
    wanted = [row["meeting_id"] for row in rows]
    stored = select(Placement.id, Placement.slot_id, Meeting.one_id, Meeting.two_id).join(Placement.meeting)
    found = db.execute(stored.where(Placement.version_id == version.id, Placement.meeting_id.in_(wanted))).all()
    seats = [
        {"version_id": version.id, "registration_id": person, "slot_id": slot_id, "placement_id": placement_id}
        for placement_id, slot_id, *people in found
        for person in people
    ]
    db.execute(insert(Seat), seats)


def remove(db: Session, version: TimetableVersion, meeting_ids: Iterable[int]) -> None:
    """Take meetings out of a version."""
    own = Placement.version_id == version.id, Placement.meeting_id.in_(list(meeting_ids))
    ids = select(Placement.id).where(*own)
    db.execute(delete(Seat).where(Seat.placement_id.in_(ids)))
    db.execute(delete(Placement).where(*own))


def meeting_ids(db: Session, session_id: int, candidates: Iterable[Candidate]) -> dict[tuple[int, int], int]:
    """The stored meeting of each candidate, made where there is none, with what the wish says now."""
    wanted = {candidate.pair: candidate for candidate in candidates}
    stored = db.scalars(select(Meeting).where(Meeting.session_id == session_id))
    meetings = {(one.one_id, one.two_id): one for one in stored}
    for pair, candidate in wanted.items():
        meeting = meetings.get(pair)
        if meeting is None:
            meeting = meetings[pair] = Meeting(session_id=session_id, one_id=pair[0], two_id=pair[1])
            meeting.source = candidate.wish.source
            db.add(meeting)
        _describe(meeting, candidate)
    db.flush()
    return {pair: meetings[pair].id for pair in wanted}


def _describe(meeting: Meeting, candidate: Candidate) -> None:
    wish = candidate.wish
    meeting.kind, meeting.value = int(wish.kind), wish.value
    meeting.request_id, meeting.need_id, meeting.capability_id = wish.request_id, wish.need_id, wish.capability_id


def places_of(db: Session, posed: Posed, timetable: Timetable) -> list[Place]:
    """A timetable of the engine as places of stored meetings."""
    chosen = [posed.candidates[placed.meeting] for placed in timetable]
    ids = meeting_ids(db, posed.session.id, chosen)
    _set_languages(db, posed, timetable, ids)
    return [
        Place(
            ids[candidate.pair],
            posed.slots[placed.slot].id,
            posed.tables[placed.table].id if placed.table is not None else None,
            candidate.placement is not None and candidate.placement.is_pinned,
        )
        for candidate, placed in zip(chosen, timetable, strict=True)
    ]


def _set_languages(db: Session, posed: Posed, timetable: Timetable, ids: dict[tuple[int, int], int]) -> None:
    spoken = {
        ids[posed.candidates[one.meeting].pair]: posed.problem.meetings[one.meeting].language for one in timetable
    }
    for meeting in db.scalars(select(Meeting).where(Meeting.id.in_(spoken))):
        meeting.language = spoken[meeting.id] or ""
