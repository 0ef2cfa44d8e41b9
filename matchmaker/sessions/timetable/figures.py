"""What a draft amounts to, as rows for charts and the tables behind them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from matchmaker.scheduling.check import idle_slots_of
from matchmaker.sessions.timetable.problem import to_check
from matchmaker.sessions.timetable.reading import Known
from matchmaker.sessions.timetable.words import when


@dataclass(frozen=True)
class Bar:
    """One bar: its name, how much, of how much, and how long it is drawn (0 to 100)."""

    title: str
    value: int
    of: int | None
    length: float


@dataclass(frozen=True)
class Figures:
    """Filled slots, people by number of meetings, people by idle slots."""

    slots: list[Bar]
    meetings: list[Bar]
    idle: list[Bar]
    under_floor: int
    people: int


def figures_of(known: Known) -> Figures:
    """The charts of one version."""
    posed = to_check(known)
    placed = posed.placed(known.placements)
    met = Counter(person for one in placed for person in posed.problem.meetings[one.meeting].people)
    counts = [met[number] for number in range(len(posed.people))]
    idle = idle_slots_of(posed.problem, placed)
    return Figures(
        _slots(known),
        _people_by(counts),
        _people_by([slots for slots, count in zip(idle, counts, strict=True) if count]),
        sum(count < known.session.floor for count in counts),
        len(counts),
    )


def _slots(known: Known) -> list[Bar]:
    """How many tables of each slot are taken; what is online counts beside them."""
    session = known.session
    taken = Counter(one.slot_id for one in known.placements)
    rooms = {slot.id: sum(slot.id not in table.closed for table in session.tables) for slot in session.slots}
    most = max([*rooms.values(), *taken.values(), 1])
    return [
        Bar(when(session, slot.starts_at, slot.ends_at), taken[slot.id], rooms[slot.id], 100 * taken[slot.id] / most)
        for slot in session.slots
    ]


def _people_by(counts: list[int]) -> list[Bar]:
    """How many people have none, one, two… of something."""
    people = Counter(counts)
    most = max(people.values(), default=1)
    span = range(max(people, default=-1) + 1)
    return [Bar(str(number), people[number], None, 100 * people[number] / most) for number in span]


def course(progress: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The course of a run as points of a chart 100 wide and 40 high, with the figures of each."""
    if not progress:
        return []
    most = max(max(row["bounds"]["value"], row["scores"]["value"]) for row in progress) or 1
    last = max(row["seconds"] for row in progress) or 1
    return [
        {
            "seconds": row["seconds"], "placed": row["placed"],
            "value": row["scores"]["value"], "bound": row["bounds"]["value"],
            "x": round(100 * row["seconds"] / last, 1), "y": round(40 - 38 * row["scores"]["value"] / most, 1),
            "bound_y": round(40 - 38 * row["bounds"]["value"] / most, 1),
        }
        for row in progress
    ]  # fmt: skip
