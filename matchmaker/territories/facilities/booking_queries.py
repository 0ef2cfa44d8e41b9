"""Reads of bookings: one's own, what waits for the managing company, what is to come."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.territories.facilities.models import Booking, Facility
from matchmaker.territories.facilities.rules import TAKEN, bookings_visible_to, run_by
from matchmaker.territories.models import Territory

PAGE = 30
COMING_MOST = 200


def _whole() -> Select[Booking]:
    """Bookings with their organisation, facility and territory."""
    query = select(Booking).join(Booking.facility).join(Facility.territory)
    facility = contains_eager(Booking.facility)
    return query.options(facility.contains_eager(Facility.territory), joinedload(Booking.organisation))


def load_booking(actor: Actor, db: Session, booking_id: int) -> Booking:
    """A booking that the actor may see, read anew. Raises NotFound."""
    query = _whole().where(Booking.id == booking_id, bookings_visible_to(actor))
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("There is no such booking."))
    return found


def _coming(query: Select[Booking]) -> Select[Booking]:
    """What holds its hours and is not over, the next first."""
    query = query.where(Booking.state.in_(TAKEN), Booking.ends_at > clock.now())
    return query.order_by(Booking.starts_at, Booking.id).limit(COMING_MOST)


def own_coming(actor: Actor, db: Session) -> list[Booking]:
    """What the actor's organisations have booked and is to come."""
    return list(db.scalars(_coming(_whole().where(Booking.organisation_id.in_(actor.organisations)))))


def own_earlier(actor: Actor, db: Session, page: int) -> tuple[list[Booking], int]:
    """One page of what is over, refused or cancelled, the last first, and how many there are in all. One query."""
    query = _whole().where(Booking.organisation_id.in_(actor.organisations))
    query = query.where(Booking.state.not_in(TAKEN) | (Booking.ends_at <= clock.now()))
    query = query.order_by(Booking.starts_at.desc(), Booking.id.desc()).offset((page - 1) * PAGE).limit(PAGE)
    rows = db.execute(query.add_columns(func.count().over())).all()
    return [booking for booking, _total in rows], rows[0][1] if rows else 0


def calendar_bookings(actor: Actor, db: Session) -> list[Booking]:
    """Everything that the actor's organisations have booked, with what was refused or cancelled: for a calendar."""
    query = _whole().where(Booking.organisation_id.in_(actor.organisations))
    return list(db.scalars(query.order_by(Booking.starts_at.desc(), Booking.id.desc()).limit(500)))


def waiting_bookings(actor: Actor, db: Session) -> list[Booking]:
    """What waits for an answer of the actor's managing company, the next to begin first."""
    query = _whole().where(Booking.state == "asked", Booking.starts_at > clock.now(), run_by(actor))
    return list(db.scalars(query.order_by(Booking.starts_at, Booking.id).limit(COMING_MOST)))


def coming_bookings(actor: Actor, db: Session) -> list[Booking]:
    """What is confirmed and to come in the territories that the actor runs."""
    return list(db.scalars(_coming(_whole().where(Booking.state == "confirmed", run_by(actor)))))


def bookings_of(db: Session, facility_id: int) -> list[Booking]:
    """What is to come at a facility. Callers have asked whether the actor runs it."""
    return list(db.scalars(_coming(_whole().where(Booking.facility_id == facility_id))))


def waiting_counts(actor: Actor) -> dict[str, Select[Any]]:
    """A scalar select of how many bookings wait for an operator, for pages that count many things in one query."""
    query = select(func.count()).select_from(Booking).join(Facility, Facility.id == Booking.facility_id)
    query = query.join(Territory, Territory.id == Facility.territory_id)
    return {"bookings": query.where(Booking.state == "asked", Booking.starts_at > clock.now(), run_by(actor))}
