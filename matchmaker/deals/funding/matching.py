"""Which programmes fit a project, and why not: each programme judged by each criterion, nothing hidden in a sum.

Pure. A programme fits when no criterion speaks against it; what neither side tells is unknown, and said to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.deals.funding.programmes import Bounds, Programme
from matchmaker.vocabularies import terms

FITS, PARTLY, UNKNOWN, AGAINST = "fits", "partly", "unknown", "against"
CRITERIA = ("stage", "sector", "region", "amount", "applicant")


@dataclass(frozen=True)
class Project:
    """What money is looked for; empty values are not known. applicants: who of the deal may ask for it."""

    trl: int | None = None
    sector: str = ""
    region: str = ""
    amount_minor: int | None = None
    currency: str = "KZT"
    applicants: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """The verdict of one criterion, with the bounds it was judged by (of an amount: least and most, minor units)."""

    criterion: str
    verdict: str
    bounds: Bounds = (None, None)


@dataclass(frozen=True)
class Route:
    """A programme with its reasons."""

    programme: Programme
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing speaks against it."""
        return all(reason.verdict != AGAINST for reason in self.reasons)

    def count(self, verdict: str) -> int:
        """How many criteria say so."""
        return sum(reason.verdict == verdict for reason in self.reasons)


def routes_for(project: Project, programmes: Sequence[Programme]) -> list[Route]:
    """Every programme: first those that fit, by how much is known to fit; then the others, by how little is against them."""
    found = [Route(one, reasons_for(project, one)) for one in programmes]
    return sorted(found, key=lambda route: (route.count(AGAINST), -route.count(FITS), route.count(UNKNOWN)))


def reasons_for(project: Project, programme: Programme) -> tuple[Reason, ...]:
    """One reason for each criterion, in the order of CRITERIA."""
    return (
        Reason("stage", _stage(project.trl, programme.trl), programme.trl),
        Reason("sector", sector_verdict(project.sector, programme.sectors)),
        Reason("region", region_verdict(project.region, programme.regions)),
        _amount(project, programme),
        Reason("applicant", _applicant(project.applicants, programme.applicants)),
    )


def _stage(trl: int | None, bounds: tuple[int, int]) -> str:
    if trl is None:
        return UNKNOWN
    return FITS if bounds[0] <= trl <= bounds[1] else AGAINST


def with_parents(sector: str) -> set[str]:
    """A sector and those it belongs to."""
    book, found = terms("oked"), set()
    while sector in book:
        found.add(sector)
        sector = book[sector].parent
    return found


def sector_verdict(sector: str, wanted: frozenset[str]) -> str:
    """Whether a sector is among the wanted ones; unknown when it is not given, or wider than they are."""
    if not wanted:
        return FITS
    if not sector:
        return UNKNOWN
    if with_parents(sector) & wanted:
        return FITS
    narrower = any(
        sector in with_parents(one) for one in wanted
    )  # the project names the whole section, this a part of it
    return UNKNOWN if narrower else AGAINST


def region_verdict(region: str, wanted: frozenset[str]) -> str:
    """Whether a region is among the wanted ones."""
    if not wanted:
        return FITS
    if not region:
        return UNKNOWN
    return FITS if region in wanted else AGAINST


def bounds_for(sector: str, programme: Programme) -> Bounds:
    """The least and the most that a programme gives in a sector."""
    own = with_parents(sector)
    return next((bounds for sectors, bounds in programme.exceptions if sectors & own), programme.amount)


def _amount(project: Project, programme: Programme) -> Reason:
    low, high = bounds = bounds_for(project.sector, programme)
    asked = project.amount_minor
    if asked is None or project.currency != programme.currency or bounds == (None, None):
        return Reason("amount", UNKNOWN, bounds)
    if low is not None and asked < low:
        return Reason("amount", AGAINST, bounds)
    return Reason("amount", PARTLY if high is not None and asked > high else FITS, bounds)


def _applicant(ours: frozenset[str], wanted: frozenset[str]) -> str:
    if not ours:
        return UNKNOWN
    return FITS if ours & wanted else AGAINST
