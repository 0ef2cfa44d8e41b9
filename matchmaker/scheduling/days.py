"""One person's day in a CP-SAT model: busy slots, how many meetings lie behind them, and their breaks.

Written in clauses over "at least k meetings so far", because it is these that a search learns from: a plain sum of busy
slots says the same and is far slower to reason with. Zero breaks, by far the commonest case, has variables of its own:
in which slot the unbroken run of meetings starts.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from matchmaker.scheduling.problem import Problem

Literal = Any


class Day:
    """The busy slots of someone with two or more meetings; `breaks[k]`: more than k breaks."""

    def __init__(
        self, model: Any, meetings: list[dict[int, Literal]], problem: Problem, starts: Sequence[int], most: int
    ) -> None:
        """Add what holds of any day. meetings: of each meeting, whether it lies in a slot. starts: of an unbroken run.
        most: breaks."""
        slots, pauses = problem.slots, problem.pauses
        self.model, self.slots, self.count = model, slots, len(meetings)
        self.yes = model.new_constant(1)
        self.no = ~self.yes
        self.pauses = pauses & frozenset(range(slots - 1))
        self.busy = [self._busy(meetings, slot) for slot in range(slots)]
        model.add(sum(self.busy) == self.count)
        self.least = [sum(max(own) <= slot for own in meetings) for slot in range(slots)]
        self.most = [sum(min(own) <= slot for own in meetings) for slot in range(slots)]
        self.reached: dict[tuple[int, int], Literal] = {}
        self._count_up()
        self.parts: list[tuple[Literal, ...]] = []
        self.ends = self._ends()
        self.breaks = self._breaks(min(most, self.count - 1, slots // 2))
        if not self.pauses:
            self._run(starts)

    def _busy(self, meetings: list[dict[int, Literal]], slot: int) -> Literal:
        own = [places[slot] for places in meetings if slot in places]
        if len(own) < 2:
            return own[0] if own else self.no
        busy = self.model.new_bool_var("")
        self.model.add_exactly_one(*own, ~busy)
        return busy

    def clause(self, *literals: Literal) -> None:
        """At least one of these holds."""
        if not any(literal is self.yes for literal in literals):
            self.model.add_bool_or(literal for literal in literals if literal is not self.no)

    def negated(self, literal: Literal) -> Literal:
        """Its opposite, known as such when it is a constant."""
        return self.no if literal is self.yes else self.yes if literal is self.no else ~literal

    def at_least(self, number: int, slot: int) -> Literal:
        """Whether so many meetings lie in this slot or before it."""
        left = self.slots - 1 - slot
        if number <= max(0, self.count - left, self.least[slot] if slot >= 0 else 0):
            return self.yes
        if number > min(self.count, slot + 1, self.most[slot] if slot >= 0 else 0):
            return self.no
        if (slot, number) not in self.reached:
            self.reached[slot, number] = self.model.new_bool_var("")
        return self.reached[slot, number]

    def _count_up(self) -> None:
        """The counts go up by one with each busy slot."""
        for slot, busy in enumerate(self.busy):
            for number in range(1, self.count + 2):
                now, before = self.at_least(number, slot), self.at_least(number, slot - 1)
                one_less = self.at_least(number - 1, slot - 1)
                self.clause(self.negated(before), now)
                self.clause(self.negated(busy), self.negated(one_less), now)
                self.clause(busy, self.negated(now), before)
                self.clause(self.negated(now), one_less)

    def _ends(self) -> list[Literal]:
        """For each slot but the last of a part of the event, whether a break ends with it."""
        found, met = [], self.no
        for slot in range(self.slots - 1):
            met = self._met(slot, met)
            if slot in self.pauses:
                met = self.no
                continue
            end = self.model.new_bool_var("")
            self.clause(self.busy[slot], self.negated(met), self.negated(self.busy[slot + 1]), end)
            self.parts.append((self.negated(self.busy[slot]), met, self.busy[slot + 1]))
            found.append(end)
        return found

    def _met(self, slot: int, earlier: Literal) -> Literal:
        """Whether a meeting lay in this slot or before it, since the last pause."""
        if not self.pauses:
            return self.at_least(1, slot)
        met = self.model.new_bool_var("")
        self.clause(self.negated(self.busy[slot]), met)
        self.clause(self.negated(earlier), met)
        self.clause(self.negated(met), self.busy[slot], earlier)
        return met

    def _breaks(self, most: int) -> list[Literal]:
        """The number of breaks in unary; it may be said too high, never too low."""
        found = [self.model.new_bool_var("") for _break in range(most)]
        for less, more in pairwise(found):
            self.model.add_implication(more, less)
        for end in self.ends:
            self.clause(~end, found[0] if found else self.no)
        self.model.add(sum(self.ends) <= sum(found))
        return found

    def _run(self, starts: Sequence[int]) -> None:
        """Without a break the meetings are one run, which starts in some slot."""
        runs = []
        for first in starts:
            runs.append(self.model.new_bool_var(""))
            for slot, busy in enumerate(self.busy):
                inside = first <= slot < first + self.count
                self.clause(~runs[-1], busy if inside else self.negated(busy))
        self.model.add_exactly_one(*runs, *self.breaks[:1])

    def pin_ends(self) -> None:
        """No end is said of a break that is none: for walls against too few."""
        for end, parts in zip(self.ends, self.parts, strict=True):
            for part in parts:
                self.clause(~end, part)
