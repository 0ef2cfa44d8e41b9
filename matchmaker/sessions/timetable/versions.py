"""Released versions and what changed from one to the next."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.reading import DRAFT


@dataclass(frozen=True)
class Change:
    """What became of a meeting: `new`, `moved` or `cancelled`, with where it was and where it is."""

    what: str
    meeting: Meeting
    before: Placement | None
    after: Placement | None

    @property
    def people(self) -> tuple[int, int]:
        """Whom it concerns."""
        return self.meeting.one_id, self.meeting.two_id


def last_number(db: Session, session_id: int) -> int:
    """The number of the version in force; 0: nothing was released yet."""
    query = select(func.max(TimetableVersion.number)).where(TimetableVersion.session_id == session_id)
    return db.scalar(query) or DRAFT


def versions(db: Session, session_id: int) -> list[TimetableVersion]:
    """The released versions, the latest first."""
    query = select(TimetableVersion).where(TimetableVersion.session_id == session_id, TimetableVersion.number > DRAFT)
    return list(db.scalars(query.order_by(TimetableVersion.number.desc())))


def all_placements(db: Session, session_id: int) -> dict[int, list[Placement]]:
    """The placements of every released version by its number, with meeting, slot and table: one query."""
    query = select(TimetableVersion.number, Placement).join(Placement, Placement.version_id == TimetableVersion.id)
    query = query.where(TimetableVersion.session_id == session_id, TimetableVersion.number > DRAFT)
    parts = (joinedload(Placement.meeting), joinedload(Placement.slot), joinedload(Placement.table))
    found: dict[int, list[Placement]] = {}
    for number, placement in db.execute(query.options(*parts).order_by(Placement.slot_id, Placement.id)):
        found.setdefault(number, []).append(placement)
    return found


def differences(before: list[Placement], after: list[Placement]) -> list[Change]:
    """What is new, moved (another slot or table) and cancelled between two versions."""
    was, now = ({one.meeting_id: one for one in side} for side in (before, after))
    found = []
    for meeting_id in [*now, *(one for one in was if one not in now)]:
        old, new = was.get(meeting_id), now.get(meeting_id)
        if old and new and (old.slot_id, old.table_id) == (new.slot_id, new.table_id):
            continue
        what = "moved" if old and new else "new" if new else "cancelled"
        shown = new or old
        if shown is not None:
            found.append(Change(what, shown.meeting, old, new))
    return found
