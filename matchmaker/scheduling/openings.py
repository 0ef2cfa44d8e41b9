"""Where each meeting may still lie when all of them take place: what order, pinned meetings and single slots leave."""

from collections.abc import Iterator

from matchmaker.scheduling.walls import Walls

Change = tuple[int, int]  # meeting, slots that are left to it


def openings(walls: Walls) -> list[int] | None:
    """The slots of each meeting as bits; None when some meeting has none, or somebody has more or fewer than they may."""
    slots = list(walls.slots)
    if not _counts_fit(walls) or not all(slots):
        return None
    changed = True
    while changed:
        changed = False
        for meeting, left in (*_by_order(walls, slots), *_by_pins(walls, slots)):
            narrowed = slots[meeting] & left
            if not narrowed:
                return None
            changed = changed or narrowed != slots[meeting]
            slots[meeting] = narrowed
    return slots


def _counts_fit(walls: Walls) -> bool:
    """Everyone may have as many meetings as there are, and nothing that excludes another is among them."""
    choices = [own.choice for own in walls.problem.meetings if own.choice is not None]
    counts = map(len, walls.of_person)
    return len(set(choices)) == len(choices) and all(
        person.least <= count <= most
        for person, count, most in zip(walls.problem.people, counts, walls.most, strict=True)
    )


def _by_order(walls: Walls, slots: list[int]) -> Iterator[Change]:
    """After the first slot of the meeting before, before the last slot of the meeting after."""
    for first, later in walls.problem.before:
        earliest = (slots[first] & -slots[first]).bit_length()
        yield first, (1 << slots[later].bit_length() - 1) - 1
        yield later, -1 << earliest


def _by_pins(walls: Walls, slots: list[int]) -> Iterator[Change]:
    """A meeting with one slot left keeps the others of its people out of it."""
    for own in walls.of_person:
        pinned = [(meeting, slots[meeting]) for meeting in own if not slots[meeting] & slots[meeting] - 1]
        for one, slot in pinned:
            yield from ((other, ~slot) for other in own if other != one)
