"""What came of a demo session that is over: outcomes of both sides, missed meetings, introductions."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.i18n import _
from matchmaker.core.tables import Row, read_table
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows as postings_in
from matchmaker.postings.queries import whole
from matchmaker.recommendations.actions import answer
from matchmaker.sessions.day.models import Absence, Outcome
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.seeds.people import World
from matchmaker.sessions.timetable.models import Meeting

OUTCOMES = ("person", "other", "outcome", "rating", "note")
ABSENCES = ("person", "other", "state", "appeal", "answer")
INTRODUCTIONS = ("need", "capability")


def seed_afterwards(
    db: Session, folder: Path, session: InnovationSession, world: World, meetings: Iterable[Meeting]
) -> None:
    """Who missed a meeting, what each side says of the others, who was introduced. A meeting was held when a side says so."""
    by_pair = {frozenset((one.one_id, one.two_id)): one for one in meetings}
    given_at = session.slots[-1].ends_at + timedelta(hours=20)
    for row in read_table(folder / "absences.csv", ABSENCES):
        meeting, person_id = _meeting(by_pair, row, world)
        meeting.state = "missed"
        values = {"state": row["state"], "appeal": row["appeal"], "answer": row["answer"], "counted_at": given_at}
        db.add(Absence(meeting_id=meeting.id, registration_id=person_id, **values))
    for row in read_table(folder / "outcomes.csv", OUTCOMES):
        meeting, person_id = _meeting(by_pair, row, world)
        meeting.state = "missed" if row["outcome"] == "absent" else "held"
        values = {"outcome": row["outcome"], "rating": row.number("rating"), "note": row["note"], "given_at": given_at}
        db.add(Outcome(meeting_id=meeting.id, registration_id=person_id, **values))
    db.flush()
    _seed_introductions(db, folder, world)


def _meeting(by_pair: dict[frozenset[int], Meeting], row: Row, world: World) -> tuple[Meeting, int]:
    own, other = (world.registration(row, name).id for name in ("person", "other"))
    if frozenset((own, other)) not in by_pair:
        raise row.fault("other", _("These two do not meet in this session."))
    return by_pair[frozenset((own, other))], own


def _seed_introductions(db: Session, folder: Path, world: World) -> None:
    """Both sides answer that they are interested, as people do after a good talk."""
    for row in read_table(folder / "introductions.csv", INTRODUCTIONS):
        ids = [world.posting_ids(row, name)[0] for name in INTRODUCTIONS]
        found = {one.id: one for one in postings_in(db, whole().where(Posting.id.in_(ids)))}
        need, capability = (found[one] for one in ids)
        answer(SYSTEM, db, need, capability, "interested")
        answer(SYSTEM, db, capability, need, "interested")
