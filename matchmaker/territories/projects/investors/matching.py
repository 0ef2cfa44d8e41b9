"""How an open project fits what an investor looks for: each criterion by itself, nothing hidden in a sum.

Pure. The same verdicts as in the funding routes of deals: a project fits when no criterion speaks against it; empty lists of a
profile mean everything; bounds in another currency than the project's are not compared, and said not to be.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matchmaker.deals.funding.matching import AGAINST, FITS, PARTLY, UNKNOWN, region_verdict, sector_verdict

CRITERIA = ("source", "region", "sector", "kind", "stage", "amount")


@dataclass(frozen=True)
class Offer:
    """An open project as investors look at it. wanted_sources empty: from anybody."""

    project_id: int
    region: str
    sector: str
    kind: str
    stage: str
    currency: str
    gap_minor: int
    wanted_sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wish:
    """What an investor looks for."""

    sources: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    currency: str = "KZT"
    least_minor: int | None = None
    most_minor: int | None = None


@dataclass(frozen=True)
class Reason:
    """The verdict of one criterion."""

    criterion: str
    verdict: str


@dataclass(frozen=True)
class Fit:
    """A project with its reasons, in the order of CRITERIA."""

    offer: Offer
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.count(AGAINST)

    def count(self, verdict: str) -> int:
        """How many criteria say so."""
        return sum(reason.verdict == verdict for reason in self.reasons)


def fits_for(wish: Wish, offers: Sequence[Offer]) -> list[Fit]:
    """Every project: by how little speaks against it, then by how much is known to fit, then in the order given."""
    found = [Fit(offer, reasons_for(wish, offer)) for offer in offers]
    return sorted(found, key=lambda fit: (fit.count(AGAINST), -fit.count(FITS), fit.count(UNKNOWN)))


def reasons_for(wish: Wish, offer: Offer) -> tuple[Reason, ...]:
    """One reason for each criterion, in the order of CRITERIA."""
    verdicts = (
        _source(offer.wanted_sources, wish.sources),
        region_verdict(offer.region, wish.regions),
        sector_verdict(offer.sector, wish.sectors),
        _among(offer.kind, wish.kinds),
        _among(offer.stage, wish.stages),
        _amount(wish, offer),
    )
    return tuple(Reason(name, verdict) for name, verdict in zip(CRITERIA, verdicts, strict=True))


def _source(wanted: Collection[str], ours: Collection[str]) -> str:
    return FITS if not wanted or not ours or set(wanted) & set(ours) else AGAINST


def _among(code: str, wanted: Collection[str]) -> str:
    return FITS if not wanted or code in wanted else AGAINST


def _amount(wish: Wish, offer: Offer) -> str:
    if wish.least_minor is None and wish.most_minor is None:
        return FITS
    if wish.currency != offer.currency:
        return UNKNOWN
    if wish.least_minor is not None and offer.gap_minor < wish.least_minor:
        return AGAINST
    return PARTLY if wish.most_minor is not None and offer.gap_minor > wish.most_minor else FITS
