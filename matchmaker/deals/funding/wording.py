"""Reasons of a funding route in words."""

from collections.abc import Callable

from babel.numbers import format_decimal

from matchmaker.core.i18n import _, current_locale
from matchmaker.deals.funding.matching import AGAINST, FITS, PARTLY, UNKNOWN, Project, Reason, Route
from matchmaker.deals.money.currencies import digits
from matchmaker.vocabularies import label


def reason_words(route: Route, reason: Reason, project: Project) -> str:
    """One reason as a sentence."""
    return WORDS[reason.criterion](route, reason, project)


def _stage(route: Route, reason: Reason, project: Project) -> str:
    low, high = route.programme.trl
    span = str(low) if low == high else f"{low}–{high}"
    if reason.verdict == UNKNOWN:
        return _("Meant for technologies at TRL %(span)s; yours is not given.", span=span)
    if reason.verdict == FITS:
        return _("TRL %(trl)s lies within what it is meant for (%(span)s).", trl=project.trl, span=span)
    return _("Meant for technologies at TRL %(span)s, and yours is at %(trl)s.", span=span, trl=project.trl)


def _sector(route: Route, reason: Reason, project: Project) -> str:
    wanted = sorted(route.programme.sectors)
    names = "; ".join(label("oked", code) for code in wanted)
    if not wanted:
        return _("Open to every sector.")
    if reason.verdict == FITS:
        return _("Your sector is among those it supports.")
    if project.sector:
        words = (
            _("Only for a part of your sector: %(names)s.") if reason.verdict == UNKNOWN else _("Only for: %(names)s.")
        )
        return words % {"names": names}
    return _("Only for: %(names)s. Your sector is not given.", names=names)


def _region(route: Route, reason: Reason, project: Project) -> str:
    if not route.programme.regions:
        return _("Open to every region.")
    names = ", ".join(label("regions", code) for code in sorted(route.programme.regions))
    if reason.verdict == FITS:
        return _("Your region is among those it supports.")
    return _("Only in: %(names)s.", names=names)


def sum_words(minor: int, code: str) -> str:
    """A sum in whole units: bounds of programmes have no smaller ones."""
    return f"{format_decimal(minor // 10 ** digits(code), locale=current_locale())} {code}"


def _amount(route: Route, reason: Reason, project: Project) -> str:
    low, high = reason.bounds
    code = route.programme.currency
    least, most = (None if one is None else sum_words(one, code) for one in (low, high))
    if least is None and most is None:
        return _("The amount is not published, or not known to us: ask the funder.")
    if reason.verdict == AGAINST:
        return _("Begins at %(least)s, and you look for less.", least=least)
    if reason.verdict == PARTLY:
        return _("Gives at most %(most)s: the rest needs another source.", most=most)
    span = span_words(least, most)
    if reason.verdict == FITS:
        return _("The amount lies within its bounds (%(span)s).", span=span)
    if project.amount_minor is None:
        return _("Its bounds are %(span)s; your amount is not given.", span=span)
    return _("Its bounds are %(span)s, in another currency than yours: compare them.", span=span)


def span_words(least: str | None, most: str | None) -> str:
    """Bounds of which one at least is known."""
    if least and most:
        return f"{least} – {most}"
    return _("from %(least)s", least=least) if least else _("up to %(most)s", most=most)


def _applicant(route: Route, reason: Reason, project: Project) -> str:
    names = "; ".join(label("funding_applicants", code) for code in sorted(route.programme.applicants))
    if reason.verdict == FITS:
        return _("You may apply (%(names)s).", names=names)
    return _("Who may apply: %(names)s.", names=names)


WORDS: dict[str, Callable[[Route, Reason, Project], str]] = {
    "stage": _stage,
    "sector": _sector,
    "region": _region,
    "amount": _amount,
    "applicant": _applicant,
}
