"""Facilities through the pages: listed, made, opened, looked at, booked, answered; bad input; the feed."""

from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from matchmaker.organisations.models import Organisation
from matchmaker.territories.facilities.models import Booking, Facility
from matchmaker.territories.models import Territory
from tests.cast import Cast
from tests.pages import errors_of, soup, text_of, typed, values_of
from tests.territories.making_facilities import DESCRIPTION, Hall, admit, make_facility, make_hall, monday_ahead

BOOK = "#book form"
NEW = {
    "name_en": "Pilot sorter", "description_en": DESCRIPTION, "kind": "pilot_line", "fields": ["2.5", "2.3"],
    "units": "2", "price": "12 500,50", "currency": "KZT", "open_to": "residents", "opens": "8", "closes": "20",
    "weekdays": ["1", "3"], "timezone": "Asia/Almaty", "capacity_en": "Fifteen tonnes an hour", "terms_en": "With a fitter of ours.",
}  # fmt: skip


@pytest.fixture
def hall(app: Flask, cast: Cast) -> Hall:
    made = make_hall(app, cast)
    with made.database.write() as db:
        owner = db.get_one(Organisation, db.get_one(Facility, made.facility).organisation_id)
        owner.verified_at = owner.created_at
    return made


def new(hall: Hall, **changes: object) -> dict[str, object]:
    """The values of a new facility's form."""
    with hall.database.read() as db:
        owner = db.get_one(Facility, hall.facility).organisation_id
    return NEW | {"organisation_id": str(owner)} | changes


def test_a_facility_from_its_form_to_its_first_booking(hall: Hall) -> None:
    operator, author = hall.browser("operator"), hall.browser("author")
    form = values_of(soup(operator.get(f"/territories/{hall.territory}/facilities/new")).select_one("main form"))
    assert (form["weekdays"], form["opens"], form["closes"], form["needs_approval"]) == (
        list("12345"),
        ["9"],
        ["18"],
        ["1"],
    )
    made = operator.post(f"/territories/{hall.territory}/facilities/new", data=new(hall))
    address = made.headers["Location"]
    assert (made.status_code, author.get(address).status_code) == (302, 404)  # not open yet
    assert operator.post(f"{address}/open").headers["Location"] == address
    page = soup(author.get(address))
    facts = {text_of(one.dt): text_of(one.dd) for one in page.select(".facts > div")}
    assert facts == {
        "Capacity": "Fifteen tonnes an hour", "Units": "2 units can be booked at once", "Price": "12,500.50 ₸ per hour",
        "Opening hours": "Mon, Wed, 08:00–20:00", "Owner": "Managing company 1",
    }  # fmt: skip
    assert text_of(page.select_one("#book p")) == "Only residents of the territory may book this. Apply to become one."
    with hall.database.write() as db:
        admit(db, hall.territory, hall.cast.laboratory)
    day = monday_ahead()
    page = soup(author.get(f"{address}?week={day}"))
    link = page.select_one(".spans a")
    assert link is not None and (text_of(link), text_of(link.parent)) == ("08:00–20:00", "08:00–20:00 2 units")
    values = values_of(soup(author.get(str(link["href"]))).select_one(BOOK))
    assert (values["day"], values["from_hour"], values["to_hour"]) == ([day.isoformat()], ["8"], ["20"])
    sent = {name: one[0] for name, one in values.items()} | {"purpose": "Sorting tests", "to_hour": "10"}
    assert author.post(f"{address}/book", data=sent).headers["Location"] == "/bookings/#b1"
    rows = [text_of(one) for one in soup(author.get("/bookings/")).select("li.booking")]
    assert [row.replace("\u202f", " ") for row in rows] == [
        f"Pilot sorter {day:%b} {day.day}, {day.year}, 08:00–10:00 25,001.00 ₸ Confirmed What for: Sorting tests "
        "Cancel the booking : Pilot sorter"
    ]  # needs_approval was not ticked


def test_the_list_and_its_filters(hall: Hall) -> None:
    with hall.database.write() as db:
        territory = db.get_one(Territory, hall.territory)
        make_facility(db, territory, kind="hall", names={"en": "Assembly hall"}, open_to="residents", is_demo=True)
        make_facility(db, territory, names={"en": "Hidden"}, is_open=False)
    address = f"/territories/{hall.territory}/facilities"

    def names(who: str, query: str = "") -> list[str]:
        return [text_of(one) for one in soup(hall.browser(who).get(address + query)).select(".row-link")]

    assert names("anonymous") == ["X-ray diffractometer", "Assembly hall"]
    assert names("operator") == names("analyst") == ["X-ray diffractometer", "Assembly hall", "Hidden"]
    assert names("anonymous", "?kind=hall") == names("anonymous", "?open_to=residents") == ["Assembly hall"]
    assert names("anonymous", "?kind=hall&open_to=all") == []
    assert names("anonymous", "?kind=nonsense") == ["X-ray diffractometer", "Assembly hall"]
    assert [text_of(one) for one in soup(hall.browser("anonymous").get(address)).select(".chip-demo")] == ["demo"]


def test_the_week_is_a_picture_with_a_table_that_tells_the_same(hall: Hall) -> None:
    day = monday_ahead()
    hall.book("author", day, 10, 12)
    hall.book("author", day + timedelta(days=1), 9, 18)
    page = soup(hall.browser("anonymous").get(f"/facilities/{hall.facility}?week={day + timedelta(days=3)}"))
    picture = page.select_one(".week > svg")
    assert picture is not None and picture["role"] == "img"
    assert (
        picture["aria-label"]
        == f"Free and taken hours of the week from {day:%A}, {day.day} {day:%B}; the table below tells the same"
    )
    assert len(picture.select(".hour-full")) == 11 and len(picture.select(".hour-free")) == 7 * 9 - 11
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select("#week tbody tr")]
    assert [row[1:] for row in rows] == [
        ["09:00–10:00 12:00–18:00", "10:00–12:00"], ["nothing", "09:00–18:00"], *[["09:00–18:00", "–"]] * 5,
    ]  # fmt: skip
    assert not page.select("#week script, [style]")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"day": ""}, {"day": "Choose a day."}),
        ({"day": "2027-02-30"}, {"day": "Write the date as year-month-day, for example 2027-03-31."}),
        ({"day": "2020-01-01"}, {"day": "This day has passed already. Choose a day from today on."}),
        ({"day": "2999-01-01"}, {"day": "It can be booked at most 90 days ahead."}),
        ({"from_hour": ""}, {"from_hour": "Choose a full hour."}),
        ({"from_hour": "9:30"}, {"from_hour": "Write a whole number from 0 to 23."}),
        ({"to_hour": "25"}, {"to_hour": "Write a whole number from 1 to 24."}),
        ({"from_hour": "7"}, {"from_hour": "It is open from 09:00 to 18:00. Choose hours within these."}),
        ({"from_hour": "12"}, {"to_hour": "The end must be after the beginning."}),
        ({"purpose": " "}, {"purpose": "Please fill this in."}),
        ({"organisation_id": "999"}, {"organisation_id": "“999” is not in the list. Choose from the list."}),
    ],
)  # fmt: skip
def test_bad_input_of_a_booking(hall: Hall, changes: dict[str, str], errors: dict[str, str]) -> None:
    form = {"day": monday_ahead().isoformat(), "from_hour": "9", "to_hour": "11", "purpose": "Assays"} | changes
    answer = hall.browser("author").post(f"/facilities/{hall.facility}/book", data=form)
    assert (answer.status_code, errors_of(answer)) == (422, errors)
    kept = typed(answer, BOOK)
    assert kept["purpose"] == [form["purpose"]] and kept["day"] == [form["day"]]
    assert hall.count(Booking) == 0


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"name_en": ""}, {"name_en": "Give the name in this language, at least three letters."}),
        ({"name_en": "", "description_en": ""}, {"name_en": "Give the name in at least one language."}),
        ({"description_en": ""}, {"description_en": "Describe it in at least one language."}),
        (
            {"description_en": "A sorter."},
            {"description_en": "Say in at least 60 characters what it does: needs are matched by these words."},
        ),
        ({"description_ru": DESCRIPTION}, {"name_ru": "Give the name in this language, at least three letters."}),
        ({"kind": ""}, {"kind": "Please choose."}),
        ({"kind": "yacht"}, {"kind": "“yacht” is not in the list. Choose from the list."}),
        ({"organisation_id": ""}, {"organisation_id": "Please choose."}),
        ({"organisation_id": "1"}, {"organisation_id": "“1” is not in the list. Choose from the list."}),
        ({"site_id": "77"}, {}),
        ({"fields": []}, {"fields": "Choose at least one field of science: it is recommended by them, too."}),
        ({"units": "0"}, {"units": "Write a whole number from 1 to 100."}),
        ({"units": "many"}, {"units": "Write a whole number from 1 to 100."}),
        ({"price": "-5"}, {"price": "An amount cannot be negative. Write it without the minus sign."}),
        ({"price": "cheap"}, {"price": "Write the amount in digits, for example 1 500 000.50."}),
        ({"currency": "QQQ"}, {"currency": "There is no currency “QQQ”. Write its three letters, for example KZT, USD or EUR."}),
        ({"weekdays": []}, {"weekdays": "Choose at least one day of the week."}),
        ({"opens": "18", "closes": "9"}, {"closes": "It must close after it opens."}),
        ({"timezone": "Mars/Base"}, {"timezone": "There is no time zone “Mars/Base”. Choose one from the list."}),
        ({"name_en": "a" * 161}, {"name_en": "Too long: 161 characters. Keep to 160."}),
    ],
)  # fmt: skip
def test_bad_input_of_a_facility(hall: Hall, changes: dict[str, object], errors: dict[str, str]) -> None:
    answer = hall.browser("operator").post(f"/territories/{hall.territory}/facilities/new", data=new(hall, **changes))
    assert answer.status_code == 422
    if errors:  # where there are no sites there is no field for one
        assert errors_of(answer) == errors
    assert hall.count(Facility) == 1


def test_of_two_who_edit_the_second_sees_both(hall: Hall) -> None:
    operator = hall.browser("operator")
    address = f"/facilities/{hall.facility}/edit"
    form = {name: values for name, values in typed(operator.get(address), "main form").items() if any(values)}
    assert operator.post(address, data=form | {"name_en": ["Diffractometer A"]}).status_code == 302
    answer = operator.post(address, data=form | {"name_en": ["Diffractometer B"], "opens": ["10"]})
    page = soup(answer)
    assert answer.status_code == 409
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select(".conflict tbody tr")]
    assert rows == [["Name in English", "Diffractometer A", "Diffractometer B"], ["Opens at", "9", "10"]]
    again = typed(answer, "form.editor-plain")
    assert again["name_en"] == ["Diffractometer B"]
    assert operator.post(address, data=again).status_code == 302
    with hall.database.read() as db:
        assert db.get_one(Facility, hall.facility).names["en"] == "Diffractometer B"


def test_answers_of_the_managing_company(hall: Hall) -> None:
    day = monday_ahead()
    one, two = hall.book("author", day, 9, 10), hall.book("company", day, 11, 12)
    operator = hall.browser("operator")
    assert [text_of(link) for link in soup(operator.get("/")).select('a[href="/bookings/waiting"]')] == [
        "Answer bookings"
    ]
    page = soup(operator.get("/bookings/waiting"))
    assert [str(row["id"]) for row in page.select("li.booking")] == [f"b{one}", f"b{two}"]
    assert operator.post(f"/bookings/{one}/approve").headers["Location"] == "/bookings/waiting"
    answer = operator.post(f"/bookings/{two}/refuse", data={"note": ""})
    why = {"note": "Say in a sentence why, so that whoever has booked can plan anew."}
    assert (answer.status_code, errors_of(answer)) == (422, why)
    assert operator.post(f"/bookings/{two}/refuse", data={"note": "It is being calibrated."}).status_code == 302
    mine = soup(hall.browser("company").get("/bookings/"))
    assert [text_of(one) for one in mine.select("#earlier .state, #earlier .booking-words")] == [
        "Refused", "What for: Assays", "Note: It is being calibrated.",
    ]  # fmt: skip
    assert operator.post(f"/bookings/{two}/approve").status_code == 409


def test_the_feed_of_the_calendar(hall: Hall) -> None:
    day = monday_ahead()
    kept, gone = hall.book("author", day, 9, 11), hall.book("author", day, 12, 13)
    hall.move("operator", kept, "approve")
    hall.move("author", gone, "cancel")
    author = hall.browser("author")
    assert author.post("/bookings/calendar").headers["Location"] == "/bookings/#calendar"
    field = soup(author.get("/bookings/")).select_one("#calendar-address")
    assert field is not None
    address = str(field["value"])
    answer = hall.browser("anonymous").get(address.partition("8000")[2])
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [(str(one["uid"]), str(one["status"]), int(one["sequence"]), f"{one['dtstart'].dt:%H:%M}") for one in events] == [
        (f"booking-{gone}@127.0.0.1:8000", "CANCELLED", 2, "12:00"), (f"booking-{kept}@127.0.0.1:8000", "CONFIRMED", 1, "09:00"),
    ]  # fmt: skip
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert hall.browser("anonymous").get("/bookings/calendar/wrong.ics").status_code == 404


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("anonymous", "Sign in as somebody of an organisation to book it."),
        ("analyst", "Analysts read; they do not book."),
        ("outsider", "Organisations book: find yours or add it."),
    ],
)
def test_who_cannot_book_is_told_why(hall: Hall, who: str, words: str) -> None:
    page = soup(hall.browser(who).get(f"/facilities/{hall.facility}"))
    assert text_of(page.select_one("#book p")) == words
