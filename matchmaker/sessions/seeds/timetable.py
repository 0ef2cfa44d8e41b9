"""The timetable of a demo session, made once by the engine and kept in timetable.json: seeding is quick and repeatable.

`flask --app wsgi session keep ID` writes the file from a session's draft.
"""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.postings.models import Posting
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.seeds.people import World
from matchmaker.sessions.timetable.drafts import Place, write
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.reading import DRAFT, load_frame

FILE = "timetable.json"


def keep(db: Session, session_id: int, folder: Path) -> Path:
    """Write a session's draft into its folder of the seeds. Raises NotFound when it comes from no seeds."""
    session = load_frame(SYSTEM, db, session_id)
    if session.seed_key is None:
        raise NotFound(_("This session does not come from the seeds."))
    query = select(TimetableVersion).where(TimetableVersion.session_id == session_id, TimetableVersion.number == DRAFT)
    draft = db.scalars(query.options(joinedload(TimetableVersion.placements).joinedload(Placement.meeting))).unique()
    path = folder / "sessions" / session.seed_key / FILE
    path.write_text(_as_text(db, session, draft.one()), encoding="utf-8")
    return path


def _as_text(db: Session, session: InnovationSession, draft: TimetableVersion) -> str:
    """One line for each meeting, in the order of the day."""
    people = {
        one.id: _key(one) for one in db.scalars(select(Registration).where(Registration.session_id == session.id))
    }
    postings: dict[int | None, str | None] = {
        row[0]: row[1] for row in db.execute(select(Posting.id, Posting.seed_key))
    }
    slots = {slot.id: number for number, slot in enumerate(session.slots)}
    tables = {table.id: table.number for table in session.tables}
    rows = [
        {
            "one": people[meeting.one_id], "two": people[meeting.two_id], "slot": slots[one.slot_id],
            "table": tables[one.table_id] if one.table_id else None, "kind": meeting.kind, "value": meeting.value,
            "source": meeting.source, "language": meeting.language, "need": postings.get(meeting.need_id),
            "capability": postings.get(meeting.capability_id),
        }
        for one in draft.placements
        for meeting in [one.meeting]
    ]  # fmt: skip
    rows.sort(key=lambda row: (row["slot"], row["table"] or 0, row["one"]))
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"scores": {json.dumps(draft.scores)},\n "meetings": [\n{lines}\n]}}\n'


def _key(one: Registration) -> str:
    return one.email.partition("@")[0]


def seed_timetable(db: Session, folder: Path, session: InnovationSession, world: World) -> list[Meeting]:
    """The meetings with a draft and a first version that agree; returns the meetings."""
    said = json.loads((folder / FILE).read_text(encoding="utf-8"))
    asked = select(MeetingRequest).where(MeetingRequest.session_id == session.id)
    requests = {frozenset((one.from_id, one.to_id)): one.id for one in db.scalars(asked)}
    meetings = [_meeting(session, row, world, requests) for row in said["meetings"]]
    db.add_all(meetings)
    db.flush()  # placements name them by id
    places = [_place(session, meeting, row) for meeting, row in zip(meetings, said["meetings"], strict=True)]
    for number in (DRAFT, DRAFT + 1):
        version = TimetableVersion(session_id=session.id, number=number, scores=said["scores"])
        version.made_at = session.requests_until or version.made_at
        db.add(version)
        db.flush()
        write(db, version, places)
    return meetings


def _meeting(
    session: InnovationSession, row: dict[str, Any], world: World, requests: dict[frozenset[int], int]
) -> Meeting:
    one, two = sorted(world.registrations[row[side]].id for side in ("one", "two"))
    return Meeting(
        session_id=session.id, one_id=one, two_id=two, kind=row["kind"], value=row["value"], source=row["source"],
        language=row["language"], need_id=world.postings.get(row["need"]),
        capability_id=world.postings.get(row["capability"]),
        request_id=requests.get(frozenset((one, two))), state="planned",
    )  # fmt: skip


def _place(session: InnovationSession, meeting: Meeting, row: dict[str, Any]) -> Place:
    table_id = session.tables[row["table"] - 1].id if row["table"] else None
    return Place(meeting.id, session.slots[row["slot"]].id, table_id)
