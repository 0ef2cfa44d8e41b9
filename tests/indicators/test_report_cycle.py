"""The cycle through its pages: opened, changed, frozen, published; what is frozen stays; what was corrected is named beside it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from matchmaker.core.audit import trail
from matchmaker.indicators.models import Direction, Indicator, IndicatorTarget
from matchmaker.indicators.report.files.bundle import FORMS
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.snapshot import digest
from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.organisations.models import Organisation
from tests.cast import Cast
from tests.indicators.reporting import YEAR, ReportRoom, make_body, report_room, texts
from tests.pages import errors_of, soup, text_of, values_of

LANGS = ("kk", "ru", "en")


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> ReportRoom:
    return report_room(any_app, any_cast)


@pytest.fixture
def one(app: Flask, cast: Cast) -> ReportRoom:
    return report_room(app, cast)


def frozen(room: ReportRoom) -> dict[str, object]:
    """What is kept of the report."""
    with room.database.read() as db:
        return db.scalars(select(ReportCycle.frozen)).one()


def published(room: ReportRoom) -> ReportRoom:
    """The room with a published report."""
    room.submit_all()
    for verb in ("freeze", "publish"):
        assert room.turn(verb).status_code == 302
    return room


def test_opening_asks_every_active_body_and_writes_to_its_people(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        make_body(db, any_cast.laboratory, "KZ-35", "Akimat")
        make_body(db, any_cast.enterprise, "", "Agency", is_active=False)
        make_body(db, None, "", "Nobody's")
    room = ReportRoom(any_app, any_cast, 1, 2, 0, 0)
    analyst = room.browser("analyst")
    assert analyst.post("/reports/new", data={"year": "2030"}).headers["Location"] == "/reports/2030"
    with database.read() as db:
        cycle = db.scalars(select(ReportCycle)).one()
        assert (cycle.submit_by, cycle.publish_by, cycle.state) == (date(2031, 4, 1), date(2031, 5, 1), "open")
        names = select(ReportingBody.names, Submission.state).join(Submission, Submission.body_id == ReportingBody.id)
        found = [(body["en"], state) for body, state in db.execute(names.order_by(Submission.id))]
    assert found == [("Akimat", "awaited"), ("Nobody's", "awaited")]
    assert [(who, subject) for who, subject, _body in room.letters()] == [
        ("author", "Report on 2030: fill in by April 1, 2031")
    ]
    again = analyst.post("/reports/new", data={"year": "2030"})
    assert (again.status_code, errors_of(again)) == (422, {"year": "There is a report on this year already."})


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"year": ""}, {"year": "Please fill this in."}),
        ({"year": "last"}, {"year": "Write a whole number from 2020 to 2100."}),
        ({"year": "2019"}, {"year": "Write a whole number from 2020 to 2100."}),
        (
            {"year": "2031", "submit_by": "1 April"},
            {"submit_by": "Write the date as year-month-day, for example 2027-03-31."},
        ),
        ({"year": "2031", "submit_by": "2030-12-31"}, {"submit_by": "Choose a day in the years 2031 to 2033."}),
        (
            {"year": "2031", "submit_by": "2032-06-01"},
            {"publish_by": "The report is published after the submissions: choose a later day."},
        ),
        ({"year": "2031", "publish_by": "2035-01-01"}, {"publish_by": "Choose a day in the years 2031 to 2034."}),
    ],
)
def test_openings_that_cannot_be(one: ReportRoom, sent: dict[str, str], errors: dict[str, str]) -> None:
    answer = one.browser("analyst").post("/reports/new", data=sent)
    assert (answer.status_code, errors_of(answer)) == (422, errors)


def test_two_of_the_ministry_change_days_and_preface_at_once(room: ReportRoom) -> None:
    analyst, administrator = room.browser("analyst"), room.browser("administrator")
    form = values_of(soup(analyst.get(f"/reports/{YEAR}/edit")).select_one("main form"))
    sent = {name: values[0] for name, values in form.items()} | {"preface_en": "By the analyst."}
    assert analyst.post(f"/reports/{YEAR}/edit", data=sent).status_code == 302
    mine = sent | {"preface_en": "By the administrator.", "submit_by": "2031-04-02"}
    answer = administrator.post(f"/reports/{YEAR}/edit", data=mine)
    assert answer.status_code == 409
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in soup(answer).select(".conflict tbody tr")]
    assert rows == [
        ["Bodies submit by", "2031-04-01", "2031-04-02"],
        ["Preface in English", "By the analyst.", "By the administrator."],
    ]
    again = {name: values[0] for name, values in values_of(soup(answer).select_one("main form")).items()}
    assert administrator.post(f"/reports/{YEAR}/edit", data=again).status_code == 302
    with room.database.read() as db:
        cycle = db.scalars(select(ReportCycle)).one()
        assert (cycle.submit_by, cycle.preface) == (date(2031, 4, 2), {"en": "By the administrator."})


def test_the_board_says_who_has_submitted(one: ReportRoom) -> None:
    assert one.fill().status_code == 302
    with one.database.write() as db:
        db.execute(update(ReportCycle).values(submit_by=date(2020, 4, 1)))
        make_body(db, None, "KZ-10", "Late and alone")
        db.add(Submission(cycle_id=1, body_id=3))
    page = soup(one.browser("analyst").get(f"/reports/{YEAR}"))
    legend = {text_of(row.th): text_of(row.td) for row in page.select(".report-legend tbody tr") if row.th}
    assert legend == {"Late": "2", "Awaited": "0", "Returned": "0", "Submitted": "1", "Accepted": "0"}
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select(".data-table tbody tr")]
    assert [row[0] for row in rows] == [
        "Agency", "Akimat", "Late and alone Nobody has an account: reminders reach no one."
    ]  # fmt: skip
    assert [(row[1].partition(" late")[0], *row[2:4]) for row in rows] == [
        ("Awaited", "0 of 1", "0"), ("Submitted", "1 of 1", "0"), ("Awaited", "0 of 0", "0")
    ]  # fmt: skip
    late = soup(one.browser("officer").get(f"/reports/{YEAR}?standing=late"))
    assert len(late.select(".data-table tbody tr")) == 2


def test_a_freeze_waits_for_decisions_and_asks_about_those_who_are_missing(room: ReportRoom) -> None:
    assert room.fill().status_code == 302
    answer = room.turn("freeze", without_late="1")
    assert answer.status_code == 422
    assert "1 submission waits for your decision. Accept it or return it first." in answer.text
    assert room.step("analyst", "accept") == 302
    answer = room.turn("freeze")
    words = "1 body has not submitted. Tick that the report goes without it, or wait."
    assert (answer.status_code, text_of(soup(answer).select_one('.error-summary a[href="#f-without_late"]'))) == (
        422,
        words,
    )
    assert (room.states(), room.values()) == (["accepted", "awaited", "open"], [])
    assert room.turn("freeze", without_late="1").status_code == 302
    assert room.states() == ["accepted", "awaited", "frozen"]
    bodies = [(one["names"]["en"], one["state"]) for one in frozen(room)["bodies"]]  # type: ignore[attr-defined]
    assert bodies == [("Akimat", "accepted"), ("Agency", "awaited")]


def test_what_is_accepted_becomes_published_values_once(room: ReportRoom) -> None:
    room.submit_all()
    assert room.values() == []
    assert room.turn("freeze").status_code == 302
    first = [(room.regional, "KZ-35", 1, 12.5, "published"), (room.owned, "KZ", 1, 12.5, "published")]
    assert room.values() == first
    assert room.turn("reopen").status_code == 302 and frozen(room) == {}
    assert room.turn("freeze").status_code == 302
    assert room.values() == first  # the same again is no new version
    assert room.turn("reopen").status_code == 302
    assert room.step("analyst", "return") == 302
    assert room.fill(**{f"value_{room.key}": "13"}).status_code == 302
    assert room.step("analyst", "accept") == 302 and room.turn("freeze").status_code == 302
    assert room.values() == [*first, (room.regional, "KZ-35", 2, 13.0, "published")]
    with room.database.read() as db:
        last = db.scalars(select(IndicatorValue).order_by(IndicatorValue.id.desc())).first()
        assert last is not None and (last.reason, last.origin, last.note) == (
            f"Annual report on {YEAR}", "entered", "By the act."
        )  # fmt: skip


def test_a_draft_of_the_figure_gives_way(room: ReportRoom) -> None:
    with room.database.write() as db:
        db.add(IndicatorValue(indicator_id=room.regional, place="KZ-35", year=YEAR, version=1, value=1.0))
    room.submit_all()
    assert room.turn("freeze").status_code == 302
    assert room.values()[:2] == [
        (room.regional, "KZ-35", 1, 1.0, "withdrawn"), (room.regional, "KZ-35", 2, 12.5, "published")
    ]  # fmt: skip


def test_demo_figures_stay_demo(room: ReportRoom) -> None:
    with room.database.write() as db:
        db.execute(update(Submission).where(Submission.id == room.author).values(is_demo=True))
    published(room)
    with room.database.read() as db:
        marks = dict(db.execute(select(IndicatorValue.place, IndicatorValue.is_demo)).all())
    assert marks == {"KZ-35": True, "KZ": False}
    page = soup(room.browser("anonymous").get(f"/reports/{YEAR}"))
    cells = [text_of(row.select_one("td")) for row in page.select(".report-indicator tbody tr")]
    assert cells == ["12.5", "12.5 demo"]


def change_everything(room: ReportRoom) -> None:
    """Whatever the report was made from changes."""
    with room.database.write() as db:
        for indicator in db.scalars(select(Indicator)):
            indicator.names, indicator.formulas = texts("Басқа", "Другое", "Another"), texts("В", "В", "C")
            indicator.critical, indicator.decimals, indicator.is_active = 99.0, 0, False
        for body in db.scalars(select(ReportingBody)):
            body.names = texts("Басқа", "Другой", "Another body")
        for direction in db.scalars(select(Direction)):
            direction.names = texts("Басқа", "Другое", "Another")
        db.execute(update(IndicatorTarget).values(value=1000.0))
        db.execute(update(Submission).values(text="Another text", state="returned"))
        more = {"indicator_id": room.regional, "place": "KZ-35", "year": YEAR, "version": 2, "state": "published"}
        db.add(IndicatorValue(value=77.0, reason="A mistake in the act.", **more))


def taken(room: ReportRoom) -> dict[str, bytes]:
    """The files whose bytes tell whether the report changed."""
    client = room.browser("anonymous")
    return {
        name: client.get(f"/reports/{YEAR}/{name}").data
        for name in ("data.zip", *(f"report-{lang}.pdf" for lang in LANGS))
    }


def test_a_frozen_report_does_not_change_with_its_data(room: ReportRoom) -> None:
    published(room)
    before, files = frozen(room), taken(room)
    change_everything(room)
    assert (frozen(room), taken(room)) == (before, files)
    assert before["sha256"] == digest(before)
    page = soup(room.browser("anonymous").get(f"/reports/{YEAR}"))
    assert "Another" not in text_of(page.select_one(".report-direction"))
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select(".report-corrections tbody tr")]
    assert rows == [["Volume of services 1.2", "Karaganda Region", "12.5", "77.0 (version 2)", "A mistake in the act."]]


def test_after_publishing_nothing_of_the_cycle_can_be_done(room: ReportRoom) -> None:
    published(room)
    before = frozen(room)
    statuses = {
        verb: room.turn(verb, "administrator", without_late="1").status_code for verb in ("freeze", "reopen", "publish")
    }
    assert statuses == {"freeze": 409, "reopen": 409, "publish": 409}
    edited = room.browser("analyst").post(f"/reports/{YEAR}/edit", data={"version": "4", "preface_en": "New"})
    assert edited.status_code == 409
    assert [room.step(who, verb) for who, verb in (("analyst", "return"), ("author", "submit"))] == [403, 409]
    assert room.fill().status_code == 409
    comment = room.browser("analyst").post(f"{room.url()}/comments", data={"comment": "Late word"})
    assert (comment.status_code, frozen(room)) == (403, before)
    with room.database.read() as db:
        assert [line.verb for line in trail(db, "reportcycle", 1)] == ["freeze", "publish"]


def test_who_reads_the_report_when(one: ReportRoom) -> None:
    addresses = [f"/reports/{YEAR}/{name}" for name in ("report-en.pdf", "report.zip", "data.zip")]

    def statuses(who: str) -> list[int]:
        return [one.browser(who).get(address).status_code for address in addresses]

    everyone = ("author", "officer", "operator", "analyst", "administrator", "outsider", "anonymous")
    one.submit_all()
    assert {who: statuses(who) for who in everyone} == {who: [404] * 3 for who in everyone}
    one.turn("freeze")
    seeing = {"officer", "analyst", "administrator"}
    assert {who: statuses(who) for who in everyone} == {who: [200 if who in seeing else 404] * 3 for who in everyone}
    assert "This report is being prepared." in one.browser("anonymous").get(f"/reports/{YEAR}").text
    assert one.browser("anonymous").get("/reports/evidence/1").status_code == 404
    one.turn("publish")
    assert {who: statuses(who) for who in everyone} == {who: [200] * 3 for who in everyone}
    assert one.browser("anonymous").get("/reports/evidence/1").status_code == 200


@pytest.mark.parametrize("name", ["report-de.pdf", "report-en.odt", "report-.pdf"])
def test_there_are_no_other_files(one: ReportRoom, name: str) -> None:
    published(one)
    assert one.browser("anonymous").get(f"/reports/{YEAR}/{name}").status_code == 404


def test_the_public_page_in_three_languages(one: ReportRoom) -> None:
    published(one)
    client = one.browser("anonymous")
    found = {}
    for lang in LANGS:
        client.post("/language", data={"lang": lang})
        page = soup(client.get(f"/reports/{YEAR}"))
        found[lang] = [
            [text_of(cell) for cell in row.select("th, td")][:4] for row in page.select(".report-indicator tbody tr")
        ]
        assert len(page.select(".report-downloads a")) == len(LANGS) * len(FORMS) + 1
    assert found == {
        "kk": [["Қазақстан", "12,5", "20,0", "Тәуекел бар"], ["Қарағанды облысы", "12,5", "12,0", "Жоспарға сай"]],
        "ru": [["Казахстан", "12,5", "20,0", "Под угрозой"], ["Карагандинская область", "12,5", "12,0", "По плану"]],
        "en": [["Kazakhstan", "12.5", "20.0", "At risk"], ["Karaganda Region", "12.5", "12.0", "On course"]],
    }


def test_bodies_are_listed_and_changed(room: ReportRoom) -> None:
    analyst = room.browser("analyst")
    with room.database.write() as db:
        db.execute(update(Organisation).where(Organisation.id == room.cast.laboratory).values(kind="public_body"))
    sent = {
        "kind": "local",
        "name_kk": "Абай",
        "name_ru": "Абай",
        "name_en": "Abai",
        "region": "KZ-10",
        "is_active": "1",
    }
    sent |= {"organisation_id": str(room.cast.laboratory)}
    room.letters()
    assert analyst.post("/reports/bodies/new", data=sent).status_code == 302
    with room.database.read() as db:
        made = db.scalars(select(ReportingBody).order_by(ReportingBody.id.desc())).first()
        assert made is not None
        asked = list(db.scalars(select(Submission.state).where(Submission.body_id == made.id)))
    assert (asked, [who for who, _subject, _body in room.letters()]) == (["awaited"], ["author"])
    assert (
        analyst.post(f"/reports/bodies/{made.id}", data=sent | {"name_en": "Abai Region", "is_active": ""}).status_code
        == 302
    )
    with room.database.read() as db:
        now = db.get_one(ReportingBody, made.id)
        assert (now.names["en"], now.is_active, now.organisation_id) == ("Abai Region", False, room.cast.laboratory)
    assert "Abai Region" in analyst.get("/reports/bodies").text


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"name_kk": ""}, {"name_kk": "Please fill this in."}),
        ({"region": ""}, {"region": "A local body has a region: choose it."}),
        ({"region": "KZ-ALA"}, {"region": "“KZ-ALA” is not in the list. Choose from the list."}),
        ({"kind": "royal"}, {"kind": "“royal” is not in the list. Choose from the list."}),
        ({"organisation_id": "2"}, {"organisation_id": "“2” is not in the list. Choose from the list."}),
    ],
)
def test_bodies_that_cannot_be(one: ReportRoom, change: dict[str, str], errors: dict[str, str]) -> None:
    sent = {"kind": "local", "name_kk": "Абай", "name_ru": "Абай", "name_en": "Abai", "region": "KZ-10"} | change
    answer = one.browser("analyst").post("/reports/bodies/new", data=sent)
    assert (answer.status_code, errors_of(answer)) == (422, errors)
