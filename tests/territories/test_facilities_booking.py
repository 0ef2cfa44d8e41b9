"""Bookings: taken, answered, cancelled, given back; who may; nothing is ever booked twice."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from matchmaker.core import audit, clock
from matchmaker.core.errors import Invalid
from matchmaker.territories.facilities.actions import edit_facility
from matchmaker.territories.facilities.draft import read_facility
from matchmaker.territories.facilities.models import BookedHour, Booking, Facility
from matchmaker.territories.facilities.queries import booking_hours, load_facility
from matchmaker.web.territories.facility_values import stored_values
from tests.cast import Cast
from tests.pages import errors_of, soup, text_of
from tests.territories.making_facilities import Hall, admit, make_hall, monday_ahead, words_of

CLIENTS = 20
TAKEN = "These hours are taken. Free on this day: 09:00–10:00, 12:00–18:00."
GONE = "Conflict: Somebody has changed this meanwhile: the step is no longer possible. Look at it again."


@pytest.fixture
def hall(app: Flask, cast: Cast) -> Hall:
    return make_hall(app, cast)


@pytest.fixture
def any_hall(any_app: Flask, any_cast: Cast) -> Hall:
    return make_hall(any_app, any_cast)


def test_from_asking_to_the_cancellation_with_letters(any_hall: Hall) -> None:
    day = monday_ahead()
    one = any_hall.book("author", day, 9, 12)
    with any_hall.database.read() as db:
        made = db.get_one(Booking, one)
        assert (made.state, made.price_minor, made.currency, made.purpose) == ("asked", 1500000, "KZT", "Assays")
    begins = sorted(hour for hour, _unit in any_hall.hours()[one])
    assert begins == [made.starts_at + timedelta(hours=number) for number in range(3)]
    assert any_hall.letters() == [("operator", "Please answer a booking: X-ray diffractometer")]
    assert any_hall.move("operator", one, "approve") == "confirmed"
    assert any_hall.letters() == [("author", "Booked: X-ray diffractometer")]
    with any_hall.database.read() as db:
        assert booking_hours(db, day.year) == {any_hall.territory: 3}
    assert any_hall.move("operator", one, "cancel", "The tube has failed.") == "cancelled"
    assert any_hall.letters() == [("author", "Your booking is cancelled: X-ray diffractometer")]
    two = any_hall.book("company", day, 9, 12)
    assert list(any_hall.hours()) == [two]  # the hours were given back
    assert any_hall.move("operator", two, "refuse", "It is being calibrated.") == "refused"
    three = any_hall.book("company", day, 9, 12)
    assert any_hall.move("company", three, "cancel") == "cancelled"
    assert [subject for _who, subject in any_hall.letters()] == [
        "Please answer a booking: X-ray diffractometer", "Your booking is refused: X-ray diffractometer",
        "Please answer a booking: X-ray diffractometer", "A booking is cancelled: X-ray diffractometer",
    ]  # fmt: skip
    with any_hall.database.read() as db:
        assert [line.verb for line in audit.trail(db, "booking", one)] == ["book", "approve", "cancel"]
        assert booking_hours(db, day.year) == {}
    assert any_hall.hours() == {}


def test_without_approval_it_is_booked_at_once(hall: Hall) -> None:
    hall.change(needs_approval=False, price_minor=None)
    made = hall.book("author", monday_ahead(), 9, 10)
    with hall.database.read() as db:
        found = db.get_one(Booking, made)
        assert (found.state, found.price_minor) == ("confirmed", None)
    assert hall.letters() == [("author", "Booked: X-ray diffractometer")]


def test_a_price_that_changes_later_changes_no_booking(hall: Hall) -> None:
    made = hall.book("author", monday_ahead(), 9, 11)
    hall.change(price_minor=1, currency="USD")
    with hall.database.read() as db:
        found = db.get_one(Booking, made)
        assert (found.price_minor, found.currency) == (1000000, "KZT")


def test_what_is_taken_is_refused_in_words_with_what_is_free(hall: Hall) -> None:
    day = monday_ahead()
    hall.book("author", day, 10, 12)
    assert words_of(lambda: hall.book("company", day, 9, 11)) == {"from_hour": TAKEN}
    hall.book("company", day, 9, 10)
    hall.book("company", day, 12, 18)
    full = "These hours are taken, and nothing else is free on this day. Choose another day."
    assert words_of(lambda: hall.book("author", day, 9, 10)) == {"from_hour": full}


def test_a_booking_takes_one_unit_throughout(hall: Hall) -> None:
    hall.change(units=2)
    day = monday_ahead()
    one, two = hall.book("author", day, 9, 12), hall.book("company", day, 11, 15)
    assert {booking: {unit for _hour, unit in hours} for booking, hours in hall.hours().items()} == {one: {1}, two: {2}}
    assert "from_hour" in words_of(lambda: hall.book("author", day, 10, 12))
    three = hall.book("author", day, 12, 18)
    assert {unit for _hour, unit in hall.hours()[three]} == {1}


def test_residents_only(hall: Hall) -> None:
    hall.change(open_to="residents")
    refused = {"organisation_id": "Only residents of the territory may book this. Apply to become one."}
    with hall.database.write() as db:
        admit(db, hall.territory, hall.cast.enterprise, "applied")
        admit(db, hall.territory, hall.cast.laboratory)
    assert words_of(lambda: hall.book("company", monday_ahead(), 9, 10)) == refused
    assert hall.book("author", monday_ahead(), 9, 10)


def test_who_may_answer_and_who_may_cancel(hall: Hall) -> None:
    made = hall.book("author", monday_ahead(), 9, 10)
    for name in ("company", "officer", "analyst", "outsider"):  # to them it does not exist
        assert words_of(lambda who=name: hall.move(who, made, "cancel")) == "NotFound: There is no such booking."
    for verb in ("approve", "refuse"):
        wrong = words_of(lambda verb=verb: hall.move("author", made, verb, "We need it."))
        assert wrong == "Forbidden: Your role does not allow this step."
    why = {"note": "Say in a sentence why, so that whoever has booked can plan anew."}
    assert words_of(lambda: hall.move("operator", made, "refuse", " ")) == why
    assert words_of(lambda: hall.move("operator", made, "cancel")) == why
    long = words_of(lambda: hall.move("operator", made, "refuse", "a" * 1001))
    assert long == {"note": "Too long: 1001 characters. Keep to 1000."}
    assert hall.move("author", made, "cancel") == "cancelled"
    for verb in ("approve", "refuse", "cancel"):
        assert words_of(lambda verb=verb: hall.move("operator", made, verb, "Why not.")) == GONE


def test_once_its_time_has_begun_a_booking_stays(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    made = hall.book("author", monday_ahead(), 9, 10)
    with hall.database.read() as db:
        begins = db.get_one(Booking, made).starts_at
    monkeypatch.setattr(clock, "now", lambda: begins)
    over = {"": "The booked time has begun or is over: the booking stays as it is."}
    for verb in ("approve", "refuse", "cancel"):
        assert words_of(lambda verb=verb: hall.move("operator", made, verb, "Too late.")) == over


def test_the_same_form_twice_is_one_booking(any_hall: Hall) -> None:
    made = [any_hall.book("author", monday_ahead(), 9, 10, form_token="once") for _time in range(2)]
    assert (made[0], any_hall.count(Booking)) == (made[1], 1)


def test_the_database_itself_refuses_an_hour_twice(any_hall: Hall) -> None:
    made = any_hall.book("author", monday_ahead(), 9, 10)
    hour, unit = next(iter(any_hall.hours()[made]))
    with pytest.raises(IntegrityError), any_hall.database.write() as db:
        db.add(BookedHour(facility_id=any_hall.facility, hour=hour, unit=unit, booking_id=made))


def test_twenty_clients_book_the_same_hour_of_two_units(any_hall: Hall) -> None:
    any_hall.change(units=2)
    day = monday_ahead()
    form = {"day": day.isoformat(), "from_hour": "10", "to_hour": "12", "purpose": "Assays"}
    cookies = [any_hall.browser(name).get_cookie("session").value for name in ("author", "company")]  # type: ignore[union-attr]
    barrier, found = threading.Barrier(CLIENTS), list[Any]()

    def press(number: int) -> None:
        client = any_hall.app.test_client()
        client.set_cookie("session", cookies[number % 2])
        barrier.wait()
        found.append(client.post(f"/facilities/{any_hall.facility}/book", data=form | {"form_token": f"t{number}"}))

    threads = [threading.Thread(target=press, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(one.status_code for one in found) == {302: 2, 422: CLIENTS - 2}
    assert {errors_of(one)["from_hour"] for one in found if one.status_code == 422} == {TAKEN}
    held = any_hall.hours()
    assert sorted({unit for _hour, unit in hours} for hours in held.values()) == [{1}, {2}]
    assert any_hall.count(Booking) == 2 and any_hall.count(BookedHour) == 4


STEP = st.tuples(
    st.sampled_from(["book", "book", "book", "cancel", "refuse"]),
    st.integers(0, 1),
    st.integers(9, 17),
    st.integers(1, 5),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=18))
def test_random_bookings_and_cancellations_never_overlap(hall: Hall, steps: list[tuple[str, int, int, int]]) -> None:
    hall.change(units=2)
    with hall.database.write() as db:
        db.execute(delete(Booking))
    live: dict[int, tuple[int, int, int]] = {}
    for verb, offset, first, length in steps:
        day, last = monday_ahead() + timedelta(days=offset), min(first + length, 18)
        if verb == "book":
            made = _try_to_book(hall, day, first, last)
            assert bool(made) == _fits(hall, live, offset, first, last)
            live |= {made: (offset, first, last)} if made else {}
        elif live:
            gone = sorted(live)[first % len(live)]
            hall.move("operator", gone, verb, "Not today.")
            del live[gone]
    held = hall.hours()
    assert {booking: len(hours) for booking, hours in held.items()} == {
        booking: last - first for booking, (_day, first, last) in live.items()
    }
    assert all(len({unit for _hour, unit in hours}) == 1 for hours in held.values())
    everything = [pair for hours in held.values() for pair in hours]
    assert len(everything) == len(set(everything))


def _try_to_book(hall: Hall, day: Any, first: int, last: int) -> int:
    try:
        return hall.book("author", day, first, last)
    except Invalid:
        return 0


def _fits(hall: Hall, live: dict[int, tuple[int, int, int]], offset: int, first: int, last: int) -> bool:
    """Whether one of the two units is free throughout, told from where the live bookings were put."""
    units = {booking: next(iter(hours))[1] for booking, hours in hall.hours().items() if booking in live}
    against = {
        units[booking] for booking, (day, one, two) in live.items() if day == offset and one < last and first < two
    }
    return len(against) < 2


def test_what_bookings_speak_against(hall: Hall) -> None:
    hall.change(units=2)
    day = monday_ahead()
    hall.book("author", day, 9, 10)
    hall.book("company", day, 9, 10)
    more = "More units than that are booked already. Cancel those bookings first, or wait until they are over."
    zone = "There are bookings to come: their hours would show as others. Change it when they are over."
    assert words_of(lambda: edit(hall, units="1")) == {"units": more}
    assert words_of(lambda: edit(hall, timezone="Asia/Tokyo")) == {"timezone": zone}
    assert words_of(lambda: edit(hall, units="3", opens="12")) == {}


def edit(hall: Hall, **values: str) -> None:
    """Change the facility through its form's values."""
    with hall.database.write() as db:
        operator = hall.actor(db, "operator")
        facility = load_facility(operator, db, hall.facility)
        form = stored_values(facility)
        for name, value in values.items():
            form[name] = value
        facility.is_open = False  # what it says as a capability is tested elsewhere
        db.flush()
        edit_facility(operator, db, facility, read_facility(form, [], [facility.organisation_id]), facility.version)


def test_hours_of_a_year_are_those_of_confirmed_bookings(any_hall: Hall) -> None:
    day = monday_ahead()
    for first, state in ((9, "confirmed"), (11, "asked"), (13, "confirmed"), (15, "cancelled")):
        made = any_hall.book("author", day, first, first + 2)
        if state == "confirmed":
            any_hall.move("operator", made, "approve")
        elif state == "cancelled":
            any_hall.move("author", made, "cancel")
    with any_hall.database.read() as db:
        counted = (
            "SELECT f.territory_id, sum(1) FROM booked_hours h, bookings b, facilities f WHERE h.booking_id = b.id "
        )
        counted += "AND b.facility_id = f.id AND b.state = 'confirmed' AND h.hour >= :one AND h.hour < :two GROUP BY 1"
        bounds = {"one": f"{day.year}-01-01 00:00:00", "two": f"{day.year + 1}-01-01 00:00:00"}
        recount = dict(db.connection().exec_driver_sql(*_bound(db, counted, bounds)).all())
        assert booking_hours(db, day.year) == recount == {any_hall.territory: 4}
        assert booking_hours(db, day.year - 1) == {}


def _bound(db: Any, query: str, values: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The query in the way of the driver."""
    if db.get_bind().dialect.name == "sqlite":
        return query, values
    return query.replace(":one", "%(one)s").replace(":two", "%(two)s"), values


def test_closing_takes_no_more_bookings_and_leaves_those_made(hall: Hall) -> None:
    made = hall.book("author", monday_ahead(), 9, 10)
    hall.change(is_open=False)
    gone = "NotFound: There is no such facility. It may have been closed."
    assert words_of(lambda: hall.book("author", monday_ahead(), 10, 11)) == gone
    assert hall.move("operator", made, "approve") == "confirmed"
    with hall.database.read() as db:
        assert [one.is_open for one in db.scalars(select(Facility))] == [False]
    page = soup(hall.browser("author").get("/bookings/"))
    assert [text_of(one) for one in page.select(".row-body strong")] == [
        "X-ray diffractometer"
    ]  # no link to what is hidden
    shown = soup(hall.browser("operator").get("/bookings/waiting"))
    assert [text_of(one) for one in shown.select(".row-link")] == ["X-ray diffractometer"]
