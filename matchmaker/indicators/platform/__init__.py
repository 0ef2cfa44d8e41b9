"""Indicators that the platform feeds: the registry of named queries, and their values by place and year.

A year is that of the event (UTC); a stock is counted as of 31 December. docs/indicators.md says of each what it counts.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.indicators.models import COUNTRY
from matchmaker.indicators.places import place_of, territory_of
from matchmaker.indicators.platform.deals import DEALS
from matchmaker.indicators.platform.postings import POSTINGS
from matchmaker.indicators.platform.query import Counted, Query, counted
from matchmaker.indicators.platform.sessions import SESSIONS
from matchmaker.indicators.platform.territories import TERRITORIES

QUERIES: dict[str, Query] = {one.name: one for one in (*SESSIONS, *DEALS, *POSTINGS, *TERRITORIES)}


def has_places(query: Query, place: str) -> bool:
    """Whether a query can tell of a place: territories have no sessions or deals of their own."""
    return query.by_territory or territory_of(place) is None


def count_all(db: Session, query: Query, year: int) -> dict[str, Counted]:
    """What the platform counts in a year, by place: the country, and each region and territory with rows. One query."""
    rows = query.rows(year).subquery()
    sums = func.count(rows.c.id.distinct()), func.sum(rows.c.part), func.sum(rows.c.whole)
    found = db.execute(select(rows.c.region, rows.c.territory_id, *sums).group_by(rows.c.region, rows.c.territory_id))
    totals: dict[str, list[int]] = {COUNTRY: [0, 0, 0]}
    for region, territory_id, *numbers in found:
        for place in {COUNTRY, region, place_of(territory_id) if territory_id else COUNTRY} - {""}:
            total = totals.setdefault(place, [0, 0, 0])
            totals[place] = [one + int(more) for one, more in zip(total, numbers, strict=True)]
    return {place: counted(query.measure, *numbers) for place, numbers in totals.items()}


def count(db: Session, query: Query, place: str, year: int) -> Counted:
    """What the platform counts in one place; nothing is zero rows. One query."""
    return count_all(db, query, year).get(place) or counted(query.measure, 0, 0, 0)


def rows_at(query: Query, place: str, year: int) -> Any:
    """The rows that count in a place, one line for each thing: id, part, whole."""
    rows = query.rows(year).subquery()
    found = select(rows.c.id, func.sum(rows.c.part).label("part"), func.sum(rows.c.whole).label("whole"))
    if (territory_id := territory_of(place)) is not None:
        found = found.where(rows.c.territory_id == territory_id)
    elif place != COUNTRY:
        found = found.where(rows.c.region == place)
    return found.group_by(rows.c.id)
