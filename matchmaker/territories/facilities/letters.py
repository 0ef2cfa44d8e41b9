"""Letters about bookings: the managing company learns of what is asked and cancelled, whoever has booked of the answers."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.i18n import use_locale
from matchmaker.notifications.actions import send_mail
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import people_of
from matchmaker.territories.facilities.hours import time_words
from matchmaker.territories.facilities.models import Booking, Facility
from matchmaker.territories.facilities.rules import is_booker

OWN, WAITING = "/bookings/", "/bookings/waiting"
ANSWERS = {"approve": "booking_confirmed", "refuse": "booking_refused", "cancel": "booking_cancelled"}


def tell_made(db: Session, booking: Booking, facility: Facility) -> None:
    """Of a new booking: whoever has to answer it; where nobody has, whoever has booked."""
    if booking.state == "asked":
        _tell(db, operators(db, facility), "booking_asked", booking, facility, WAITING)
    else:
        _tell(db, people_behind(db, booking), "booking_confirmed", booking, facility, OWN)


def tell_moved(actor: Actor, db: Session, booking: Booking, verb: str) -> None:
    """Of a step: the other side than the one that took it."""
    facility = booking.facility
    if verb == "cancel" and is_booker(actor, booking):
        others = [user for user in operators(db, facility) if user.id != actor.user_id]
        _tell(db, others, "booking_withdrawn", booking, facility, WAITING)
    else:
        _tell(db, people_behind(db, booking), ANSWERS[verb], booking, facility, OWN)


def operators(db: Session, facility: Facility) -> list[User]:
    """Those who answer bookings: the operators of the managing company."""
    manager = facility.territory.manager_id
    return [user for user in people_of(db, manager) if user.role == "operator"] if manager else []


def people_behind(db: Session, booking: Booking) -> list[User]:
    """Who has booked, or the whole organisation when that account is closed or has left."""
    people = people_of(db, booking.organisation_id)
    return [user for user in people if user.id == booking.user_id] or people


def _tell(db: Session, people: list[User], kind: str, booking: Booking, facility: Facility, link: str) -> None:
    organisation = db.get_one(Organisation, booking.organisation_id)
    note = f"{booking.note}\n\n" if booking.note else ""
    for user in people:
        with use_locale(user.locale):
            values = {"facility": facility.name, "organisation": organisation.name, "purpose": booking.purpose}
            values["when"] = time_words(facility, booking.starts_at, booking.ends_at)
        send_mail(db, user, kind, note=note, link=link, **values)
