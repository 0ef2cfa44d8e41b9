"""Writes of bookings. Each new one holds its facility first; the primary key of BookedHour is the last guard.

A booking takes one unit for all its hours. Refused or cancelled, it gives them back.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean, length_fault
from matchmaker.territories.facilities import hours, letters
from matchmaker.territories.facilities.booking_draft import BookingDraft
from matchmaker.territories.facilities.models import BookedHour, Booking, Facility
from matchmaker.territories.facilities.queries import bookers, taken_hours
from matchmaker.territories.facilities.rules import TAKEN, is_booker, may_book
from matchmaker.territories.facilities.states import BOOKING_STATES
from matchmaker.territories.facilities.week import make_day

WORKING = (
    "is_open",
    "open_to",
    "opens",
    "closes",
    "weekdays",
    "units",
    "timezone",
    "needs_approval",
    "price_minor",
    "currency",
)
NOTE_MOST = 1000


def book_facility(
    actor: Actor, db: Session, facility: Facility, draft: BookingDraft, form_token: str | None = None
) -> Booking:
    """Take the hours. The same form sent twice gives the booking that the first has made. Raises Invalid."""
    hold(db, facility, *WORKING)
    sent = select(Booking).where(Booking.form_token == form_token, Booking.facility_id == facility.id)
    if form_token and (there := db.scalar(sent)):
        return there
    require(may_book(actor, facility))
    _check(actor, db, facility, draft)
    made = _booking(actor, facility, draft, form_token)
    take_hours(db, facility, made)
    audit.record(db, actor.user_id, "book", "booking", made.id, {}, {"state": made.state})
    letters.tell_made(db, made, facility)
    return made


def _check(actor: Actor, db: Session, facility: Facility, draft: BookingDraft) -> None:
    if draft.organisation_id not in {one.id for one in bookers(actor, db, facility)}:
        words = _("Only residents of the territory may book this. Apply to become one.")
        raise Invalid({"organisation_id": words if facility.open_to == "residents" else _("Please choose.")})
    if faults := hours.time_faults(facility, draft.day, draft.first, draft.last):
        raise Invalid(faults)


def _booking(actor: Actor, facility: Facility, draft: BookingDraft, form_token: str | None) -> Booking:
    price, length = facility.price_minor, draft.last - draft.first
    return Booking(
        facility_id=facility.id,
        organisation_id=draft.organisation_id,
        user_id=actor.user_id,
        state="asked" if facility.needs_approval else "confirmed",
        starts_at=hours.moment_of(facility, draft.day, draft.first),
        ends_at=hours.moment_of(facility, draft.day, draft.last),
        currency=facility.currency,
        price_minor=None if price is None else price * length,
        purpose=draft.purpose,
        form_token=form_token,
    )


def take_hours(db: Session, facility: Facility, booking: Booking) -> None:
    """Store a booking on the first unit that is free throughout. The facility is held. Raises Invalid when none is."""
    wanted = hours.hours_between(booking.starts_at, booking.ends_at)
    taken = taken_hours(db, facility.id, booking.starts_at, booking.ends_at)
    unit = next((one for one in range(1, facility.units + 1) if not any((hour, one) in taken for hour in wanted)), None)
    if unit is None:
        raise Invalid({"from_hour": _taken_words(db, facility, booking.starts_at)})
    db.add(booking)
    db.flush()  # its hours name it
    db.add_all(BookedHour(facility_id=facility.id, hour=hour, unit=unit, booking_id=booking.id) for hour in wanted)
    db.flush()


def _taken_words(db: Session, facility: Facility, at: datetime) -> str:
    """That it is taken, and what is free on that day."""
    day = hours.local_day(facility, at)
    ends = (hours.moment_of(facility, day, hour) for hour in (facility.opens, facility.closes))
    found = make_day(facility, day, taken_hours(db, facility.id, *ends)).free
    if not found:
        return _("These hours are taken, and nothing else is free on this day. Choose another day.")
    free = ", ".join(f"{hours.clock_words(one.first)}–{hours.clock_words(one.last)}" for one in found)
    return _("These hours are taken. Free on this day: %(hours)s.", hours=free)


def move_booking(actor: Actor, db: Session, booking: Booking, verb: str, note: str = "") -> Booking:
    """Approve, refuse or cancel. Whoever takes a booking from others says why. Raises Invalid, Conflict, Forbidden."""
    note = clean(note)
    if fault := length_fault(note, 0, NOTE_MOST):
        raise Invalid({"note": fault})
    if not note and (verb == "refuse" or (verb == "cancel" and not is_booker(actor, booking))):
        raise Invalid({"note": _("Say in a sentence why, so that whoever has booked can plan anew.")})
    walk(db, BOOKING_STATES, actor, booking, verb)
    booking.note = note
    if booking.state not in TAKEN:
        db.execute(delete(BookedHour).where(BookedHour.booking_id == booking.id))
    letters.tell_moved(actor, db, booking, verb)
    return booking
