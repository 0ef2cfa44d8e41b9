"""Whether the meetings of one slot can all sit down, and if not, the tables of which too many have to make do."""


def overfilled(wishes: list[int], free: int) -> int | None:
    """A set of free tables with which more meetings have to make do than it has; None when all can sit.

    wishes: the tables that each meeting may take, as bits.
    """
    sitting: dict[int, int] = {}
    for number in sorted(range(len(wishes)), key=lambda one: (wishes[one] & free).bit_count()):
        tried = _Tried()
        if not _sit(number, wishes, free, sitting, tried):
            return tried.seats
    return None


class _Tried:
    """Tables that one attempt has reached."""

    def __init__(self) -> None:
        self.seats = 0


def _sit(number: int, wishes: list[int], free: int, sitting: dict[int, int], tried: _Tried) -> bool:
    """Find a table for one meeting, moving others up along an augmenting path."""
    while mask := wishes[number] & free & ~tried.seats:
        low = mask & -mask
        tried.seats |= low
        if low not in sitting or _sit(sitting[low], wishes, free, sitting, tried):
            sitting[low] = number
            return True
    return False
