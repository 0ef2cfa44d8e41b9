"""Bookings: one's organisation's own with their calendar, and what waits for the managing company."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.deals.work.calendars import calendar_token, make_calendar, owner_of
from matchmaker.organisations.queries import actor_of
from matchmaker.territories.facilities import booking_queries as queries
from matchmaker.territories.facilities.booking import move_booking
from matchmaker.territories.facilities.calendars import feed
from matchmaker.territories.facilities.models import Booking
from matchmaker.territories.facilities.rules import is_booker, may_see
from matchmaker.territories.facilities.states import BOOKING_STATES
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.forms import page_number

blueprint = Blueprint("bookings", __name__, url_prefix="/bookings")
Answer = str | Response | tuple[str, int]


@blueprint.app_template_global("booking_steps")
def steps(booking: Booking) -> list[str]:
    """What the reader may do with a booking now; once its time has begun, nothing."""
    return moves(BOOKING_STATES, actor(), booking) if booking.starts_at > clock.now() else []


@blueprint.app_template_global("is_unanswered")
def is_unanswered(booking: Booking) -> bool:
    """Whether its time has come without an answer."""
    return booking.state == "asked" and booking.starts_at <= clock.now()


@blueprint.app_template_global("shows_facility")
def shows_facility(booking: Booking) -> bool:
    """Whether the reader sees the page of what is booked: it may have been closed since."""
    return may_see(actor(), booking.facility)


@blueprint.get("/")
@access("signed_in")
def mine() -> str:
    """What the reader's organisations have booked."""
    return _mine({})


def _mine(errors: dict[str, str]) -> str:
    earlier, total = queries.own_earlier(actor(), db(), page_number())
    token = calendar_token(actor(), db())
    return render_template(
        "territories/facilities/mine.html",
        coming=queries.own_coming(actor(), db()), earlier=earlier, page=page_number(), pages=-(-total // queries.PAGE),
        address=_server() + url_for("bookings.calendar", token=token) if token else "", errors=errors,
    )  # fmt: skip


def _server() -> str:
    return str(config().base_url).rstrip("/")


@blueprint.get("/waiting")
@access("operator")
def waiting() -> str:
    """What waits for an answer, and what is confirmed and to come, in the territories that the reader runs."""
    return _waiting({})


def _waiting(errors: dict[str, str], failed: int = 0) -> str:
    shown = {"waiting": queries.waiting_bookings(actor(), db()), "coming": queries.coming_bookings(actor(), db())}
    return render_template("territories/facilities/waiting.html", errors=errors, failed=failed, **shown)


@blueprint.post("/<int:booking_id>/<any(approve, refuse, cancel):verb>")
@access("poster")
def move(booking_id: int, verb: str) -> Answer:
    """Answer a booking, or cancel it."""
    booking = queries.load_booking(actor(), db(), booking_id)
    is_own = verb == "cancel" and is_booker(actor(), booking)
    try:
        move_booking(actor(), db(), booking, verb, request.form.get("note", ""))
    except Invalid as fault:
        db().rollback()
        return (_mine(fault.errors) if is_own else _waiting(fault.errors, booking_id)), 422
    flash({"approve": _("Confirmed."), "refuse": _("Refused."), "cancel": _("Cancelled.")}[verb], "success")
    return redirect(url_for("bookings.mine" if is_own else "bookings.waiting"))


@blueprint.post("/calendar", endpoint="make_calendar")
@access("signed_in")
def make_address() -> Response:
    """Make the address of one's calendars, or another one."""
    make_calendar(actor(), db())
    flash(_("Your calendar has an address. Subscribe to it in your calendar program."), "success")
    return redirect(url_for("bookings.mine", _anchor="calendar"))


@blueprint.get("/calendar/<token>.ics")
@access("public")
def calendar(token: str) -> Response:
    """The feed behind a secret address: whoever has it sees this person's bookings, without signing in."""
    owner = owner_of(db(), token)
    found = queries.calendar_bookings(actor_of(db(), owner), db())
    answer = make_response(feed(owner.locale, found, _server()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="bookings.ics"'
    return answer
