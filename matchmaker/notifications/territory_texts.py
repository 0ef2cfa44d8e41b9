"""What the letters about residents of science cities say. A note stands as a paragraph of its own where there is one."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _spaced(values: dict[str, str]) -> dict[str, str]:
    """The values with an empty line after the note, if there is a note."""
    return values | {"note": f"{values['note']}\n\n" if values.get("note") else ""}


def _applied(**values: str) -> tuple[str, str]:
    return _("A new application: %(organisation)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s would like to become a resident of “%(territory)s”. Read the application, "
        "then admit it, return it or refuse it:\n%(link)s",
        **values,
    )


def _again(**values: str) -> tuple[str, str]:
    return _("Sent again: %(organisation)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s has completed its application to “%(territory)s”. Read it and decide:\n"
        "%(link)s",
        **values,
    )


def _withdrawn(**values: str) -> tuple[str, str]:
    return _("Withdrawn: %(organisation)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s has withdrawn its application to “%(territory)s”.\n\n%(note)s%(link)s",
        **_spaced(values),
    )


def _left(**values: str) -> tuple[str, str]:
    return _("A resident leaves: %(organisation)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s is no longer a resident of “%(territory)s”, by its own wish.\n\n"
        "%(note)s%(link)s",
        **_spaced(values),
    )


def _admitted(**values: str) -> tuple[str, str]:
    return _("You are a resident: %(territory)s", **values), _(
        "Good day, %(name)s!\n\n%(organisation)s is now a resident of “%(territory)s”.\n\n%(note)sWhat residents can use, "
        "and how to go on:\n%(link)s",
        **_spaced(values),
    )


def _returned(**values: str) -> tuple[str, str]:
    return _("Please complete your application: %(territory)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company of “%(territory)s” has read the application of %(organisation)s and "
        "asks you to complete it. Reason: %(reason)s.\n\n%(note)sChange it and send it again:\n%(link)s",
        **_spaced(values),
    )


def _refused(**values: str) -> tuple[str, str]:
    return _("Your application is refused: %(territory)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company of “%(territory)s” cannot admit %(organisation)s. Reason: %(reason)s.\n\n"
        "%(note)sYou can apply again when this has changed:\n%(link)s",
        **_spaced(values),
    )


def _ended(**values: str) -> tuple[str, str]:
    return _("Your residency has ended: %(territory)s", **values), _(
        "Good day, %(name)s!\n\nThe managing company of “%(territory)s” has ended the residency of %(organisation)s. Reason: "
        "%(reason)s.\n\n%(note)s%(link)s",
        **_spaced(values),
    )


TERRITORY_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "residency_applied": _applied,
    "residency_again": _again,
    "residency_withdrawn": _withdrawn,
    "residency_left": _left,
    "residency_admitted": _admitted,
    "residency_returned": _returned,
    "residency_refused": _refused,
    "residency_ended": _ended,
}
