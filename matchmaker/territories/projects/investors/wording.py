"""Reasons of a fit in words, to the investor."""

from collections.abc import Callable, Collection

from matchmaker.core.i18n import _
from matchmaker.deals.funding.matching import AGAINST, FITS, PARTLY, UNKNOWN
from matchmaker.deals.funding.wording import span_words, sum_words
from matchmaker.territories.projects.investors.matching import Offer, Reason, Wish
from matchmaker.vocabularies import label


def fit_words(reason: Reason, offer: Offer, wish: Wish) -> str:
    """One reason as a sentence."""
    return WORDS[reason.criterion](reason.verdict, offer, wish)


def _names(vocabulary: str, codes: Collection[str]) -> str:
    return "; ".join(label(vocabulary, code) for code in sorted(codes))


def _source(verdict: str, offer: Offer, wish: Wish) -> str:
    if not offer.wanted_sources:
        return _("Open to money from any source.")
    names = _names("funding_sources", offer.wanted_sources)
    if verdict == FITS:
        return _("Your kind of money is looked for (%(names)s).", names=names)
    return _("Looks only for: %(names)s.", names=names)


def _region(verdict: str, offer: Offer, wish: Wish) -> str:
    if not wish.regions:
        return _("You work in every region.")
    name = label("regions", offer.region)
    if verdict == FITS:
        return _("It lies in one of your regions: %(name)s.", name=name)
    return _("It lies outside your regions: %(name)s.", name=name)


def _sector(verdict: str, offer: Offer, wish: Wish) -> str:
    if not wish.sectors:
        return _("You work in every sector.")
    names = _names("oked", wish.sectors)
    if not offer.sector:
        return _("Its sector is not given; yours: %(names)s.", names=names)
    own = label("oked", offer.sector)
    if verdict == FITS:
        return _("Its sector is among yours: %(name)s.", name=own)
    if verdict == UNKNOWN:
        return _("Its sector is wider than yours (%(name)s): ask which part.", name=own)
    return _("Its sector is not among yours: %(name)s.", name=own)


def _kind(verdict: str, offer: Offer, wish: Wish) -> str:
    if not wish.kinds:
        return _("You take part in projects of every kind.")
    name = label("project_kinds", offer.kind)
    if verdict == FITS:
        return _("A kind of project that you look for: %(name)s.", name=name)
    return _("Not a kind of project that you look for: %(name)s.", name=name)


def _stage(verdict: str, offer: Offer, wish: Wish) -> str:
    if not wish.stages:
        return _("You come in at every stage.")
    name = label("project_stages", offer.stage)
    if verdict == FITS:
        return _("It is at a stage at which you come in: %(name)s.", name=name)
    return _("It is at the stage “%(name)s”, and you come in at: %(names)s.", name=name,
             names=_names("project_stages", wish.stages))  # fmt: skip


def _amount(verdict: str, offer: Offer, wish: Wish) -> str:
    gap = sum_words(offer.gap_minor, offer.currency)
    bounds = (wish.least_minor, wish.most_minor)
    least, most = (None if one is None else sum_words(one, wish.currency) for one in bounds)
    if least is None and most is None:
        return _("The gap is %(gap)s; you have set no bounds.", gap=gap)
    if verdict == UNKNOWN:
        return _("The gap is %(gap)s, and your bounds (%(span)s) are in another currency: compare them.",
                 gap=gap, span=span_words(least, most))  # fmt: skip
    if verdict == AGAINST:
        return _("The gap is %(gap)s, and you begin at %(least)s.", gap=gap, least=least)
    if verdict == PARTLY:
        return _(
            "The gap is %(gap)s, and you give at most %(most)s: the rest needs another source.", gap=gap, most=most
        )
    return _("The gap of %(gap)s lies within your bounds (%(span)s).", gap=gap, span=span_words(least, most))


WORDS: dict[str, Callable[[str, Offer, Wish], str]] = {
    "source": _source,
    "region": _region,
    "sector": _sector,
    "kind": _kind,
    "stage": _stage,
    "amount": _amount,
}
