"""The timetable in force: whatever the day changes in it is a new released version, told to those concerned alone."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core import audit, clock
from matchmaker.recommendations.live import LiveIndex
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests.fits import Fits
from matchmaker.sessions.timetable.drafts import Place, hold_draft, hold_session, rewrite, touch
from matchmaker.sessions.timetable.judging import reached
from matchmaker.sessions.timetable.letters import write_letters
from matchmaker.sessions.timetable.models import Meeting, TimetableVersion
from matchmaker.sessions.timetable.problem import Posed, to_check
from matchmaker.sessions.timetable.reading import DRAFT, Known, placements_of, read_known
from matchmaker.sessions.timetable.release import forget_steps, freeze_places, hold_people, tell_calendars
from matchmaker.sessions.timetable.runs import active_run
from matchmaker.sessions.timetable.versions import Change, differences, last_number


def hold_all(db: Session, session: InnovationSession) -> TimetableVersion:
    """Keep the timetable to oneself before any of its people or tables is held, so that nobody waits in a ring."""
    hold_session(db, session)
    return hold_draft(db, session)


class InForce:
    """The version in force in the hands of one transaction: whoever else would change it waits."""

    def __init__(
        self, db: Session, session: InnovationSession, index: LiveIndex | None = None, fits: Fits | None = None
    ) -> None:
        self.db, self.draft = db, hold_all(db, session)
        hold_people(db, session.id)
        self.number = last_number(db, session.id)
        self.known: Known = read_known(SYSTEM, db, session.id, index, self.number, fits)
        self.posed: Posed = to_check(self.known)
        self.begun = begun(self.known.session)

    @property
    def past(self) -> list[Place]:
        """What has begun: it stays where it is."""
        gone = {slot.id for slot in self.posed.slots[: self.begun]}
        return [Place.of(one) for one in self.known.placements if one.slot_id in gone]

    def put(self, actor: Actor, places: list[Place], note: str) -> list[Change]:
        """Make these places the next version and tell those concerned; without a difference nothing happens."""
        before = self.known.placements
        if {_where(Place.of(one)) for one in before} == {_where(one) for one in places}:
            return []
        session_id = self.known.session.id
        made = freeze_places(actor, self.db, session_id, places, {}, self.number + 1, note)
        after = placements_of(self.db, session_id, made.number)
        scores = asdict(reached(self.posed, self.posed.placed(after)))
        made.scores = {"scores": scores, "placed": len(after)}
        changes = differences(before, after)
        carry_into_draft(self.db, session_id, self.draft, changes)
        tell_calendars(changes)
        write_letters(self.db, self.known, changes)
        what = {"number": made.number, "changes": len(changes)}
        audit.record(self.db, actor.user_id, "repair", "innovationsession", session_id, {}, what)
        return changes


def begun(session: InnovationSession) -> int:
    """How many slots have begun."""
    return sum(slot.starts_at <= clock.now() for slot in session.slots)


def _where(place: Place) -> tuple[int, int, int | None]:
    return place.meeting_id, place.slot_id, place.table_id


def carry_into_draft(db: Session, session_id: int, draft: TimetableVersion, changes: list[Change]) -> None:
    """Let the draft follow where it was as the version in force; what an officer has adjusted since stays.

    While the engine works the draft is its own: what it makes of people who have left is refused at the next release.
    """
    if active_run(db, session_id):
        return
    draft_places = {one.meeting_id: Place.of(one) for one in placements_of(db, session_id, DRAFT)}
    for change in changes:
        now = draft_places.get(change.meeting.id)
        was = Place.of(change.before) if change.before else None
        if (now and _where(now)) == (was and _where(was)):
            draft_places.pop(change.meeting.id, None)
            if change.after:
                draft_places[change.meeting.id] = Place.of(change.after)
        elif change.after is None:
            draft_places.pop(change.meeting.id, None)
    rewrite(db, draft, _without_clashes(db, draft_places.values(), {one.meeting.id for one in changes}))
    forget_steps(db, draft)
    touch(draft)
    db.flush()


def _without_clashes(db: Session, places: Iterable[Place], first: set[int]) -> list[Place]:
    """The places of which nobody and no table is in two; what has just been changed goes before what was adjusted."""
    ordered = sorted(places, key=lambda one: one.meeting_id not in first)
    query = select(Meeting.id, Meeting.one_id, Meeting.two_id)
    rows = db.execute(query.where(Meeting.id.in_([one.meeting_id for one in ordered]))).all()
    people = {meeting: pair for meeting, *pair in rows}
    taken: set[tuple[str, int, int]] = set()
    found = []
    for one in ordered:
        wanted = {("person", person, one.slot_id) for person in people[one.meeting_id]}
        wanted |= {("table", one.table_id, one.slot_id)} if one.table_id else set()
        if not wanted & taken:
            taken |= wanted
            found.append(one)
    return found
