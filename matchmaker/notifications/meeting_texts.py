"""What the letters about requests for meetings say. Placeholders are filled in after translation."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _asked(**values: str) -> tuple[str, str]:
    return _("%(person)s asks for a meeting: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) would like to meet you at the session “%(title)s”.\n\n"
        "Message: %(note)s\n\nPlease answer by %(until)s:\n%(link)s",
        **values,
    )


def _reminder(**values: str) -> tuple[str, str]:
    return _("Your answer is waited for: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) still waits for your answer about a meeting at the session "
        "“%(title)s”. The request expires at %(until)s:\n%(link)s",
        **values,
    )


def _accepted(**values: str) -> tuple[str, str]:
    return _("Agreed: a meeting with %(person)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) agrees to meet at the session “%(title)s”. Time and table "
        "come with the timetable.\n\nNote: %(note)s\n\n%(link)s",
        **values,
    )


def _declined(**values: str) -> tuple[str, str]:
    return _("No meeting with %(person)s: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) has declined a meeting at the session “%(title)s”.\n\n"
        "Reason: %(reason)s\nNote: %(note)s\n\nLook whom else to meet:\n%(link)s",
        **values,
    )


def _countered(**values: str) -> tuple[str, str]:
    return _("A counter-proposal from %(person)s: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) would meet at the session “%(title)s”, but proposes another "
        "person or other times.\n\nNote: %(note)s\n\nPlease answer by %(until)s:\n%(link)s",
        **values,
    )


def _expired(**values: str) -> tuple[str, str]:
    return _("Not answered in time: a meeting with %(person)s", **values), _(
        "Good day, %(name)s!\n\nThe request for a meeting with %(person)s (%(organisation)s) at the session “%(title)s” "
        "was not answered in time and has expired. It still counts as a wish of the side that asked.\n\n%(link)s",
        **values,
    )


def _called_off(**values: str) -> tuple[str, str]:
    return _("Called off: the meeting with %(person)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) has called off the meeting agreed on at the session "
        "“%(title)s”.\n\nNote: %(note)s\n\n%(link)s",
        **values,
    )


def _must_set(**values: str) -> tuple[str, str]:
    return _("A meeting is set for you: %(person)s", **values), _(
        "Good day, %(name)s!\n\nThe organiser of the session “%(title)s” has set a meeting of you with %(person)s "
        "(%(organisation)s). You need not answer: time and table come with the timetable. If something speaks against "
        "it, tell the organiser.\n\n%(link)s",
        **values,
    )


def _must_released(**values: str) -> tuple[str, str]:
    return _("No longer set: the meeting with %(person)s", **values), _(
        "Good day, %(name)s!\n\nThe organiser of the session “%(title)s” no longer sets your meeting with %(person)s "
        "(%(organisation)s). What the two of you have agreed on yourselves stays agreed; otherwise it is off.\n\n%(link)s",
        **values,
    )


MEETING_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "request_asked": _asked,
    "request_reminder": _reminder,
    "request_accepted": _accepted,
    "request_declined": _declined,
    "request_countered": _countered,
    "request_expired": _expired,
    "request_called_off": _called_off,
    "must_set": _must_set,
    "must_released": _must_released,
}
