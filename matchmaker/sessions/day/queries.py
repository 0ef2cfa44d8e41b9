"""Reads of the day: the door, one's own day, the board, and what came of the meetings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from matchmaker.core import clock
from matchmaker.core.text import name_key
from matchmaker.postings.models import Posting
from matchmaker.recommendations.weights.answers import Answer
from matchmaker.sessions.day.models import FollowUp, Outcome, SlotOffer
from matchmaker.sessions.models import InnovationSession, SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.agenda import WHOLE, Entry
from matchmaker.sessions.timetable.models import Absence, Meeting, Placement, Seat, TimetableVersion

GRADES = {"cooperation": 3.0, "follow_up": 3.0, "insight": 2.0, "none": 0.0}


def newest(session_id: int) -> object:
    """The number of the version in force, as a part of a query."""
    other = aliased(TimetableVersion)
    return select(func.max(other.number)).where(other.session_id == session_id).scalar_subquery()


@dataclass(frozen=True)
class Guest:
    """Someone at the door. `first_at`: when their next meeting begins, or the one under way began."""

    person: Registration
    first_at: datetime | None

    @property
    def has_come(self) -> bool:
        """Whether they are there."""
        return self.person.checked_in_at is not None

    @property
    def waits(self) -> bool:
        """Here without a place, on the waiting list."""
        return self.person.state == "waiting"

    @property
    def is_awaited(self) -> bool:
        """Not there though their meeting has begun, or they have said that they come late."""
        begun = self.first_at is not None and self.first_at <= clock.now()
        return not self.has_come and self.person.left_at is None and (begun or self.person.late_until is not None)


def guests(db: Session, session_id: int) -> list[Guest]:
    """Everybody who is expected, and who is here and waits for a place, by name: one query.

    Each comes with their first meeting that is not over.
    """
    first = (
        select(Seat.registration_id, func.min(SessionSlot.starts_at).label("at"))
        .join(SessionSlot, SessionSlot.id == Seat.slot_id)
        .join(TimetableVersion, TimetableVersion.id == Seat.version_id)
        .where(TimetableVersion.session_id == session_id, TimetableVersion.number == newest(session_id))
        .where(TimetableVersion.number > 0, SessionSlot.ends_at > clock.now())
        .group_by(Seat.registration_id)
        .subquery()
    )
    query = select(Registration, first.c.at).outerjoin(first, first.c.registration_id == Registration.id)
    waits = (Registration.state == "waiting") & Registration.checked_in_at.is_not(None)
    there = or_(Registration.state == "confirmed", waits)
    query = query.where(Registration.session_id == session_id, there).options(*WHOLE)
    rows = db.execute(query.order_by(Registration.id)).all()
    return sorted((Guest(person, at) for person, at in rows), key=lambda one: name_key(one.person.name))


@dataclass(frozen=True)
class Offered:
    """A free time offered to someone: with whom, when, and whether they have said yes."""

    offer: SlotOffer
    own: Registration
    other: Registration
    slot: SessionSlot
    meeting: Meeting | None

    @property
    def has_confirmed(self) -> bool:
        """Whether this side has said yes."""
        at = self.offer.one_confirmed_at if self.own.id == self.offer.one_id else self.offer.two_confirmed_at
        return at is not None


def open_offers(db: Session, session_id: int, person: Registration | None = None) -> list[Offered]:
    """The open offers of someone, best first; without a person all of the session, each once for each side. One query."""
    one, two = aliased(Registration), aliased(Registration)
    query = select(SlotOffer, one, two, SessionSlot, Meeting)
    query = query.join(one, one.id == SlotOffer.one_id).join(two, two.id == SlotOffer.two_id)
    query = query.join(SessionSlot, SessionSlot.id == SlotOffer.slot_id)
    query = query.outerjoin(Meeting, (Meeting.one_id == SlotOffer.one_id) & (Meeting.two_id == SlotOffer.two_id))
    query = query.where(SlotOffer.session_id == session_id, SlotOffer.state == "open")
    query = query.where(SlotOffer.expires_at > clock.now(), SessionSlot.starts_at > clock.now())
    if person is not None:
        query = query.where(or_(one.id == person.id, two.id == person.id))
    parts = [joinedload(side.organisation) for side in (one, two)]
    found = []
    for offer, first, second, slot, meeting in db.execute(
        query.options(*parts).order_by(SlotOffer.gain.desc(), SlotOffer.id)
    ):
        pairs = ((first, second), (second, first))
        found += [Offered(offer, *pair, slot, meeting) for pair in pairs if person is None or pair[0].id == person.id]
    return found


@dataclass(frozen=True)
class Row:
    """A table of the board with whom it seats."""

    table: SessionTable | None
    people: tuple[Registration, Registration]


def board(db: Session, session: InnovationSession) -> list[tuple[SessionSlot, list[Row]]]:
    """The slot under way and the one that follows, each with its tables: two queries."""
    query = select(SessionSlot).where(SessionSlot.session_id == session.id, SessionSlot.ends_at > clock.now())
    slots = list(db.scalars(query.order_by(SessionSlot.starts_at).limit(2)))
    return [(slot, _seated(found, slot)) for found in [_placed(db, session.id, slots)] for slot in slots]


def _placed(db: Session, session_id: int, slots: Sequence[SessionSlot]) -> list[Placement]:
    query = select(Placement).join(TimetableVersion, TimetableVersion.id == Placement.version_id)
    query = query.outerjoin(SessionTable, SessionTable.id == Placement.table_id)
    query = query.where(TimetableVersion.session_id == session_id, TimetableVersion.number == newest(session_id))
    query = query.where(TimetableVersion.number > 0, Placement.slot_id.in_([slot.id for slot in slots]))
    parts = [
        joinedload(Placement.meeting).joinedload(side).joinedload(part)
        for side in (Meeting.one, Meeting.two)
        for part in (Registration.organisation, Registration.user)
    ]
    return list(db.scalars(query.options(*parts, joinedload(Placement.table)).order_by(SessionTable.number)))


def _seated(placed: Iterable[Placement], slot: SessionSlot) -> list[Row]:
    return [Row(one.table, (one.meeting.one, one.meeting.two)) for one in placed if one.slot_id == slot.id]


def next_entry(entries: Iterable[Entry]) -> Entry | None:
    """The meeting under way, else the next."""
    left = [one for one in entries if not one.is_cancelled and one.slot.ends_at > clock.now()]
    return min(left, key=lambda one: one.slot.starts_at, default=None)


@dataclass(frozen=True)
class Afterwards:
    """One person's outcomes and absences by meeting, and their tasks."""

    outcomes: dict[int, Outcome]
    tasks: dict[int, list[FollowUp]]
    absences: dict[int, Absence]


def afterwards(db: Session, own: Registration) -> Afterwards:
    """What someone has said of their meetings, their tasks and absences: three queries."""
    outcomes = db.scalars(select(Outcome).where(Outcome.registration_id == own.id))
    tasks: dict[int, list[FollowUp]] = {}
    for task in db.scalars(select(FollowUp).where(FollowUp.registration_id == own.id).order_by(FollowUp.id)):
        tasks.setdefault(task.meeting_id, []).append(task)
    absences = db.scalars(select(Absence).where(Absence.registration_id == own.id))
    return Afterwards({one.meeting_id: one for one in outcomes}, tasks, {one.meeting_id: one for one in absences})


def appeals(db: Session, session_id: int) -> list[tuple[Absence, Registration]]:
    """The absences of a session that officers may judge, appealed ones first. One query."""
    query = select(Absence, Registration).join(Registration, Registration.id == Absence.registration_id)
    query = query.where(Registration.session_id == session_id, Absence.state.in_(("counted", "appealed")))
    found = db.execute(query.options(*WHOLE).order_by(Absence.state, Absence.counted_at)).all()
    return [(absence, person) for absence, person in found]


def graded_pairs(db: Session) -> dict[int, list[Answer]]:
    """What meetings have shown of their postings, by the own posting of whoever says so: grades to learn from."""
    need, registration = aliased(Posting), Registration
    has_need = need.organisation_id == registration.organisation_id
    query = select(Outcome.outcome, Outcome.given_at, Meeting.need_id, Meeting.capability_id, has_need)
    query = query.join(Meeting, Meeting.id == Outcome.meeting_id).join(need, need.id == Meeting.need_id)
    query = query.join(registration, registration.id == Outcome.registration_id)
    query = query.where(Outcome.outcome.in_(GRADES), Meeting.capability_id.is_not(None))
    found: dict[int, list[Answer]] = {}
    for said, at, need_id, capability_id, is_need in db.execute(query.order_by(Outcome.given_at, Meeting.id)):
        pair = need_id or 0, capability_id or 0
        own, other = pair if is_need else pair[::-1]
        found.setdefault(own, []).append(Answer(other, GRADES[said], "", at.toordinal()))
    return found
