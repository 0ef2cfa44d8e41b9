"""What the letters of sessions to their people say."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _invited(**values: str) -> tuple[str, str]:
    return _("Invitation: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nWe invite you to the session “%(title)s”, %(day)s, %(place)s.\n\n%(theme)s\n\nYou would "
        "meet partners who fit your postings, one to one. Accept or decline with one click:\n%(link)s",
        **values,
    )


def _confirmed(**values: str) -> tuple[str, str]:
    return _("You take part: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nYou have a place in the session “%(title)s”, %(day)s, %(place)s. If you cannot come, "
        "please give the place back here:\n%(link)s",
        **values,
    )


def _waiting(**values: str) -> tuple[str, str]:
    return _("On the waiting list: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nEvery place of the session “%(title)s”, %(day)s, is taken. You are on the waiting list; "
        "when somebody gives a place back, we write at once.\n%(link)s",
        **values,
    )


def _moved_up(**values: str) -> tuple[str, str]:
    return _("A place for you: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nA place in the session “%(title)s” has become free, and it is yours: %(day)s, %(place)s. "
        "If you cannot come any more, please give it back here:\n%(link)s",
        **values,
    )


def _refused(**values: str) -> tuple[str, str]:
    return _("No place this time: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nWe cannot offer you a place in the session “%(title)s”. The officer writes:\n\n%(note)s\n\n"
        "%(link)s",
        **values,
    )


def _cancelled(**values: str) -> tuple[str, str]:
    return _("Cancelled: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nThe session “%(title)s”, %(day)s, does not take place. The organiser writes:\n\n%(note)s\n\n"
        "%(link)s",
        **values,
    )


def _pitch_accepted(**values: str) -> tuple[str, str]:
    return _("Your pitch is accepted: %(pitch)s", pitch=values["pitch"]), _(
        "Good day, %(name)s!\n\nYour pitch “%(pitch)s” is part of the session “%(title)s”, %(day)s. See the programme:\n"
        "%(link)s",
        **values,
    )


def _pitch_declined(**values: str) -> tuple[str, str]:
    return _("Your pitch: %(pitch)s", pitch=values["pitch"]), _(
        "Good day, %(name)s!\n\nThere is no room for your pitch “%(pitch)s” in the session “%(title)s”. The officer "
        "writes:\n\n%(note)s\n\nYour place in the session stays:\n%(link)s",
        **values,
    )


SESSION_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "session_invited": _invited,
    "session_confirmed": _confirmed,
    "session_waiting": _waiting,
    "session_moved_up": _moved_up,
    "session_refused": _refused,
    "session_cancelled": _cancelled,
    "pitch_accepted": _pitch_accepted,
    "pitch_declined": _pitch_declined,
}
