"""The life of a booking as one table (law 7)."""

from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import Move, Table
from matchmaker.territories.facilities.models import Booking
from matchmaker.territories.facilities.rules import may_cancel, may_decide


def _to_come(db: Session, booking: Booking) -> None:
    if booking.starts_at <= clock.now():
        raise Invalid({"": _("The booked time has begun or is over: the booking stays as it is.")})


BOOKING_STATES: Table = {
    ("asked", "approve"): Move("confirmed", may_decide, _to_come),
    ("asked", "refuse"): Move("refused", may_decide, _to_come),
    ("asked", "cancel"): Move("cancelled", may_cancel, _to_come),
    ("confirmed", "cancel"): Move("cancelled", may_cancel, _to_come),
}
