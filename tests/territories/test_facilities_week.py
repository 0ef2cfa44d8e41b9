"""The week of a facility: by the clocks of its place, with the stretches that one unit could serve."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.core import clock
from matchmaker.territories.facilities.hours import hours_between, moment_of, time_faults, time_words
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.week import Span, free_spans, make_day, make_week, monday_of, runs
from matchmaker.web.territories.facility_values import asked_week

NOW = datetime(2027, 3, 3, 6, 30, tzinfo=UTC)  # a Wednesday, 11:30 in Almaty
WEDNESDAY, THURSDAY, SATURDAY = date(2027, 3, 3), date(2027, 3, 4), date(2027, 3, 6)


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def facility(**values: object) -> Facility:
    columns: dict[str, object] = {"units": 2, "opens": 9, "closes": 14, "weekdays": [1, 2, 3, 4, 5]}
    return Facility(**(columns | {"timezone": "Asia/Almaty"} | values))


def taken(day: date, **units: list[int]) -> set[tuple[datetime, int]]:
    """unit1=[9, 10]: hours of a day that are taken on a unit."""
    return {(moment_of(facility(), day, hour), int(name[4:])) for name, hours in units.items() for hour in hours}


def test_a_day_with_one_unit_taken_and_one_hour_full() -> None:
    day = make_day(facility(), THURSDAY, taken(THURSDAY, unit1=[9, 10, 11], unit2=[11, 12]))
    assert [(cell.hour, cell.state, cell.free) for cell in day.cells] == [
        (9, "part", 1), (10, "part", 1), (11, "full", 0), (12, "part", 1), (13, "free", 2),
    ]  # fmt: skip
    assert (day.free, day.taken) == ([Span(9, 11, 1), Span(12, 14, 1)], [Span(11, 12)])


@pytest.mark.parametrize(
    ("first", "last", "words"), [(9, 12, "09:00–12:00"), (20, 24, "20:00–24:00"), (0, 24, "00:00–24:00")]
)
def test_when_a_booking_is(first: int, last: int, words: str) -> None:
    place = facility(opens=0, closes=24)
    bounds = (moment_of(place, THURSDAY, hour) for hour in (first, last))
    assert time_words(place, *bounds).endswith(f"2027, {words}")


def test_units_free_at_other_hours_give_no_stretch_over_both() -> None:
    day = make_day(facility(), THURSDAY, taken(THURSDAY, unit1=[9, 10], unit2=[12, 13]))
    assert day.free == [Span(9, 12, 1), Span(11, 14, 1)]


def test_today_what_has_begun_is_shut_and_weekends_are_closed() -> None:
    week = make_week(facility(), monday_of(WEDNESDAY), set())
    assert [[cell.state for cell in day.cells] for day in week] == [
        ["shut"] * 5, ["shut"] * 5, ["shut"] * 3 + ["free"] * 2, ["free"] * 5, ["free"] * 5, ["shut"] * 5, ["shut"] * 5,
    ]  # fmt: skip
    assert [day.free for day in week] == [[], [], [Span(12, 14, 2)], [Span(9, 14, 2)], [Span(9, 14, 2)], [], []]


def test_hours_are_those_of_the_place_also_over_midnight_and_a_change_of_clocks() -> None:
    assert moment_of(facility(), THURSDAY, 9) == datetime(2027, 3, 4, 4, tzinfo=UTC)
    assert moment_of(facility(), THURSDAY, 24) == datetime(2027, 3, 4, 19, tzinfo=UTC)
    berlin = facility(timezone="Europe/Berlin")
    night = [moment_of(berlin, date(2027, 3, 28), hour) for hour in (0, 6)]
    assert len(hours_between(*night)) == 5  # clocks go forward at two


@pytest.mark.parametrize(
    ("day", "first", "last", "faults"),
    [
        (THURSDAY, 9, 14, {}),
        (WEDNESDAY, 12, 13, {}),
        (WEDNESDAY, 11, 13, {"from_hour": "This hour has begun already. Choose one to come."}),
        (WEDNESDAY - timedelta(days=1), 9, 10, {"day": "This day has passed already. Choose a day from today on."}),
        (date.min, 9, 10, {"day": "This day has passed already. Choose a day from today on."}),
        (WEDNESDAY + timedelta(days=90), 9, 10, {}),
        (WEDNESDAY + timedelta(days=91), 9, 10, {"day": "It can be booked at most 90 days ahead."}),
        (date.max, 9, 24, {"day": "It can be booked at most 90 days ahead."}),
        (SATURDAY, 9, 10, {"day": "It is closed on this day of the week. Choose another day."}),
        (THURSDAY, 8, 10, {"from_hour": "It is open from 09:00 to 14:00. Choose hours within these."}),
        (THURSDAY, 13, 15, {"from_hour": "It is open from 09:00 to 14:00. Choose hours within these."}),
        (THURSDAY, 12, 12, {"to_hour": "The end must be after the beginning."}),
        (THURSDAY, 12, 11, {"to_hour": "The end must be after the beginning."}),
    ],
)
def test_what_speaks_against_a_time(day: date, first: int, last: int, faults: dict[str, str]) -> None:
    assert time_faults(facility(), day, first, last) == faults


@given(st.sets(st.tuples(st.integers(9, 13), st.integers(1, 3))), st.integers(9, 13), st.integers(1, 5))
def test_a_time_lies_in_a_shown_stretch_when_a_unit_is_free_throughout(
    busy: set[tuple[int, int]], first: int, length: int
) -> None:
    three, last = facility(units=3), min(first + length, 14)
    held = {(moment_of(three, THURSDAY, hour), unit) for hour, unit in busy}
    fits = sum(not any((hour, unit) in busy for hour in range(first, last)) for unit in (1, 2, 3))
    found = free_spans(three, THURSDAY, list(range(9, 14)), held)
    assert any(one.first <= first and last <= one.last for one in found) == bool(fits)
    assert all(one.units >= 1 for one in found)


@given(st.sets(st.integers(0, 23)))
def test_stretches_hold_the_same_hours(hours: set[int]) -> None:
    found = runs(sorted(hours))
    assert [hour for first, last in found for hour in range(first, last)] == sorted(hours)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("asked", "monday"),
    [
        ("", "2027-03-01"), ("2027-03-11", "2027-03-08"), ("2020-01-01", "2027-03-01"), ("9999-12-31", "2027-05-31"),
        ("next", "2027-03-01"), ("2027-02-30", "2027-03-01"),
    ],
)  # fmt: skip
def test_an_odd_week_in_the_address_is_this_one_or_the_last(asked: str, monday: str) -> None:
    week = asked_week(facility(), asked)
    assert week.monday.isoformat() == monday
    assert (week.before is None, week.after is None) == (monday == "2027-03-01", monday == "2027-05-31")
