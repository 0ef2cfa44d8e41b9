"""What the letters of a session's day say. Placeholders are filled in after translation."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _late(**values: str) -> tuple[str, str]:
    return _("%(person)s runs late", **values), _(
        "Good day, %(name)s!\n\n%(person)s comes about %(minutes)s minutes late to your meeting at %(time)s in the session "
        "“%(title)s”.\n\nYour day:\n%(link)s",
        **values,
    )


DAY_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {"meeting_late": _late}
