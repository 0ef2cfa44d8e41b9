"""What the letters about a released timetable say. Placeholders are filled in after translation."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _first(**values: str) -> tuple[str, str]:
    return _("Your meetings: %(title)s", **values), _(
        "Good day, %(name)s!\n\nThe timetable of the session “%(title)s” is there. Your meetings (times of %(zone)s):\n\n"
        "%(changes)s\n\nYour agenda, also for your calendar and as PDF:\n%(link)s",
        **values,
    )


def _changed(**values: str) -> tuple[str, str]:
    return _("Your meetings have changed: %(title)s", **values), _(
        "Good day, %(name)s!\n\nThe timetable of the session “%(title)s” has changed for you (times of %(zone)s):\n\n"
        "%(changes)s\n\nYour agenda, also for your calendar and as PDF:\n%(link)s",
        **values,
    )


TIMETABLE_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "timetable_first": _first,
    "timetable_changed": _changed,
}
