"""The seven figures that AUTM asks every office for (Licensing Activity Survey, key metrics), from the platform's rows.

Q3.1 total research expenditures: what signed sponsored research is worth. Q4.1 and Q4.2 licenses and options executed: signed
deals of these kinds. Q5.4 license income: paid to the provider under licences and options, of whatever term; research money is
none. Q7.1 disclosures: capabilities published for the first time. Q7.4 new patent applications: those of them whose owner says
that an application is filed. Q8.1 start-ups: signed spin-offs. Beside the seven: licences and options in force today.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from matchmaker.deals.figures.rows import Rows

LICENCES = ("exclusive_licence", "non_exclusive_licence")
WITH_INCOME = (*LICENCES, "option")
IN_FORCE = ("signed", "performing")
ALL = 0  # in place of a year
Years = dict[int, int]


@dataclass(frozen=True)
class Autm:
    """Each figure by year, `ALL` for all years together; money by currency, in minor units. active: today."""

    years: list[int]
    research: dict[str, Years]
    licences: Years
    options: Years
    income: dict[str, Years]
    disclosures: Years
    applications: Years
    startups: Years
    active: int


def autm_of(rows: Rows) -> Autm:
    """Count them. Years are those of the signing, the payment, the first publication (UTC)."""
    signed = [deal for deal in rows.deals if deal.signed_at is not None]
    found = Autm(
        years=[],
        research=_money(_research(signed)),
        licences=_years(_signed(signed, *LICENCES)),
        options=_years(_signed(signed, "option")),
        income=_money(_income(rows)),
        disclosures=_years(one.published_at.year for one in rows.postings),
        applications=_years(one.published_at.year for one in rows.postings if one.ip_status == "application_filed"),
        startups=_years(_signed(signed, "spin_off")),
        active=sum(deal.kind in WITH_INCOME and deal.stage in IN_FORCE for deal in signed),
    )
    counted = (found.licences, found.options, found.disclosures, found.applications, found.startups)
    parts = (*counted, *found.research.values(), *found.income.values())
    found.years.extend(sorted({year for part in parts for year in part} - {ALL}, reverse=True))
    return found


def _signed(signed: list[Any], *kinds: str) -> Iterable[int]:
    return (deal.signed_at.year for deal in signed if deal.kind in kinds)


def _years(found: Iterable[int]) -> Years:
    counts = Counter(found)
    return {ALL: counts.total(), **counts}


def _research(signed: list[Any]) -> Iterable[tuple[str, int, int]]:
    wanted = (deal for deal in signed if deal.kind == "sponsored_research" and deal.value_minor)
    return ((deal.currency, deal.signed_at.year, deal.value_minor) for deal in wanted)


def _income(rows: Rows) -> Iterable[tuple[str, int, int]]:
    kinds = {deal.id: deal.kind for deal in rows.deals}
    wanted = (one for one in rows.payments if kinds[one.deal_id] in WITH_INCOME)
    return ((one.currency, one.paid_on.year, one.amount_minor) for one in wanted)


def _money(amounts: Iterable[tuple[str, int, int]]) -> dict[str, Years]:
    """Currency → year → sum."""
    found: dict[str, Years] = defaultdict(Counter)
    for currency, year, amount in amounts:
        for place in (ALL, year):
            found[currency][place] += amount
    return {currency: dict(years) for currency, years in sorted(found.items())}
