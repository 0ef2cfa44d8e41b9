"""Whom someone meets when and where, by the version in force, for pages, papers and calendars."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession, SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.rules import is_own
from matchmaker.sessions.rules import visible_to
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.reading import DRAFT
from matchmaker.sessions.timetable.versions import last_number


@dataclass(frozen=True)
class Entry:
    """One meeting as one of its people sees it. `is_cancelled`: it was in force once and is no longer."""

    person: Registration
    other: Registration
    meeting: Meeting
    slot: SessionSlot
    table: SessionTable | None
    is_cancelled: bool


def may_see_agenda(actor: Actor, registration: Registration) -> bool:
    """The person, those who speak for the same organisation, and officers."""
    return is_own(actor, registration) or registration.organisation_id in actor.organisations


WHOLE = joinedload(Registration.organisation), joinedload(Registration.user)


def load_event(actor: Actor, db: Session, session_id: int) -> InnovationSession:
    """A session that the actor may see, with its programme: one query. Raises NotFound otherwise."""
    query = select(InnovationSession).where(InnovationSession.id == session_id, visible_to(actor))
    found = db.scalars(query.options(joinedload(InnovationSession.programme))).unique().first()
    if found is None:
        raise NotFound(_("There is no such session."))
    return found


def load_person(actor: Actor, db: Session, session_id: int, registration_id: int) -> Registration:
    """Someone whose agenda the actor may see. Raises NotFound otherwise."""
    query = select(Registration).where(Registration.id == registration_id, Registration.session_id == session_id)
    found = db.scalar(query.options(*WHOLE))
    if found is None or not may_see_agenda(actor, found):
        raise NotFound(_("There is no such registration."))
    return found


def person_of_calendar(db: Session, token: str) -> Registration:
    """Whose calendar a secret address opens. Raises NotFound."""
    found = db.scalar(select(Registration).where(Registration.calendar_token == token).options(*WHOLE))
    if found is None:
        raise NotFound(_("There is no such calendar."))
    return found


def representatives(db: Session, session_id: int, organisation_id: int) -> list[Registration]:
    """Who takes part for an organisation."""
    own = Registration.session_id == session_id, Registration.organisation_id == organisation_id
    query = select(Registration).where(*own, Registration.state == "confirmed").options(*WHOLE)
    return list(db.scalars(query.order_by(Registration.id)))


def all_confirmed(db: Session, session_id: int) -> list[Registration]:
    """Everybody who takes part, by organisation."""
    own = Registration.session_id == session_id, Registration.state == "confirmed"
    query = select(Registration).where(*own).options(*WHOLE)
    return list(db.scalars(query.order_by(Registration.organisation_id, Registration.id)))


def entries(db: Session, session: InnovationSession, people: Iterable[Registration] | None = None) -> list[Entry]:
    """The meetings of these people, of everybody without `people`, in order of time: two queries.

    A meeting of two of them stands there once for each. Cancelled ones lie where they lay last.
    """
    last = last_number(db, session.id)
    wanted = None if people is None else {one.id for one in people}
    latest: dict[int, tuple[int, Placement]] = {}
    for number, placement in db.execute(_released(session.id, wanted)).unique():
        latest[placement.meeting_id] = number, placement
    found = [
        _entry(placement, person, number != last)
        for number, placement in latest.values()
        for person in (placement.meeting.one, placement.meeting.two)
        if wanted is None or person.id in wanted
    ]
    return sorted(
        found, key=lambda entry: (entry.slot.starts_at, entry.table.number if entry.table else 0, entry.person.id)
    )


def _released(session_id: int, wanted: set[int] | None) -> Select[int, Placement]:
    """Every released placement of these people with its version's number, the oldest first."""
    parts = [
        joinedload(Placement.meeting).joinedload(side).joinedload(part)
        for side in (Meeting.one, Meeting.two)
        for part in (Registration.organisation, Registration.user)
    ]
    query = select(TimetableVersion.number, Placement).join(Placement, Placement.version_id == TimetableVersion.id)
    query = query.join(Meeting, Meeting.id == Placement.meeting_id)
    query = query.where(TimetableVersion.session_id == session_id, TimetableVersion.number > DRAFT)
    if wanted is not None:
        query = query.where(or_(Meeting.one_id.in_(wanted), Meeting.two_id.in_(wanted)))
    query = query.options(*parts, joinedload(Placement.slot), joinedload(Placement.table))
    return query.order_by(TimetableVersion.number)


def _entry(placement: Placement, person: Registration, is_gone: bool) -> Entry:
    meeting = placement.meeting
    other = meeting.two if person.id == meeting.one_id else meeting.one
    return Entry(person, other, meeting, placement.slot, placement.table, is_gone or meeting.state == "cancelled")
