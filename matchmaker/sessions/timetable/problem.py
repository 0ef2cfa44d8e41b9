"""A session as the engine's problem, with the ways back from positions to people, meetings, slots and tables.

Who has missed meetings without excuse gets somewhat later in turn when slots are scarce: each absence takes a tenth of
the points of a meeting, at most half. It changes nothing else: not who may ask, nor whose request comes before whose.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from zoneinfo import ZoneInfo

from matchmaker.scheduling import problem as engine
from matchmaker.scheduling.problem import Kind, Placed, Problem
from matchmaker.sessions.models import InnovationSession, SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.wishes import Wish
from matchmaker.sessions.timetable.languages import language_between
from matchmaker.sessions.timetable.models import Meeting, Placement
from matchmaker.sessions.timetable.reading import Known

Pair = tuple[int, int]
TENTHS_AT_MOST = 5


@dataclass(frozen=True)
class Candidate:
    """A meeting that could take place, as it will be stored: of whom, why, and by which wish."""

    pair: Pair
    wish: Wish
    placement: Placement | None = None  # where it lies in the draft


@dataclass(frozen=True)
class Posed:
    """The problem, and what stands at each position. `pairs` finds a candidate by its two people."""

    problem: Problem
    session: InnovationSession
    people: list[Registration]
    candidates: list[Candidate]
    slots: list[SessionSlot]
    tables: list[SessionTable]

    @property
    def pairs(self) -> dict[Pair, int]:
        """The position of each candidate."""
        return {candidate.pair: number for number, candidate in enumerate(self.candidates)}

    def placed(self, placements: Iterable[Placement]) -> tuple[Placed, ...]:
        """Stored placements in positions; those whose meeting is no candidate (someone has left) are passed over."""
        pairs, slots = self.pairs, {slot.id: number for number, slot in enumerate(self.slots)}
        tables: dict[int | None, int | None] = {table.id: number for number, table in enumerate(self.tables)}
        found = ((pairs.get(pair_of(one)), slots[one.slot_id], tables.get(one.table_id)) for one in placements)
        return tuple(Placed(meeting, slot, table) for meeting, slot, table in found if meeting is not None)


def pair_of(placement: Placement) -> Pair:
    """The two people of a placement."""
    return placement.meeting.one_id, placement.meeting.two_id


def to_solve(known: Known) -> Posed:
    """The problem for the engine: what is pinned stays; besides wishes it keeps what officers and the day have added."""
    kept = [one for one in known.placements if one.is_pinned or one.meeting.source in ("officer", "walk_in")]
    return _pose(known, kept, lambda placement: placement is not None and placement.is_pinned)


def to_check(known: Known) -> Posed:
    """The problem for the checker: whatever is placed is a candidate, worth what it was when placed; nothing is pinned."""
    placed = {pair_of(one): one.meeting for one in known.placements}
    known = replace(known, wishes=[_as_placed(one, placed.get((one.one_id, one.two_id))) for one in known.wishes])
    return _pose(known, known.placements, lambda placement: False)


def _as_placed(wish: Wish, meeting: Meeting | None) -> Wish:
    return replace(wish, kind=Kind(meeting.kind), value=meeting.value) if meeting else wish


def _pose(known: Known, kept: list[Placement], is_fixed: Callable[[Placement | None], bool]) -> Posed:
    session = known.session
    people = [one for one in known.people if one.state == "confirmed"]
    place = {one.id: number for number, one in enumerate(people)}
    candidates = _candidates(known, kept, place)
    slots, tables = list(session.slots), list(session.tables)
    frame = _Frame(session, known, slots, tables, people, place)
    problem = Problem(
        slots=len(slots),
        people=tuple(frame.person(one) for one in people),
        meetings=tuple(frame.meeting(one, is_fixed(one.placement)) for one in candidates),
        tables=tuple(frame.table(one) for one in tables),
        interpreters={one.languages: tuple(frame.number(one.number, one.away)) for one in session.interpreters},
        blocked=frozenset(
            frozenset((place[wish.one_id], place[wish.two_id]))
            for wish in known.wishes
            if wish.is_blocked and wish.one_id in place and wish.two_id in place
        ),
        floor=session.floor,
        pauses=pauses(session),
    )
    return Posed(problem, session, people, candidates, slots, tables)


def pauses(session: InnovationSession) -> frozenset[int]:
    """The positions of slots after which everybody rests: a common pause, or the night."""
    zone = ZoneInfo(session.timezone)
    last_of_day = {
        number
        for number, (one, other) in enumerate(pairwise(session.slots))
        if one.starts_at.astimezone(zone).date() != other.starts_at.astimezone(zone).date()
    }
    return frozenset(last_of_day | {number for number, slot in enumerate(session.slots) if slot.pause_after})


def _candidates(known: Known, kept: list[Placement], place: dict[int, int]) -> list[Candidate]:
    placed = {pair_of(one): one for one in kept}
    wanted = {(wish.one_id, wish.two_id): wish for wish in known.wishes if not wish.is_blocked}
    found = [Candidate(pair, wish, placed.get(pair)) for pair, wish in wanted.items()]
    found += [Candidate(pair, as_wish(one.meeting), one) for pair, one in placed.items() if pair not in wanted]
    return [one for one in found if set(one.pair) <= place.keys()]


def as_wish(own: Meeting) -> Wish:
    """What a placed meeting says of itself when nobody asks for it any more."""
    return Wish(
        own.one_id, own.two_id, Kind(own.kind), own.value, own.source,
        request_id=own.request_id, need_id=own.need_id, capability_id=own.capability_id,
    )  # fmt: skip


@dataclass(frozen=True)
class _Frame:
    """The parts of a session while its problem is posed."""

    session: InnovationSession
    known: Known
    slots: list[SessionSlot]
    tables: list[SessionTable]
    people: list[Registration]
    place: dict[int, int]

    def person(self, one: Registration) -> engine.Person:
        limits = [limit for limit in (one.most, self.session.most) if limit is not None]
        free = (number for number, slot in enumerate(self.slots) if is_there(one, slot))
        return engine.Person(frozenset(free), most=min(limits, default=None))

    def table(self, table: SessionTable) -> engine.Table:
        free = (number for number, slot in enumerate(self.slots) if slot.id not in table.closed)
        return engine.Table(frozenset(free), frozenset(table.equipment))

    def number(self, count: int, away: list[int]) -> list[int]:
        return [0 if slot.id in away else count for slot in self.slots]

    def meeting(self, candidate: Candidate, is_fixed: bool) -> engine.Meeting:
        sides = [self.people[self.place[one]] for one in candidate.pair]
        online = self.session.mode == "online" or any(one.mode == "online" for one in sides)
        wish, placement = candidate.wish, candidate.placement
        slots, tables = self._slots(wish.slots), None if online else self._tables(sides)
        if is_fixed and placement:
            slots = self._slots({placement.slot_id})
            tables = None if online else self._only(placement.table_id)
        return engine.Meeting(
            people=tuple(self.place[one] for one in candidate.pair),
            value=self._value(candidate),
            kind=wish.kind,
            required=is_fixed,
            slots=slots,
            tables=tables,
            equipment=frozenset() if online else frozenset(need for one in sides for need in one.equipment),
            online=online,
            language=language_between(sides[0].languages, sides[1].languages, self.session.interpreters),
            choice=wish.choice,
        )

    def _slots(self, ids: Container[int] | None) -> frozenset[int] | None:
        return None if ids is None else frozenset(number for number, slot in enumerate(self.slots) if slot.id in ids)

    def _only(self, table_id: int | None) -> frozenset[int] | None:
        return frozenset(number for number, table in enumerate(self.tables) if table.id == table_id) or None

    def _tables(self, sides: list[Registration]) -> frozenset[int] | None:
        """The table of a host or sponsor; others sit where nobody has a table of their own."""
        own = {one.table_id for one in sides if one.table_id}
        if own:
            return frozenset(number for number, table in enumerate(self.tables) if table.id in own)
        taken = {one.table_id for one in self.people if one.table_id}
        shared = frozenset(number for number, table in enumerate(self.tables) if table.id not in taken)
        return shared if taken else None

    def _value(self, candidate: Candidate) -> int:
        tenths = max(min(self.known.absences.get(one, 0), TENTHS_AT_MOST) for one in candidate.pair)
        return candidate.wish.value * (10 - tenths) // 10


def is_there(one: Registration, slot: SessionSlot) -> bool:
    """Whether someone can meet in a slot: said so, misses no more than half of it by coming late, and has not left."""
    late = one.late_until is not None and one.late_until - slot.starts_at > (slot.ends_at - slot.starts_at) / 2
    left = one.left_at is not None and slot.ends_at > one.left_at
    return slot.id not in one.absent and not late and not left
