"""All meetings of a problem in a CP-SAT model: each in one slot, rooms and interpreters, order, and everyone's day.

Two sums are written twice on purpose. That no more people can be busy in a slot than its tables have places follows from
the tables; said of the busy people themselves, it lets the search count who must be busy around noon, which the hardest
proofs need.
"""

from collections.abc import Iterable, Sequence

from ortools.sat.python import cp_model

from matchmaker.scheduling.days import Day
from matchmaker.scheduling.rows import needs
from matchmaker.scheduling.runs import room_of
from matchmaker.scheduling.walls import Walls, bits_of


class Arrangement:
    """The model, where each meeting lies in it, and the breaks, of which there are to be few."""

    def __init__(
        self, walls: Walls, slots: Sequence[int], starts: Sequence[Sequence[int]], families: Iterable[int]
    ) -> None:
        """slots: where each meeting may lie, as bits. starts: of each person's unbroken run. families: sets of tables
        that must not be overfilled."""
        self.walls, self.model = walls, cp_model.CpModel()
        self.places = [{slot: self.model.new_bool_var("") for slot in bits_of(own)} for own in slots]
        for own in self.places:
            self.model.add_exactly_one(own.values())
        self._add_rooms(list({*walls.families, *families}))
        self._add_interpreters()
        self._add_orders()
        self.days = self._days(starts)
        self._add_crowds()
        self._add_evenness()
        self.breaks = [literal for day in self.days for literal in day.breaks]

    def fewest(self, least: int) -> cp_model.CpModel:
        """The model that asks for the fewest breaks, when it is known that they are so many at least."""
        model = self.model.clone()
        model.add(sum(self.breaks) >= least)
        model.minimize(sum(self.breaks))
        return model

    def at_most(self, most: int) -> cp_model.CpModel:
        """The model that asks for so few breaks, and no fewer: far more is known of it beforehand."""
        model = self.model.clone()
        model.add(sum(self.breaks) <= most)
        return model

    def _days(self, starts: Sequence[Sequence[int]]) -> list[Day]:
        """The days of those who could have a break; others only cannot be at two meetings at once."""
        problem, found = self.walls.problem, []
        alone = any(len(own) < 2 for own in self.walls.of_person)
        most = problem.breaks_apart if alone and problem.breaks_apart is not None else problem.slots
        for own, runs in zip(self.walls.of_person, starts, strict=True):
            if len(own) > 1:
                found.append(Day(self.model, [self.places[one] for one in own], problem, runs, most))
        return found

    def _at(self, slot: int) -> list[tuple[int, cp_model.IntVar]]:
        return [(meeting, own[slot]) for meeting, own in enumerate(self.places) if slot in own]

    def _add_rooms(self, families: list[int]) -> None:
        """Meetings that have to make do with a set of tables are no more than it has."""
        for slot, free in enumerate(self.walls.seats_free):
            here = self._at(slot)
            for family in {family & free for family in families} | {free}:
                own = [literal for meeting, literal in here if needs(self.walls.seats[meeting] & free, family)]
                if len(own) > family.bit_count():
                    self.model.add(sum(own) <= family.bit_count())

    def _add_interpreters(self) -> None:
        """A slot's meetings in a language are no more than its interpreters."""
        meetings = self.walls.problem.meetings
        for language, row in self.walls.problem.interpreters.items():
            for slot, count in enumerate(row):
                own = [literal for meeting, literal in self._at(slot) if meetings[meeting].language == language]
                if len(own) > count:
                    self.model.add(sum(own) <= count)

    def _add_orders(self) -> None:
        """A slot of the later meeting needs an earlier one of the first, and the other way round."""
        for first, later in self.walls.problem.before:
            one, other = self.places[first], self.places[later]
            for slot, literal in other.items():
                self.model.add_bool_or(~literal, *(own for at, own in one.items() if at < slot))
            for slot, literal in one.items():
                self.model.add_bool_or(~literal, *(own for at, own in other.items() if at > slot))

    def _add_crowds(self) -> None:
        """No more people are busy in a slot than can sit at its tables."""
        for slot, room in enumerate(room_of(self.walls)):
            busy = [day.busy[slot] for day in self.days] + self._lone(slot)
            if len(busy) > room:
                self.model.add(sum(busy) <= int(room))

    def _lone(self, slot: int) -> list[cp_model.IntVar]:
        """Whether those with a single meeting have it in this slot."""
        lone = [own[0] for own in self.walls.of_person if len(own) == 1]
        return [self.places[meeting][slot] for meeting in lone if slot in self.places[meeting]]

    def _add_evenness(self) -> None:
        """Nobody has many more breaks than anybody else. Where somebody has too few meetings for any, all days are
        short of them anyway (`_days`)."""
        apart = self.walls.problem.breaks_apart
        if apart is None or len(self.days) < len(self.walls.of_person):
            return
        lowest = self.model.new_int_var(0, self.walls.problem.slots, "fewest breaks")
        for day in self.days:
            day.pin_ends()
            self.model.add(sum(day.ends) >= lowest)
            self.model.add(sum(day.ends) <= lowest + apart)
