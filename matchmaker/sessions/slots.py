"""Making a session's slots from a first time, a length, a gap and common pauses; and judging slots that were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from matchmaker.core.i18n import _
from matchmaker.sessions.fields import SLOTS_MOST
from matchmaker.sessions.reading import FormReader, hour_of

DAY = 24 * 60
Pause = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A slot in minutes from midnight."""

    begins: int
    ends: int
    pause_after: bool = False


@dataclass(frozen=True)
class Rhythm:
    """What slots are made from, in minutes; a pause is its first and last minute of the day."""

    first: int
    length: int
    gap: int
    number: int
    pauses: tuple[Pause, ...] = ()


def minutes(at: time) -> int:
    """Minutes from midnight."""
    return at.hour * 60 + at.minute


def as_time(number: int) -> time:
    """The time of day so many minutes from midnight."""
    return time(number // 60, number % 60)


def make_slots(rhythm: Rhythm) -> list[Stretch]:
    """The slots of a day: one that would reach into a pause begins after it, and the one before is marked."""
    found: list[Stretch] = []
    begins = rhythm.first
    while len(found) < rhythm.number:
        pause = next(
            (one for one in sorted(rhythm.pauses) if begins < one[1] and one[0] < begins + rhythm.length), None
        )
        if pause is None:
            found.append(Stretch(begins, begins + rhythm.length))
            begins += rhythm.length + rhythm.gap
            continue
        if found:
            found[-1] = Stretch(found[-1].begins, found[-1].ends, True)
        begins = pause[1]
    return found


def read_rhythm(reader: FormReader) -> Rhythm | None:
    """The generator's fields; None when a fault of theirs is in the reader."""
    known, first = set(reader.errors), reader.hour("first_at")
    if first is None:
        reader.errors.setdefault("first_at", _("Say when the first meeting begins."))
    length = reader.wanted_number("minutes", 5, 240, 20)
    gap = reader.wanted_number("between", 0, 120, 5)
    number = reader.wanted_number("slot_count", 1, SLOTS_MOST, 10)
    pauses = _read_pauses(reader)
    if first is None or set(reader.errors) - known:
        return None
    rhythm = Rhythm(minutes(first), length, gap, number, pauses)
    if make_slots(rhythm)[-1].ends >= DAY:
        reader.errors["slot_count"] = _("The last meetings would run past midnight. Make fewer or shorter ones.")
        return None
    return rhythm


def _read_pauses(reader: FormReader) -> tuple[Pause, ...]:
    found = []
    for part in filter(None, reader.raw("pauses").replace(";", ",").split(",")):
        ends = [hour_of(end) for end in part.replace("–", "-").replace("—", "-").split("-")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            reader.errors["pauses"] = _("Write pauses as 13:00-14:00, several parted by commas.")
        elif ends[1] <= ends[0]:
            reader.errors["pauses"] = _("The pause %(pause)s ends before it begins.", pause=part.strip())
        else:
            found.append((minutes(ends[0]), minutes(ends[1])))
    return tuple(found)


def slot_faults(rows: Sequence[tuple[str, time, time]]) -> dict[str, str]:
    """What is wrong with typed slots: (name of the row, begin, end) → field of the row → words."""
    errors = {
        f"slot-{name}-from": _(
            "%(begin)s–%(end)s: the end is before the beginning.", begin=f"{begins:%H:%M}", end=f"{ends:%H:%M}"
        )
        for name, begins, ends in rows
        if ends <= begins
    }
    ordered = sorted(rows, key=lambda row: row[1:])
    for earlier, later in pairwise(ordered):
        if later[1] < earlier[2]:
            words = _("The meeting at %(begin)s begins before the one at %(other)s ends.",
                      begin=f"{later[1]:%H:%M}", other=f"{earlier[1]:%H:%M}")  # fmt: skip
            errors.setdefault(f"slot-{later[0]}-from", words)
    return errors
