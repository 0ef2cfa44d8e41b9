"""What the letters of staged disclosure say: that there is something to read, never a word of it."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _offered(**values: str) -> tuple[str, str]:
    return _("An NDA waits for your acceptance: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nA non-disclosure agreement is offered in the deal “%(title)s”. You sign for your side: read "
        "it, and accept it if you agree:\n%(link)s",
        **values,
    )


def _in_force(**values: str) -> tuple[str, str]:
    return _("The NDA is in force: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nBoth sides of the deal “%(title)s” have accepted the NDA. You can open the confidential "
        "parts now; each opening is written down:\n%(link)s",
        **values,
    )


def _ended(**values: str) -> tuple[str, str]:
    return _("The NDA has ended: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nThe NDA of the deal “%(title)s” has ended, and the confidential parts are closed. What the "
        "agreement says of secrecy goes on:\n%(link)s",
        **values,
    )


DEAL_NDA_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "nda_offered": _offered,
    "nda_in_force": _in_force,
    "nda_ended": _ended,
}
