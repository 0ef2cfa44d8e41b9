"""Calendars as two other libraries read them: names, sequences, cancellations, and the right hour in every zone.

The zone's name is taken out of the bytes first, so that nobody reads the hours by what they know of the zone: only the
rules in the file itself are left.
"""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from flask import Flask

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.timetable.actions import move_meeting, remove_meeting
from matchmaker.sessions.timetable.reading import load_frame
from matchmaker.sessions.timetable.release import release
from tests.cast import Cast
from tests.sessions.days import meeting
from tests.sessions.test_timetable_release import feed
from tests.sessions.timetables import Setting, make_setting, place

HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=20)
Read = dict[str, tuple[str, int, datetime, datetime]]


def by_icalendar(data: bytes) -> Read:
    """Status, sequence, begin and end of each event by its UID."""
    return {
        str(one["UID"]): (str(one["STATUS"]), int(one["SEQUENCE"]), *(one[end].dt.astimezone(UTC) for end in ENDS))
        for one in icalendar.Calendar.from_ical(data).walk("VEVENT")
    }


ENDS = ("DTSTART", "DTEND")


def by_vobject(data: bytes) -> Read:
    """The same by another library."""
    found = vobject.readOne(data.decode())
    return {
        one.uid.value: (
            one.status.value, int(one.sequence.value),
            one.dtstart.value.astimezone(UTC), one.dtend.value.astimezone(UTC),
        ) for one in found.vevent_list
    }  # fmt: skip


READERS = (by_icalendar, by_vobject)


def in_zone(database: Database, cast: Cast, zone: str, starts: list[datetime]) -> Setting:
    """Ben meets Ann in the first of these slots and Cat in the second, released; slots last twenty minutes."""
    with database.write() as db:
        setting = make_setting(db, cast, timezone=zone, starts_on=starts[0].date(), slots=len(starts))
        session = load_frame(SYSTEM, db, setting.session)
        for slot, begins in zip(session.slots, starts, strict=True):
            slot.starts_at, slot.ends_at = begins, begins + MINUTES
        place(db, setting, "ann-ben", 0)
        place(db, setting, "ben-cat", 1)
        release(SYSTEM, db, db.get_one(InnovationSession, setting.session))
    return setting


def test_names_stay_sequences_grow_and_what_is_called_off_says_so(app: Flask, database: Database, cast: Cast) -> None:
    first = datetime(2027, 10, 30, 6, tzinfo=UTC)
    setting = in_zone(database, cast, "Asia/Almaty", [first + HOUR * number for number in range(4)])
    with database.read() as db:
        ann, cat = (f"meeting-{meeting(db, setting, pair).id}@127.0.0.1:8000" for pair in ("ann-ben", "ben-cat"))

    def read() -> Read:
        data = feed(app, database, setting, "ben")
        found = [reader(data) for reader in READERS]
        assert found[0] == found[1]
        return found[0]

    def after(change: str) -> Read:
        with database.write() as db:
            session, own = db.get_one(InnovationSession, setting.session), meeting(db, setting, "ben-cat")
            if change == "take out":
                remove_meeting(SYSTEM, db, session, own.id)
            elif change == "put back":
                place(db, setting, "ben-cat", 3)
            else:
                move_meeting(SYSTEM, db, session, own.id, setting.slots[2])
            release(SYSTEM, db, session)
        return read()

    def event(state: str, sequence: int, slot: int) -> tuple[str, int, datetime, datetime]:
        return state, sequence, first + HOUR * slot, first + HOUR * slot + MINUTES

    untouched = event("CONFIRMED", 0, 0)
    assert read() == {ann: untouched, cat: event("CONFIRMED", 0, 1)}
    assert after("move") == {ann: untouched, cat: event("CONFIRMED", 1, 2)}
    assert after("take out") == {ann: untouched, cat: event("CANCELLED", 2, 2)}
    assert after("put back") == {ann: untouched, cat: event("CONFIRMED", 3, 3)}
    with database.write() as db:
        db.get_one(InnovationSession, setting.session).state = "cancelled"
    assert read() == {ann: ("CANCELLED", 1, *untouched[2:]), cat: ("CANCELLED", 4, *event("", 0, 3)[2:])}


HOURS = {
    # zone: (moments in UTC, what stands in the file)
    "Asia/Almaty": (["2027-10-30T18:50", "2027-10-30T19:30"], ["20271030T235000", "20271031T003000"]),
    "Europe/Berlin": (["2027-10-30T21:50", "2027-10-31T02:30"], ["20271030T235000", "20271031T033000"]),
    "Europe/Berlin, the hour twice": (["2027-10-31T00:30", "2027-10-31T01:30"], ["20271031T023000", "20271031T013000Z"]),
    "America/New_York": (["2027-11-07T03:50", "2027-11-07T07:30"], ["20271106T235000", "20271107T023000"]),
}  # fmt: skip


@pytest.mark.parametrize("case", HOURS)
def test_the_hour_is_right_over_midnight_and_when_clocks_change(
    app: Flask, database: Database, cast: Cast, case: str
) -> None:
    moments = [datetime.fromisoformat(f"{one}+00:00") for one in HOURS[case][0]]
    zone = case.partition(",")[0]
    data = feed(app, database, in_zone(database, cast, zone, moments), "ben")
    written = [line.rpartition(b":")[2].decode() for line in data.splitlines() if line.startswith(b"DTSTART;TZID")]
    written += [
        line.rpartition(b":")[2].decode() for line in data.splitlines() if line.startswith(b"DTSTART:20271031T01")
    ]
    assert written == HOURS[case][1]
    unnamed = data.replace(zone.encode(), f"Clocks-of-{zone.replace('/', '-')}".encode())
    for read in READERS:
        assert [one[2:] for one in read(unnamed).values()] == [(one, one + MINUTES) for one in moments], read
