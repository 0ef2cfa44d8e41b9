"""Counts of needs without a good counterpart, by region, sector and field: the one place that counts. Pure.

A need counts once in a total, and in every sector and every field that it names, so columns may add up to more than
their total. Unmet: the best counterpart scores less than what the pages call a good fit, or there is none.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from matchmaker.recommendations.wording import GOOD
from matchmaker.vocabularies import terms

NONE = "none"  # in an address: those that name no code
VOCABULARIES = {"sectors": "oked", "fields": "ford"}


@dataclass(frozen=True)
class Need:
    """A need as the radar knows it; region "" where it is not disclosed.

    now, then: whether it is unmet today, and on the day of comparison; None: it does not count on that day.
    """

    id: int
    region: str
    sectors: tuple[str, ...]
    fields: tuple[str, ...]
    now: bool | None
    then: bool | None
    score: int | None
    capability_id: int | None


@dataclass(frozen=True)
class Chosen:
    """What the reader has narrowed the radar to; "" is everything, `none` those that name no code."""

    region: str = ""
    sector: str = ""
    field: str = ""

    def lets_through(self, need: Need) -> bool:
        """Whether a need is among them."""
        in_region = not self.region or (need.region or NONE) == self.region
        return in_region and _covers("oked", self.sector, need.sectors) and _covers("ford", self.field, need.fields)


@dataclass(frozen=True)
class Count:
    """Needs and unmet ones, today and on the day of comparison (None: there is no such day)."""

    unmet: int
    needs: int
    before: int | None

    @property
    def share(self) -> float | None:
        """Unmet of all."""
        return self.unmet / self.needs if self.needs else None

    @property
    def change(self) -> int | None:
        """How many more there are than then."""
        return None if self.before is None else self.unmet - self.before


@dataclass(frozen=True)
class Heat:
    """A table of counts by region and column, with both totals; `most`: the most unmet needs in a cell."""

    columns: list[str]
    rows: list[tuple[str, dict[str, Count], Count]]
    totals: dict[str, Count]
    whole: Count
    most: int

    def level(self, count: Count) -> int:
        """How dark a cell is: 0 for none, 1 to 4."""
        return -(-4 * count.unmet // self.most) if self.most else 0


def is_unmet(score: float | None) -> bool:
    """Whether no page would call the best counterpart a good one."""
    return score is None or score < GOOD


def root(vocabulary: str, code: str) -> str:
    """The broad class that a code belongs to."""
    term = terms(vocabulary).get(code)
    return root(vocabulary, term.parent) if term and term.parent else code


def _covers(vocabulary: str, chosen: str, codes: Sequence[str]) -> bool:
    if chosen == NONE:
        return not codes
    return not chosen or any(chosen in (code, root(vocabulary, code)) for code in codes)


def count(needs: Iterable[Need], is_compared: bool) -> Count:
    """Count these."""
    found = list(needs)
    today, before = [need.now for need in found], sum(need.then is True for need in found)
    return Count(today.count(True), len(today) - today.count(None), before if is_compared else None)


def columns_of(need: Need, axis: str, chosen: str) -> set[str]:
    """The columns that a need counts in: broad classes, or the classes of the one that is chosen; `none` if it names none."""
    vocabulary, codes = VOCABULARIES[axis], getattr(need, axis)
    if not chosen or chosen == NONE:
        return {root(vocabulary, code) for code in codes} or {NONE}
    return {code for code in codes if chosen in (code, root(vocabulary, code))}


def heat_of(needs: Iterable[Need], axis: str, chosen: Chosen, regions: Sequence[str], is_compared: bool) -> Heat:
    """The table of the needs that the choice lets through: every region, the undisclosed last, and the columns that occur."""
    within = getattr(chosen, {"sectors": "sector", "fields": "field"}[axis])
    cells: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for need in filter(chosen.lets_through, needs):
        for place in product(("", need.region or NONE), ("", *columns_of(need, axis, within))):
            cells[place].append(need)
    counts = {place: count(found, is_compared) for place, found in cells.items()}
    return _heat(counts, axis, regions, Count(0, 0, 0 if is_compared else None))


def _heat(counts: dict[tuple[str, str], Count], axis: str, regions: Sequence[str], empty: Count) -> Heat:
    known = {column for _region, column in counts if column}
    columns = [code for code in (*terms(VOCABULARIES[axis]), *sorted(known), NONE) if code in known]
    columns = list(dict.fromkeys(columns))
    told = [region for region in (*regions, NONE) if region != NONE or (NONE, "") in counts]
    rows = [
        (one, {code: counts.get((one, code), empty) for code in columns}, counts.get((one, ""), empty)) for one in told
    ]
    most = max((cell.unmet for _region, cells, _total in rows for cell in cells.values()), default=0)
    return Heat(columns, rows, {code: counts[("", code)] for code in columns}, counts.get(("", ""), empty), most)


@dataclass(frozen=True)
class Line:
    """One cell of region × sector × field."""

    region: str
    sector: str
    field: str
    count: Count


def cube_of(needs: Iterable[Need], chosen: Chosen, is_compared: bool) -> list[Line]:
    """Every cell that is not empty, by broad sector and broad field, in the order of the codes."""
    cells: dict[tuple[str, str, str], list[Need]] = defaultdict(list)
    for need in filter(chosen.lets_through, needs):
        sectors, fields = (columns_of(need, axis, "") for axis in VOCABULARIES)
        for place in product((need.region or NONE,), sectors, fields):
            cells[place].append(need)
    lines = [Line(*place, count(found, is_compared)) for place, found in sorted(cells.items())]
    return [line for line in lines if line.count.needs or line.count.before]


def by_code(needs: Iterable[Need], codes: Callable[[Need], Iterable[str]]) -> dict[str, list[Need]]:
    """Needs by each code that they carry."""
    found: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        for code in codes(need):
            found[code].append(need)
    return found
