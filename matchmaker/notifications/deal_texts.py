"""What the letters about a deal itself say: that something was done, never what was written with it."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _opened(**values: str) -> tuple[str, str]:
    return _("A new deal: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\n%(person)s has opened the deal “%(title)s”: %(provider)s and %(recipient)s. You take part in "
        "it. What it is about, who else takes part and what comes next:\n%(link)s",
        **values,
    )


def _named(**values: str) -> tuple[str, str]:
    return _("You take part in a deal: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\n%(person)s has named you on the deal “%(title)s”: you speak there for %(organisation)s. See "
        "how far it has come:\n%(link)s",
        **values,
    )


def _led(**values: str) -> tuple[str, str]:
    return _("You lead a deal: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\n%(person)s has named you as the officer who leads the deal “%(title)s”. See how far it has "
        "come:\n%(link)s",
        **values,
    )


def _moved(**values: str) -> tuple[str, str]:
    return _("%(stage)s: the deal “%(title)s”", **values), _(
        "Good day, %(name)s!\n\n%(person)s has taken a step on the deal “%(title)s”.\n\nStage before: %(before)s\n"
        "Stage now: %(stage)s\n\nWhat comes next:\n%(link)s",
        **values,
    )


DEAL_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "deal_opened": _opened,
    "deal_named": _named,
    "deal_led": _led,
    "deal_moved": _moved,
}
