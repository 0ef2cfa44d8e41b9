"""Why there is no timetable, in words: what the input asks for that cannot be, with names and times.

A run keeps this by stored ids (`making.named`); here it is worded for the reader.
"""

from typing import Any

from matchmaker.core.i18n import _
from matchmaker.sessions.timetable.reading import Known
from matchmaker.sessions.timetable.words import name_of, when


def clash_words(known: Known, wrong: list[dict[str, Any]]) -> list[str]:
    """One line for each requirement that cannot be met."""
    names = {one.id: name_of(one) for one in known.people}
    slots = {slot.id: when(known.session, slot.starts_at, slot.ends_at) for slot in known.session.slots}
    return [_line(one, names, slots) for one in wrong]


def _line(one: dict[str, Any], names: dict[int, str], slots: dict[int, str]) -> str:
    meetings = "; ".join(" – ".join(names.get(person, "?") for person in pair) for pair in one["pairs"])
    people = ", ".join(names.get(person, "?") for person in one["people"])
    times = ", ".join(slots.get(slot, "?") for slot in one["slots"])
    values = {"meetings": meetings, "people": people, "times": times}
    return texts(**values).get(one["code"], "") or _("These cannot all be met: %(meetings)s %(people)s", **values)


def texts(**values: str) -> dict[str, str]:
    """What each contradiction says."""
    return {
        "required_over_free": _(
            "%(people)s: more pinned meetings than slots in which they are there: %(meetings)s.", **values
        ),
        "required_over_most": _("%(people)s: more pinned meetings than they may have: %(meetings)s.", **values),
        "required_blocked": _("%(meetings)s: pinned, but the two may not be brought together.", **values),
        "required_nowhere": _(
            "%(meetings)s: pinned where it cannot be: somebody is away then, or there is no table or interpreter.",
            **values,
        ),
        "required_choice_twice": _("Pinned more than once for one request: %(meetings)s.", **values),
        "required_person_twice": _("%(people)s: pinned into one slot (%(times)s): %(meetings)s.", **values),
        "required": _("%(meetings)s is pinned to %(times)s.", **values),
        "least": _("%(people)s must have a least number of meetings.", **values),
        "blocked": _("%(people)s may not be brought together.", **values),
        "order": _("These must follow each other: %(meetings)s.", **values),
        "unknown_slot": _("%(people)s: a slot that does not exist any more.", **values),
    }
