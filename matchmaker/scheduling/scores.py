"""What makes one timetable better than another, from the weightiest to the least, and how the levels become one sum.

The order: required meetings and everybody's least (walls, which a draft may still miss), must-meets, mutual requests,
the fairness floor, the value, idle slots, changes of table. The floor stands before the value: nobody stays under it
for the sake of others' points wherever the requests placed allow it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scores:
    """How good a timetable is. `shortfall` is what all people together lack to the floor, `under` how many lack any."""

    must: int
    mutual: int
    shortfall: int
    under: int
    value: int
    idle: int
    changes: int
    missing: int = 0  # required meetings and leasts not met: a draft, no timetable

    @property
    def rank(self) -> tuple[int, ...]:
        """Higher is better."""
        return (*self.chosen, -self.idle, -self.changes)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The part that depends only on which meetings take place; higher is better."""
        return (-self.missing, self.must, self.mutual, -self.shortfall, self.value)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no timetable can exceed: must-meets; mutual requests, with no fewer must-meets; what people lack to the
    floor, with no fewer of both; and value, with no fewer of both and no more lacking."""

    must: int
    mutual: int
    shortfall: int
    value: int
