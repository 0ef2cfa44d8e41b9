"""What the letters of the annual report say to the bodies that report."""

from collections.abc import Callable

from matchmaker.core.i18n import _


def _opened(**values: str) -> tuple[str, str]:
    return _("Report on %(year)s: fill in by %(day)s", **values), _(
        "Good day, %(name)s!\n\nThe annual report on target indicators for %(year)s is open. Fill in what is asked of "
        "“%(body)s” and submit it by %(day)s:\n%(link)s",
        **values,
    )


def _due(**values: str) -> tuple[str, str]:
    return _("By %(day)s: the report on %(year)s", **values), _(
        "Good day, %(name)s!\n\n“%(body)s” has not yet submitted its figures for the report on %(year)s. They are due by "
        "%(day)s:\n%(link)s",
        **values,
    )


def _late(**values: str) -> tuple[str, str]:
    return _("Late: the report on %(year)s", **values), _(
        "Good day, %(name)s!\n\nThe figures of “%(body)s” for the report on %(year)s were due by %(day)s and have not been "
        "submitted. Submit them now:\n%(link)s",
        **values,
    )


def _returned(**values: str) -> tuple[str, str]:
    return _("Please correct: the report on %(year)s", **values), _(
        "Good day, %(name)s!\n\nThe ministry has returned the figures of “%(body)s” for the report on %(year)s:\n\n"
        "%(reason)s\n\nCorrect them and submit again:\n%(link)s",
        **values,
    )


def _accepted(**values: str) -> tuple[str, str]:
    return _("Accepted: the report on %(year)s", **values), _(
        "Good day, %(name)s!\n\nThe ministry has accepted the figures of “%(body)s” for the report on %(year)s. Nothing is "
        "left to do:\n%(link)s",
        **values,
    )


def _comment(**values: str) -> tuple[str, str]:
    return _("A comment on the report on %(year)s", **values), _(
        "Good day, %(name)s!\n\nThe ministry has written about the figures of “%(body)s” for the report on %(year)s:\n\n"
        "%(text)s\n\nRead and answer here:\n%(link)s",
        **values,
    )


REPORT_TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "report_opened": _opened,
    "report_due": _due,
    "report_late": _late,
    "report_returned": _returned,
    "report_accepted": _accepted,
    "report_comment": _comment,
}
