"""What the database itself forbids: two meetings of one person, or at one table, at one time."""

import pytest
from sqlalchemy.exc import IntegrityError

from matchmaker.core.db import Database
from matchmaker.sessions.timetable.models import Meeting, Placement, Seat, TimetableVersion
from tests.cast import Cast
from tests.sessions.making import make_person, make_session


@pytest.mark.parametrize("wall", ["person", "table", "meeting"])
def test_double_bookings_cannot_be_stored(any_app: object, any_cast: Cast, wall: str) -> None:
    database: Database = any_app.extensions["database"]
    with pytest.raises(IntegrityError), database.write() as db:
        session = make_session(db)
        one, two, three = (make_person(db, session, name, any_cast.enterprise) for name in ("ann", "ben", "cat"))
        version = TimetableVersion(session_id=session.id)
        meetings = [
            Meeting(session_id=session.id, one_id=one.id, two_id=other.id, source="request") for other in (two, three)
        ]
        db.add_all([version, *meetings])
        db.flush()
        tables = [session.tables[0].id, session.tables[0 if wall == "table" else 1].id]
        for meeting, table in zip([meetings[0], meetings[0 if wall == "meeting" else 1]], tables, strict=True):
            slot = session.slots[0 if wall != "meeting" else tables.index(table)].id
            placed = Placement(version_id=version.id, meeting_id=meeting.id, slot_id=slot, table_id=table)
            db.add(placed)
            db.flush()
            people = (meeting.one_id, meeting.two_id) if wall == "person" else ()
            db.add_all(
                [
                    Seat(version_id=version.id, registration_id=person, slot_id=slot, placement_id=placed.id)
                    for person in people
                ]
            )
            db.flush()
