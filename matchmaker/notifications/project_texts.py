"""What the letters between investors and managing companies say."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _interest(**values: str) -> tuple[str, str]:
    return _("%(organisation)s is interested: %(title)s", **values), _(
        "Good day, %(name)s!\n\n%(person)s (%(organisation)s) is interested in the infrastructure project “%(title)s” "
        "(%(territory)s).\n\nNote: %(note)s\n\nPlease answer here:\n%(link)s",
        **values,
    )


def _talk(**values: str) -> tuple[str, str]:
    return _("You are invited to talk: %(title)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company of %(territory)s would like to talk with %(organisation)s about the "
        "project “%(title)s”. Your contact: %(person)s, %(contact)s.\n\nNote: %(note)s\n\n%(link)s",
        **values,
    )


def _declined(**values: str) -> tuple[str, str]:
    return _("Not this time: %(title)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company of %(territory)s thanks %(organisation)s for its interest in the project "
        "“%(title)s”, and declines.\n\nNote: %(note)s\n\n%(link)s",
        **values,
    )


PROJECT_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "project_interest": _interest,
    "project_talk": _talk,
    "project_declined": _declined,
}
