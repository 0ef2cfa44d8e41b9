"""The figures of deals: the one place that counts. Pages and files only word them.

Won: signed, whatever came after. Lost: given up before the signing. A deal counts for both of its sides. Sums are kept by
currency and never added up across. Years are those of the event: opened, NDA, signed, lost, paid (UTC).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Any

from matchmaker.deals.figures.autm import Autm, autm_of
from matchmaker.deals.figures.rows import Rows
from matchmaker.deals.pipeline.stages import STAGES
from matchmaker.vocabularies import terms

Sums = dict[str, int]
DAY = 86400


@dataclass(frozen=True)
class Step:
    """A step of the line: how many, how many deals came of it, and how many of these were signed."""

    code: str
    count: int
    deals: int
    signed: int


@dataclass(frozen=True)
class Ended:
    """The deals of a kind (or all, with an empty code) by how they stand."""

    code: str
    opened: int
    going: int
    won: int
    lost: int
    terminated: int

    @property
    def win_rate(self) -> float | None:
        """Won of those that were won or lost."""
        return self.won / (self.won + self.lost) if self.won + self.lost else None


@dataclass(frozen=True)
class Stay:
    """How long deals of a kind (empty: of all) have stayed in a stage that they have left: days."""

    kind: str
    stage: str
    count: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True)
class Group:
    """The deals of one organisation, region, sector or year."""

    code: str
    opened: int
    with_nda: int
    won: int
    lost: int
    received: Sums

    @property
    def win_rate(self) -> float | None:
        """Won of those that were won or lost."""
        return self.won / (self.won + self.lost) if self.won + self.lost else None


@dataclass(frozen=True)
class Figures:
    """Everything. received: currency → kind of term → sum."""

    line: list[Step]
    received: dict[str, Sums]
    kinds: list[Ended]
    reasons: list[tuple[str, int, int]]
    stays: list[Stay]
    autm: Autm
    organisations: list[Group]
    regions: list[Group]
    sectors: list[Group]
    years: list[Group]
    names: dict[int, str]
    currencies: list[str]


def figures_of(rows: Rows) -> Figures:
    """Count everything."""
    paid = _by_deal(rows)
    return Figures(
        line=_line(rows, paid),
        received=_received(rows.payments),
        kinds=[_ended("", rows.deals), *_kinds(rows.deals)],
        reasons=_reasons(rows.deals),
        stays=_stays(rows),
        autm=autm_of(rows),
        organisations=_groups(rows, paid, lambda deal: _sides(rows, deal)),
        regions=_groups(rows, paid, lambda deal: {deal.region}),
        sectors=_groups(rows, paid, lambda deal: {deal.sector}),
        years=_years(rows),
        names=rows.names,
        currencies=sorted({one.currency for one in rows.payments}, key=lambda code: (code != "KZT", code)),
    )


def _by_deal(rows: Rows) -> dict[int, Sums]:
    found: dict[int, Sums] = defaultdict(Counter)
    for one in rows.payments:
        found[one.deal_id][one.currency] += one.amount_minor
    return found


def _line(rows: Rows, paid: dict[int, Sums]) -> list[Step]:
    ways: dict[str, Callable[[Any], bool]] = {
        "recommended": lambda deal: deal.record_id is not None,
        "interested": lambda deal: deal.is_interested,
        "introduced": lambda deal: deal.introduction_id is not None,
        "met": lambda deal: deal.meeting_id is not None,
        "deal": lambda deal: True,
        "nda": has_nda,
        "signed": is_won,
        "paid": lambda deal: any(sum > 0 for sum in paid.get(deal.id, {}).values()),
    }
    return [_step(rows, code, [deal for deal in rows.deals if way(deal)]) for code, way in ways.items()]


def _step(rows: Rows, code: str, deals: list[Any]) -> Step:
    return Step(code, rows.before.get(code, len(deals)), len(deals), sum(map(is_won, deals)))


def has_nda(deal: Any) -> bool:
    """Whether both sides have ever accepted an NDA."""
    return deal.nda_at is not None


def is_won(deal: Any) -> bool:
    """Whether it was ever signed."""
    return deal.signed_at is not None


def is_lost(deal: Any) -> bool:
    """Whether it was given up before."""
    return bool(deal.stage == "lost")


def _received(payments: Iterable[Any]) -> dict[str, Sums]:
    found: dict[str, Sums] = defaultdict(Counter)
    for one in payments:
        found[one.currency][one.kind] += one.amount_minor
    return found


def _ended(code: str, deals: list[Any]) -> Ended:
    ends = Counter(deal.stage for deal in deals)
    going = len(deals) - sum(ends[stage] for stage in ("closed", "lost", "terminated"))
    return Ended(code, len(deals), going, sum(map(is_won, deals)), ends["lost"], ends["terminated"])


def _kinds(deals: list[Any]) -> list[Ended]:
    found = [_ended(kind, [deal for deal in deals if deal.kind == kind]) for kind in terms("deal_kinds")]
    return [one for one in found if one.opened]


def _reasons(deals: list[Any]) -> list[tuple[str, int, int]]:
    """Reason, lost, terminated; the most frequent first."""
    ends = {stage: Counter(deal.reason for deal in deals if deal.stage == stage) for stage in ("lost", "terminated")}
    lost, terminated = ends["lost"], ends["terminated"]
    rows = [(code, lost[code], terminated[code]) for code in {*lost, *terminated}]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))


def _stays(rows: Rows) -> list[Stay]:
    """For all kinds together, then kind by kind, in the order of the stages."""
    kinds = {deal.id: deal.kind for deal in rows.deals}
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for move, after in pairwise(_entries(rows.moves)):
        if move.deal_id == after.deal_id:
            for kind in ("", kinds[move.deal_id]):
                found[kind, move.to_stage].append((after.at - move.at).total_seconds() / DAY)
    cells = ((kind, stage) for kind in ("", *terms("deal_kinds")) for stage in STAGES[:-1])
    return [_stay(*cell, found[cell]) for cell in cells if cell in found]


def _entries(moves: list[Any]) -> list[Any]:
    """Where a deal has come into another stage; what is noted within a stage is none."""
    found: list[Any] = []
    for move in moves:
        if not found or (move.deal_id, move.to_stage) != (found[-1].deal_id, found[-1].to_stage):
            found.append(move)
    return found


def _stay(kind: str, stage: str, days: list[float]) -> Stay:
    lower, median, upper = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    return Stay(kind, stage, len(days), lower, median, upper)


def _sides(rows: Rows, deal: Any) -> set[str]:
    """Both organisations; of a manager's figures only the own ones."""
    known = rows.scope.organisations
    return {str(one) for one in (deal.provider_id, deal.recipient_id) if known is None or one in known}


def _groups(rows: Rows, paid: dict[int, Sums], codes: Callable[[Any], set[str]]) -> list[Group]:
    """The most signed first, then the most opened."""
    deals: dict[str, list[Any]] = defaultdict(list)
    for deal in rows.deals:
        for code in codes(deal):
            deals[code].append(deal)
    found = [_group(code, part, paid) for code, part in deals.items()]
    return sorted(found, key=lambda one: (-one.won, -one.opened, one.code))


def _group(code: str, deals: list[Any], paid: dict[int, Sums]) -> Group:
    received: Sums = Counter()
    for deal in deals:
        for currency, amount in paid.get(deal.id, {}).items():
            received[currency] += amount
    with_nda, won, lost = (sum(map(test, deals)) for test in (has_nda, is_won, is_lost))
    return Group(code, len(deals), with_nda, won, lost, received)


def _years(rows: Rows) -> list[Group]:
    """What happened in each year, the latest first."""
    opened = Counter(deal.created_at.year for deal in rows.deals)
    nda = Counter(deal.nda_at.year for deal in rows.deals if has_nda(deal))
    won = Counter(deal.signed_at.year for deal in rows.deals if is_won(deal))
    lost = Counter(deal.moved_at.year for deal in rows.deals if is_lost(deal))
    received: dict[int, Sums] = defaultdict(Counter)
    for one in rows.payments:
        received[one.paid_on.year][one.currency] += one.amount_minor
    years = sorted({*opened, *nda, *won, *lost, *received}, reverse=True)
    return [Group(str(year), opened[year], nda[year], won[year], lost[year], received[year]) for year in years]
