"""What the letters say. Placeholders are filled in after translation."""

from collections.abc import Callable

from matchmaker.core.i18n import _, use_locale
from matchmaker.notifications.day_texts import DAY_TEXTS
from matchmaker.notifications.deal_nda_texts import DEAL_NDA_TEXTS
from matchmaker.notifications.deal_texts import DEAL_TEXTS
from matchmaker.notifications.deal_work_texts import DEAL_WORK_TEXTS
from matchmaker.notifications.facility_texts import FACILITY_TEXTS
from matchmaker.notifications.meeting_texts import MEETING_TEXTS
from matchmaker.notifications.money_texts import MONEY_TEXTS
from matchmaker.notifications.project_texts import PROJECT_TEXTS
from matchmaker.notifications.report_texts import REPORT_TEXTS
from matchmaker.notifications.session_texts import SESSION_TEXTS
from matchmaker.notifications.territory_texts import TERRITORY_TEXTS
from matchmaker.notifications.timetable_texts import TIMETABLE_TEXTS


def _confirm(**values: str) -> tuple[str, str]:
    return _("Confirm your address"), _(
        "Good day, %(name)s!\n\nYou opened an account on Matchmaker. Confirm your address by opening this page:\n"
        "%(link)s\n\nIf it was not you, do nothing.",
        **values,
    )


def _reset(**values: str) -> tuple[str, str]:
    return _("A new password"), _(
        "Good day, %(name)s!\n\nSomebody asked for a new password for your account. Set it on this page within two "
        "hours:\n%(link)s\n\nIf it was not you, do nothing: the old password stays.",
        **values,
    )


def _published(**values: str) -> tuple[str, str]:
    return _("Published: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nYour posting “%(title)s” is published. See whom we recommend for it:\n%(link)s",
        **values,
    )


def _returned(**values: str) -> tuple[str, str]:
    return _("Please complete: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nThe officer has looked at “%(title)s” and asks you to complete it:\n\n%(note)s\n\n"
        "Open the draft here:\n%(link)s",
        **values,
    )


def _expiring(**values: str) -> tuple[str, str]:
    return _("Expires soon: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nYour posting “%(title)s” expires soon. If it still holds, renew it with one click:\n"
        "%(link)s",
        **values,
    )


def _interest(**values: str) -> tuple[str, str]:
    return _("Somebody is interested in “%(title)s”", title=values["title"]), _(
        "Good day, %(name)s!\n\nThe owner of “%(other)s” is interested in your posting “%(title)s”. Look and answer:\n"
        "%(link)s",
        **values,
    )


def _introduction(**values: str) -> tuple[str, str]:
    return _("Both sides are interested: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nBoth sides of “%(title)s” and “%(other)s” are interested. A technology-transfer officer "
        "brokers the introduction. Follow it here:\n%(link)s",
        **values,
    )


def _introduced(**values: str) -> tuple[str, str]:
    return _("You are introduced: %(title)s", title=values["title"]), _(
        "Good day, %(name)s!\n\nThe officer has introduced you. Your counterpart for “%(title)s”: %(partner)s, "
        "%(contact)s.\n\n%(note)s\n\nContinue here:\n%(link)s",
        **values,
    )


TEXTS: dict[str, Callable[..., tuple[str, str]]] = {
    "confirm": _confirm,
    "reset": _reset,
    "published": _published,
    "returned": _returned,
    "expiring": _expiring,
    "interest": _interest,
    "introduction": _introduction,
    "introduced": _introduced,
    **MEETING_TEXTS,
    **SESSION_TEXTS,
    **TIMETABLE_TEXTS,
    **DAY_TEXTS,
    **DEAL_NDA_TEXTS,
    **DEAL_TEXTS,
    **DEAL_WORK_TEXTS,
    **FACILITY_TEXTS,
    **MONEY_TEXTS,
    **TERRITORY_TEXTS,
    **PROJECT_TEXTS,
    **REPORT_TEXTS,
}


def compose(kind: str, locale: str, **values: str) -> tuple[str, str]:
    """Subject and body of a letter in a language."""
    with use_locale(locale):
        return TEXTS[kind](**values)
