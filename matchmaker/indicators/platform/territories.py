"""Territories, their residents, facilities and projects as indicators: the only ones that territories have values of."""

from typing import Any

from sqlalchemy import or_, select

from matchmaker.indicators.platform.query import Query, Rows, columns, end_of, in_year, last_day, one_if
from matchmaker.territories.facilities.models import BookedHour, Booking, Facility
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.mix import COMMITTED, PUBLIC
from matchmaker.territories.projects.models import Project, ProjectFunding
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.structure.models import Site

TENGE = "KZT"


def _of(thing: Any, territory: Any, **more: Any) -> Rows:
    """Rows of something that belongs to a territory."""
    query = select(*columns(thing, Territory.region, territory=Territory.id, **more))
    return query.join(Territory, Territory.id == territory)


def _designated(year: int) -> Rows:
    query = select(*columns(Territory.id, Territory.region, territory=Territory.id))
    return query.where(Territory.state == "designated", Territory.decided_on <= last_day(year))


def _sites(year: int) -> Rows:
    return _of(Site.id, Site.territory_id).where(Site.is_planned.is_(False), Site.opened_year <= year)


def _residents(year: int) -> Rows:
    last = last_day(year)
    still = or_(Residency.ended_on.is_(None), Residency.ended_on > last)
    return _of(Residency.id, Residency.territory_id).where(Residency.admitted_on <= last, still)


def _hours(year: int) -> Rows:
    query = _of(Facility.id, Facility.territory_id).join(BookedHour, BookedHour.facility_id == Facility.id)
    query = query.join(Booking, Booking.id == BookedHour.booking_id)
    return query.where(Booking.state == "confirmed", in_year(BookedHour.hour, year))


def _committed(year: int) -> Rows:
    return _funding(year, part=ProjectFunding.amount_minor)


def _cofinancing(year: int) -> Rows:
    own = one_if(ProjectFunding.source.not_in(PUBLIC)) * ProjectFunding.amount_minor
    return _funding(year, part=own, whole=ProjectFunding.amount_minor)


def _funding(year: int, **amounts: Any) -> Rows:
    query = _of(Project.id, Project.territory_id, **amounts)
    query = query.join(ProjectFunding, ProjectFunding.project_id == Project.id)
    query = query.where(Project.currency == TENGE, Project.stage != "stopped", ProjectFunding.state == COMMITTED)
    return query.where(in_year(ProjectFunding.committed_on, year))


def _commissioned(year: int) -> Rows:
    done = Project.stage == "commissioned", Project.ends_on <= last_day(year)
    return _of(Project.id, Project.territory_id).where(*done, Project.created_at < end_of(year))


TERRITORIES = (
    Query("territories_designated", "territory", "count", _designated, by_territory=True),
    Query("sites_open", "site", "count", _sites, by_territory=True),
    Query("residents", "residency", "count", _residents, by_territory=True),
    Query("booked_hours", "facility", "count", _hours, by_territory=True),
    Query("projects_commissioned", "project", "count", _commissioned, by_territory=True),
    Query("projects_committed", "project", "million", _committed, by_territory=True),
    Query("projects_cofinancing", "project", "share", _cofinancing, by_territory=True),
)
