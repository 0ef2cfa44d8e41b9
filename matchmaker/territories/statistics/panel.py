"""The figures as they stand: dimensions, statistics, and of each region and statistic the value of the latest year."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.territories.statistics.models import Dimension, Statistic, StatisticValue
from matchmaker.territories.statistics.platform import read_platform
from matchmaker.vocabularies import terms


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with where it comes from; `is_live`: counted by the platform just now."""

    value: float
    year: int
    source: str = ""
    is_demo: bool = False
    is_live: bool = False


@dataclass(frozen=True)
class Panel:
    """`cells` by code of the statistic and region; what is not there is not known."""

    dimensions: list[Dimension]
    statistics: list[Statistic]
    cells: dict[tuple[str, str], Cell]

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of dimensions and statistics by code, in the reader's language."""
        return {one.code: one.name for one in self.dimensions} | {one.code: one.name for one in self.statistics}

    @cached_property
    def by_code(self) -> dict[str, Statistic]:
        """The statistics by code."""
        return {one.code: one for one in self.statistics}

    def members(self, dimension: str) -> list[Statistic]:
        """The statistics of a dimension that are used."""
        return [one for one in self.used if one.dimension_code == dimension]

    @property
    def used(self) -> list[Statistic]:
        """The statistics that the index is made of."""
        return [one for one in self.statistics if one.is_used]

    def of_statistic(self, code: str) -> dict[str, Cell]:
        """The cells of a statistic by region."""
        return {region: self.cells[code, region] for region in terms("regions") if (code, region) in self.cells}

    def has_demo(self, region: str = "") -> bool:
        """Whether a used figure, of one region or of any, is not a published one."""
        used = {one.code for one in self.used}
        return any(cell.is_demo and code in used and region in ("", of) for (code, of), cell in self.cells.items())


def load_panel(db: Session) -> Panel:
    """Everything, in four statements; the platform's statistics are counted now."""
    dimensions = list(db.scalars(select(Dimension).order_by(Dimension.position, Dimension.code)))
    places = {one.code: place for place, one in enumerate(dimensions)}
    statistics = list(db.scalars(select(Statistic)))
    statistics.sort(key=lambda one: (places[one.dimension_code], one.position, one.code))
    codes = {one.id: one.code for one in statistics if not one.query}
    cells = {(codes[row[0]], row[1]): Cell(*row[2:]) for row in db.execute(latest()) if row[0] in codes}
    return Panel(dimensions, statistics, cells | _live(db, statistics))


def latest() -> Select[int, str, float, int, str, bool]:
    """The last year of every statistic and region."""
    one = StatisticValue
    years = select(one.statistic_id, one.region, func.max(one.year).label("year"))
    last = years.group_by(one.statistic_id, one.region).subquery()
    same = and_(last.c.statistic_id == one.statistic_id, last.c.region == one.region, last.c.year == one.year)
    return select(one.statistic_id, one.region, one.value, one.year, one.source, one.is_demo).join(last, same)


def _live(db: Session, statistics: Iterable[Statistic]) -> dict[tuple[str, str], Cell]:
    wanted = {one.code: one.query for one in statistics if one.query}
    counts, year = read_platform(db, set(wanted.values())), clock.today().year
    return {
        (code, region): Cell(value, year, is_live=True)
        for code, query in wanted.items()
        for region, value in counts.get(query, {}).items()
    }
