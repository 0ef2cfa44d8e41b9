"""What one client was told: kept by the client alone, compared with the database when all is over.

A step told as done is counted under who, on what, which step, so that it can be found in the audit trail. Where there is
no trail (marks, places in a draft) the last word on a thing must be what is stored.
"""

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.crowd.browser import Answer

Key = tuple[int, str, str]  # account, kind of thing, step
REFUSALS = (403, 404, 409, 422)
WALL = "Somebody has saved the same thing at the same moment."


@dataclass(frozen=True)
class Word:
    """From when to when a client waited to be told that a thing is now so; without a value: it may be anything."""

    thing: tuple[str, int, int]
    value: str | None
    began: float
    ended: float


@dataclass
class Ledger:
    """One client's notes, or those of all together."""

    calls: Counter[tuple[str, int]] = field(default_factory=Counter)
    told: Counter[Key] = field(default_factory=Counter)
    words: list[Word] = field(default_factory=list)
    shaken: list[tuple[float, float]] = field(
        default_factory=list
    )  # when a step could have moved anything in the draft
    odd: list[str] = field(default_factory=list)
    walls: int = 0
    seconds: list[float] = field(default_factory=list)
    last: tuple[float, float] = 0.0, 0.0  # when the last call began and ended

    def note(self, verb: str, answer: Answer, began: float, ended: float) -> None:
        """Count an answer; anything but a page, a step done or a refusal in words is odd."""
        self.calls[verb, answer.status] += 1
        self.seconds.append(ended - began)
        self.last = began, ended
        self.walls += answer.status == 409 and WALL in answer.text
        in_words = (answer.status in REFUSALS and "<main" in answer.text) or answer.status in (200, 422)
        if not in_words and not (answer.status == 302 and "/sign-in" not in answer.location):
            self.odd.append(f"{verb}: {answer.status} {answer.location}")

    def say(self, thing: tuple[str, int, int], value: str | None) -> None:
        """The last call has told that a thing is now so."""
        self.words.append(Word(thing, value, *self.last))

    def shake(self) -> None:
        """The last call has moved who knows what in the draft."""
        self.shaken.append(self.last)

    def add(self, other: "Ledger") -> None:
        """Put another client's notes to these."""
        self.calls += other.calls
        self.told += other.told
        self.walls += other.walls
        for name in ("words", "shaken", "odd", "seconds"):
            getattr(self, name).extend(getattr(other, name))
