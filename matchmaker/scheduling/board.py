"""A draft timetable that is changed in place: which meeting is where, and what is still open to whom.

Every change keeps the walls of people, tables, slots, interpreters, order and choice. What a draft may still lack are
required meetings and people's least number.
"""

from itertools import pairwise

from matchmaker.scheduling.problem import Kind, Placed, Timetable
from matchmaker.scheduling.scores import Scores
from matchmaker.scheduling.walls import Walls

NOWHERE = -1


class Board:
    """A draft; `at` and `seat` of each meeting, `open` slots of each person."""

    def __init__(self, walls: Walls) -> None:
        """An empty draft."""
        problem = walls.problem
        self.walls = walls
        self.at = [NOWHERE] * len(problem.meetings)
        self.seat = [NOWHERE] * len(problem.meetings)
        self.open = list(walls.free)
        self.count = [0] * len(problem.people)
        self.who: list[dict[int, int]] = [{} for _person in problem.people]  # slot → meeting
        self.seats_open = list(walls.seats_free)
        self.seated: list[dict[int, int]] = [{} for _slot in range(problem.slots)]  # seat → meeting
        self.here: list[set[int]] = [set() for _slot in range(problem.slots)]
        self.room = sum(1 << slot for slot, seats in enumerate(walls.seats_free) if seats)
        self.spoken = {language: list(row) for language, row in problem.interpreters.items()}  # interpreters left
        self.chosen: dict[int, int] = {}  # choice → meeting

    def may_join(self, meeting: int) -> bool:
        """Nobody of it has as many as they may, and nothing else of its choice takes place."""
        most, count, own = self.walls.most, self.count, self.walls.problem.meetings[meeting]
        if own.choice is not None and self.chosen.get(own.choice, meeting) != meeting:
            return False
        return all(count[person] < most[person] for person in own.people)

    def slots_by_order(self, meeting: int) -> int:
        """Slots that leave meetings before it before, and meetings after it after."""
        mask = self.walls.slots[meeting]
        for other in self.walls.earlier.get(meeting, ()):
            if self.at[other] >= 0:
                mask &= -1 << self.at[other] + 1
        for other in self.walls.later.get(meeting, ()):
            if self.at[other] >= 0:
                mask &= (1 << self.at[other]) - 1
        return mask

    def slots_for(self, meeting: int) -> int:
        """Slots in which its people are open and its walls allow it, whatever the tables and interpreters."""
        mask = self.slots_by_order(meeting)
        for person in self.walls.people[meeting]:
            mask &= self.open[person]
        return mask

    def speaks(self, meeting: int, slot: int) -> bool:
        """An interpreter is left for it, if it needs one."""
        language = self.walls.problem.meetings[meeting].language
        return language is None or self.spoken[language][slot] > 0

    def place(self, meeting: int, slot: int, seats: int | None = None) -> bool:
        """Put an absent meeting into a slot in which its people are open, at one of `seats` if these are given.

        False when there is no table or no interpreter."""
        if not self.speaks(meeting, slot):
            return False
        seats = self.walls.seats[meeting] if seats is None else seats
        if seats and not self._take_seat(meeting, slot, seats):
            return False
        own = self.walls.problem.meetings[meeting]
        bit = 1 << slot
        for person in own.people:
            self.open[person] &= ~bit
            self.count[person] += 1
            self.who[person][slot] = meeting
        if own.language is not None:
            self.spoken[own.language][slot] -= 1
        if own.choice is not None:
            self.chosen[own.choice] = meeting
        self.at[meeting] = slot
        self.here[slot].add(meeting)
        return True

    def remove(self, meeting: int) -> None:
        """Take a placed meeting out."""
        slot, own = self.at[meeting], self.walls.problem.meetings[meeting]
        bit = 1 << slot
        for person in own.people:
            self.open[person] |= bit
            self.count[person] -= 1
            del self.who[person][slot]
        if own.language is not None:
            self.spoken[own.language][slot] += 1
        if own.choice is not None:
            del self.chosen[own.choice]
        if (seat := self.seat[meeting]) >= 0:
            del self.seated[slot][seat]
            self.seats_open[slot] |= 1 << seat
            self.room |= bit
            self.seat[meeting] = NOWHERE
        self.at[meeting] = NOWHERE
        self.here[slot].discard(meeting)

    def _take_seat(self, meeting: int, slot: int, seats: int) -> bool:
        """Sit down at the most dispensable free table, or have others move up."""
        free = self.seats_open[slot]
        if not free:
            return False
        found = seats & free
        if not found:
            return self._move_up(meeting, slot, set())
        self._sit(meeting, slot, (found & -found).bit_length() - 1)
        return True

    def _sit(self, meeting: int, slot: int, seat: int) -> None:
        self.seat[meeting] = seat
        self.seated[slot][seat] = meeting
        self.seats_open[slot] &= ~(1 << seat)
        if not self.seats_open[slot]:
            self.room &= ~(1 << slot)

    def _move_up(self, meeting: int, slot: int, tried: set[int]) -> bool:
        """An augmenting path from a meeting without a table to a free one; False when there is none."""
        mask = self.walls.seats[meeting] & self.walls.seats_free[slot]
        if found := mask & self.seats_open[slot]:
            self._sit(meeting, slot, (found & -found).bit_length() - 1)
            return True
        while mask:
            seat = (mask & -mask).bit_length() - 1
            mask &= mask - 1
            if seat in tried:
                continue
            tried.add(seat)
            if self._move_up(self.seated[slot][seat], slot, tried):
                self._sit(meeting, slot, seat)
                return True
        return False

    def join(self, meeting: int) -> bool:
        """Place an absent meeting in its first possible slot."""
        if self.at[meeting] >= 0 or not self.may_join(meeting):
            return False
        mask = self.slots_for(meeting)
        if self.walls.seats[meeting]:
            mask &= self.room
        while mask:
            slot = (mask & -mask).bit_length() - 1
            if self.place(meeting, slot):
                return True
            mask &= mask - 1
        return False

    def load(self, timetable: Timetable) -> None:
        """Take over a timetable without faults, at its own tables."""
        seat_of = {table: seat for seat, table in enumerate(self.walls.table)}
        for placed in timetable:
            seats = 0 if placed.table is None else 1 << seat_of[placed.table]
            if not self.place(placed.meeting, placed.slot, seats):
                raise ValueError(f"meeting {placed.meeting} does not fit into slot {placed.slot}")

    def timetable(self) -> Timetable:
        """The draft as a timetable in order of the meetings."""
        table = self.walls.table
        return tuple(
            Placed(meeting, slot, table[self.seat[meeting]] if self.seat[meeting] >= 0 else None)
            for meeting, slot in enumerate(self.at)
            if slot >= 0
        )

    def scores(self) -> Scores:
        """How good the draft is."""
        problem = self.walls.problem
        placed = [problem.meetings[meeting] for meeting, slot in enumerate(self.at) if slot >= 0]
        lacking = [max(0, problem.floor - count) for count in self.count]
        required = sum(meeting.required and self.at[number] < 0 for number, meeting in enumerate(problem.meetings))
        least = sum(max(0, person.least - count) for person, count in zip(problem.people, self.count, strict=True))
        return Scores(
            must=sum(meeting.kind is Kind.MUST for meeting in placed),
            mutual=sum(meeting.kind is Kind.MUTUAL for meeting in placed),
            shortfall=sum(lacking),
            under=sum(lack > 0 for lack in lacking),
            value=sum(meeting.value for meeting in placed),
            idle=sum(idle_of(slots, problem.pauses) for slots in self.who),
            changes=sum(self._changes(slots) for slots in self.who),
            missing=required + least,
        )

    def _changes(self, slots: dict[int, int]) -> int:
        """How often one person changes tables."""
        seats = [self.seat[slots[slot]] for slot in sorted(slots) if self.seat[slots[slot]] >= 0]
        return sum(one != other for one, other in pairwise(seats))


def idle_of(slots: dict[int, int], pauses: frozenset[int]) -> int:
    """Slots between two meetings of one person in one part of the event."""
    idle, last = 0, NOWHERE
    for slot in sorted(slots):
        if last >= 0 and pauses.isdisjoint(range(last, slot)):
            idle += slot - last - 1
        last = slot
    return idle
