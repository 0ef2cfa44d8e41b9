"""The template of statistics: a line for each region and statistic with what is stored, which can be filled in and sent back."""

from collections.abc import Iterator

from matchmaker.core import clock
from matchmaker.territories.statistics.panel import Panel
from matchmaker.vocabularies import terms

HEADS = ("statistic", "statistic_name", "unit", "region", "region_name", "year", "value", "source", "demo")
Line = tuple[str, str, str, str, str, int, float | None, str, str]


def template_lines(panel: Panel) -> Iterator[Line]:
    """Latest values and gaps of every statistic that people fill in; a gap has the year that the others have."""
    for one in panel.statistics:
        if one.query:
            continue
        cells = panel.of_statistic(one.code)
        last = max((cell.year for cell in cells.values()), default=clock.today().year - 1)
        for region, term in terms("regions").items():
            cell = cells.get(region)
            head = one.code, one.name, one.unit, region, term.label
            if cell is None:
                yield *head, last, None, "", ""
            else:
                yield *head, cell.year, cell.value, cell.source, "demo" if cell.is_demo else ""
