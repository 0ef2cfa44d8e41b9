"""Reads of facilities: lists, one of them, its taken hours, who may book it, and the hours booked in a year."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.text import name_key
from matchmaker.organisations.models import Organisation
from matchmaker.territories.facilities.models import BookedHour, Booking, Facility
from matchmaker.territories.facilities.rules import visible_to
from matchmaker.territories.models import Territory
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.structure.models import Site


def _whole(actor: Actor) -> Select[Facility]:
    """What the actor may see, with territory, site and owner."""
    query = select(Facility).join(Facility.territory).where(visible_to(actor))
    with_owner = (joinedload(Facility.site), joinedload(Facility.organisation))
    return query.options(contains_eager(Facility.territory), *with_owner)


def load_facility(actor: Actor, db: Session, facility_id: int) -> Facility:
    """A facility that the actor may see, read anew. Raises NotFound."""
    query = _whole(actor).where(Facility.id == facility_id).execution_options(populate_existing=True)
    found = db.scalar(query)
    if found is None:
        raise NotFound(_("There is no such facility. It may have been closed."))
    return found


def list_facilities(actor: Actor, db: Session, territory_id: int, kind: str = "", open_to: str = "") -> list[Facility]:
    """The facilities of a territory that the actor may see, by kind and name; those not open come last. One query."""
    query = _whole(actor).where(Facility.territory_id == territory_id)
    if kind:
        query = query.where(Facility.kind == kind)
    if open_to:
        query = query.where(Facility.open_to == open_to)
    return sorted(db.scalars(query), key=lambda one: (not one.is_open, one.kind, name_key(one.name), one.id))


def facility_of_posting(actor: Actor, db: Session, posting_id: int) -> Facility | None:
    """The facility that a capability was made from, if there is one that the actor may see."""
    return db.scalar(_whole(actor).where(Facility.posting_id == posting_id))


def taken_hours(db: Session, facility_id: int, begins: datetime, ends: datetime) -> set[tuple[datetime, int]]:
    """Hour and unit of everything that is taken between two moments: one query."""
    query = select(BookedHour.hour, BookedHour.unit).where(BookedHour.facility_id == facility_id)
    return {(hour, unit) for hour, unit in db.execute(query.where(BookedHour.hour >= begins, BookedHour.hour < ends))}


def taken_ahead(db: Session, facility_id: int, above: int = 0) -> int:
    """How many hours to come are taken, on units of a higher number than `above`."""
    query = select(func.count()).select_from(BookedHour).where(BookedHour.facility_id == facility_id)
    return db.scalar(query.where(BookedHour.hour > clock.now(), BookedHour.unit > above)) or 0


def _residents(territory_id: int) -> Select[int]:
    query = select(Residency.organisation_id).where(Residency.territory_id == territory_id)
    return query.where(Residency.state == "admitted")


def bookers(actor: Actor, db: Session, facility: Facility) -> list[Organisation]:
    """The organisations for which the actor may book: one's own, and where only residents may, those admitted."""
    query = select(Organisation).where(Organisation.id.in_(actor.organisations))
    if facility.open_to == "residents":
        query = query.where(Organisation.id.in_(_residents(facility.territory_id)))
    return list(db.scalars(query.order_by(Organisation.id)))


def owners(db: Session, territory: Territory, present: int | None = None) -> list[Organisation]:
    """Who may own a facility: the managing company, organisations on sites, residents, and the present owner."""
    on_sites = select(Site.organisation_id).where(Site.territory_id == territory.id, Site.organisation_id.is_not(None))
    known: ColumnElement[bool] = Organisation.id.in_(on_sites) | Organisation.id.in_(_residents(territory.id))
    known |= Organisation.id.in_([one for one in (territory.manager_id, present) if one])
    found = db.scalars(select(Organisation).where(known))
    return sorted(found, key=lambda one: (one.id != territory.manager_id, name_key(one.name)))


def sites(db: Session, territory_id: int) -> list[Site]:
    """The sites of a territory, by name, to choose from."""
    found = db.scalars(select(Site).where(Site.territory_id == territory_id))
    return sorted(found, key=lambda one: name_key(one.name))


def booking_hours(db: Session, year: int) -> dict[int, int]:
    """By territory, how many hours of its units confirmed bookings take in a year (UTC). Territories without any are left out."""
    begins, ends = (datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1))
    query = select(Facility.territory_id, func.count()).select_from(BookedHour)
    query = query.join(Booking, Booking.id == BookedHour.booking_id).join(Facility, Facility.id == Booking.facility_id)
    query = query.where(Booking.state == "confirmed", BookedHour.hour >= begins, BookedHour.hour < ends)
    return dict(db.execute(query.group_by(Facility.territory_id)).all())
