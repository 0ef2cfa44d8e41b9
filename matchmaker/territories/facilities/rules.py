"""Who may see, offer, book and decide. `may_see` and `visible_to`, `may_see_booking` and `bookings_visible_to`: two readings each."""

from sqlalchemy import ColumnElement, false, or_, true

from matchmaker.accounts.actor import Actor
from matchmaker.territories.facilities.models import Booking, Facility
from matchmaker.territories.models import Territory
from matchmaker.territories.rules import is_ministry, may_run

AHEAD_DAYS = 90  # the last day that can be booked, counted from today
TAKEN = ("asked", "confirmed")  # states in which a booking holds its hours


def run_by(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `territories.rules.may_run`, on rows joined with their territory."""
    if actor.role == "administrator":
        return true()
    return Territory.manager_id.in_(actor.organisations) if actor.role == "operator" else false()


def may_see(actor: Actor, facility: Facility) -> bool:
    """Everyone what is open; what is not, whoever runs the territory, its owner and the ministry."""
    is_own = facility.organisation_id in actor.organisations
    return facility.is_open or is_own or is_ministry(actor) or may_run(actor, facility.territory)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`, on facilities joined with their territory."""
    if is_ministry(actor):
        return true()
    return or_(Facility.is_open, Facility.organisation_id.in_(actor.organisations), run_by(actor))


def may_edit(actor: Actor, facility: Facility) -> bool:
    """Whoever runs the territory."""
    return may_run(actor, facility.territory)


def may_book(actor: Actor, facility: Facility) -> bool:
    """People of an organisation, while it is open; whether that is a resident, where only residents may, is asked apart."""
    return facility.is_open and actor.role != "analyst" and bool(actor.organisations)


def may_decide(actor: Actor, booking: Booking) -> bool:
    """Whoever runs the territory."""
    return may_run(actor, booking.facility.territory)


def is_booker(actor: Actor, booking: Booking) -> bool:
    """People of the organisation that has booked; analysts only read."""
    return actor.role != "analyst" and booking.organisation_id in actor.organisations


def may_cancel(actor: Actor, booking: Booking) -> bool:
    """Whoever has booked, and whoever runs the territory."""
    return is_booker(actor, booking) or may_decide(actor, booking)


def may_see_booking(actor: Actor, booking: Booking) -> bool:
    """The organisation that has booked, and whoever runs the territory: others see only that the hours are taken."""
    return booking.organisation_id in actor.organisations or may_decide(actor, booking)


def bookings_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see_booking`, on bookings joined with facility and territory."""
    return or_(Booking.organisation_id.in_(actor.organisations), run_by(actor))
