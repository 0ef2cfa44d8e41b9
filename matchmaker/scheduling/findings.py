"""What several threads have found out about one problem."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from matchmaker.scheduling.walls import Place


@dataclass(slots=True)
class Findings:
    """What is known of a problem so far."""

    take: Callable[[list[Place]], int | None]  # the breaks of an answer; None when its meetings cannot sit down
    bound: int = 0
    places: list[Place] = field(default_factory=list)
    breaks: int | None = None
    impossible: bool = False
    refused: bool = False  # an answer could not be taken: the model lacks a wall
    lock: Lock = field(default_factory=Lock)

    @property
    def settled(self) -> bool:
        """Nothing more is to be learnt from this model."""
        return self.impossible or self.refused or (self.breaks is not None and self.breaks <= self.bound)

    def told(self, places: list[Place]) -> None:
        """An answer of the solver."""
        with self.lock:
            breaks = self.take(places)
            self.refused = self.refused or breaks is None
            if breaks is not None and (self.breaks is None or breaks < self.breaks):
                self.places, self.breaks = places, breaks

    def proved(self, bound: int) -> None:
        """No timetable has fewer breaks."""
        with self.lock:
            self.bound = max(self.bound, bound)
