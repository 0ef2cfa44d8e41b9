"""What a body fills in: kept, refused with words, in conflict with a colleague; documents; what is missing; comments."""

import io

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from matchmaker.core.audit import trail
from matchmaker.indicators.models import Direction, Indicator
from matchmaker.indicators.report.draft import typed as as_typed
from matchmaker.indicators.report.models import Submission, SubmissionComment
from matchmaker.indicators.values.models import Evidence
from tests.cast import Cast
from tests.indicators.reporting import TEXT, YEAR, ReportRoom, make_indicator, report_room
from tests.pages import errors_of, soup, text_of, values_of

FORM = "form[enctype]"


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> ReportRoom:
    return report_room(any_app, any_cast)


@pytest.fixture
def one(app: Flask, cast: Cast) -> ReportRoom:
    """On SQLite alone: for reading of forms."""
    return report_room(app, cast)


def test_a_body_is_asked_for_what_it_owns_and_for_its_region(one: ReportRoom) -> None:
    pages = {name: soup(one.browser(name).get(one.url(name))) for name in ("author", "company")}
    asked = {name: [text_of(tag) for tag in page.select(".report-ask h2")][:-1] for name, page in pages.items()}
    assert asked == {"author": ["1.2. Volume of services 1.2"], "company": ["1.1. Volume of services 1.1"]}


@pytest.mark.parametrize("change", [{"query": "sessions_held"}, {"is_active": False}])
def test_what_the_platform_counts_or_is_given_up_is_not_asked(one: ReportRoom, change: dict[str, object]) -> None:
    with one.database.write() as db:
        for name, value in change.items():
            setattr(db.get_one(Indicator, one.regional), name, value)
    page = soup(one.browser("author").get(one.url()))
    assert [text_of(tag) for tag in page.select(".report-ask h2")] == ["Account in words"]
    assert text_of(page.select_one(".report-missing")) == (
        "Write in words what was done in the year: nothing else is asked of you."
    )


def test_filled_in_and_submitted(room: ReportRoom) -> None:
    answer = room.fill()
    assert (answer.status_code, answer.headers["Location"]) == (302, room.url())
    assert room.items() == [(room.regional, "KZ-35", 12.5, "By the act.")]
    assert room.states() == ["submitted", "awaited", "open"]
    with room.database.read() as db:
        kept = db.scalars(select(Evidence)).one()
        assert (kept.filename, kept.media_type, kept.content, kept.size) == ("act.txt", "text/plain", TEXT, len(TEXT))
        steps = [(line.verb, line.before, line.after) for line in trail(db, "submission", room.author)]
    filled = {room.key: [12.5, kept.id]}
    assert steps[0] == ("fill", {room.key: [None, None]}, filled)
    assert steps[1:] == [("submit", {"state": "awaited"}, {"state": "submitted"})]


def test_what_is_missing_is_said_and_what_was_filled_in_is_kept(room: ReportRoom) -> None:
    answer = room.fill(**{f"file_{room.key}": (io.BytesIO(b""), "")})
    assert (answer.status_code, answer.headers["Location"]) == (302, room.url() + "#missing")
    assert room.states() == ["awaited", "awaited", "open"]
    page = soup(room.browser("author").get(room.url()))
    link = page.select_one(".report-missing a")
    assert link is not None and page.select_one(str(link["href"])) is not None
    assert text_of(link) == "Volume of services 1.2: add the document that proves the value."
    assert values_of(page.select_one(FORM))[f"value_{room.key}"] == ["12.5"]


def test_a_value_that_there_is_not_needs_an_explanation_only(room: ReportRoom) -> None:
    def fill(**more: object) -> TestResponse:
        return room.fill(**{f"value_{room.key}": "", f"file_{room.key}": (io.BytesIO(b""), "")}, **more)

    assert fill(**{f"note_{room.key}": ""}).headers["Location"].endswith("#missing")
    assert room.items() == []
    assert fill().status_code == 302
    assert (room.items(), room.states()[0]) == ([(room.regional, "KZ-35", None, "By the act.")], "submitted")


def test_a_document_sent_before_is_chosen_again_and_kept_once(room: ReportRoom) -> None:
    with room.database.write() as db:
        other = make_indicator(db, db.scalars(select(Direction)).one(), "1.3", targets={"KZ-35": 1.0})
    assert room.fill(then="save").status_code == 302
    with room.database.read() as db:
        sent = db.scalars(select(Evidence.id)).one()
    key = f"{other.id}-KZ-35"
    values = {f"value_{key}": "3", f"evidence_{key}": str(sent)}
    assert room.fill(**values).status_code == 302  # and the file of the first comes again
    with room.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Evidence)) == 1
    assert (room.items()[1], room.states()[0]) == ((other.id, "KZ-35", 3.0, ""), "submitted")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1 234,5", 1234.5), ("-3", -3.0), ("−0,25", -0.25), ("0", 0.0), (" 7. ", None), ("007", 7.0)],
)
def test_numbers_as_people_type_them(one: ReportRoom, typed: str, kept: float | None) -> None:
    answer = one.fill(**{f"value_{one.key}": typed, "then": "save"})
    assert (answer.status_code, [row[2] for row in one.items()]) == ((302, [kept]) if kept is not None else (422, []))


@pytest.mark.parametrize("value", ["12 million", "1,234.5", "1,2,3", "1e5", "nan", "∞", "1" * 16, "12%", "٣"])
def test_what_is_no_number_is_refused_with_words(one: ReportRoom, value: str) -> None:
    answer = one.fill(**{f"value_{one.key}": value})
    assert answer.status_code == 422
    assert errors_of(answer) == {
        f"value_{one.key}": "Write a number without words and units, for example 12.5 or 12,5.",
        f"file_{one.key}": "Choose “act.txt” again: a file is kept only with a form that could be saved.",
    }
    typed = values_of(soup(answer).select_one(FORM))
    assert (typed[f"value_{one.key}"], typed[f"note_{one.key}"], one.items()) == ([value], ["By the act."], [])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("act.exe", b"MZ", "Files of type “exe” are not taken."),
        ("act.pdf", b"no pdf", "The file is named .pdf but is something else inside."),
        ("act.pdf", b"%PDF-1.4 broken", "The file is damaged and does not open."),
        ("act.docx", b"PK", "The file is named .docx but is something else inside."),
        ("act.txt", b"", "Choose a file that is not empty."),
        ("act.txt", b"1" * (10 * 2**20 + 1), "The file is larger than 10 MB."),
    ],
)
def test_documents_that_prove_nothing_are_refused_with_words(
    one: ReportRoom, name: str, content: bytes, words: str
) -> None:
    answer = one.fill(**{f"file_{one.key}": (io.BytesIO(content), name)})
    assert (answer.status_code, list(errors_of(answer))) == (422, [f"file_{one.key}"])
    assert errors_of(answer)[f"file_{one.key}"].startswith(words)


def test_a_document_of_others_cannot_be_chosen(one: ReportRoom) -> None:
    assert one.fill("company").status_code == 302
    answer = one.fill(**{f"evidence_{one.key}": "1", f"file_{one.key}": (io.BytesIO(b""), "")})
    summary = text_of(soup(answer).select_one(".error-summary li"))
    assert (answer.status_code, summary) == (422, "“1” is not in the list. Choose from the list.")


def test_too_long_texts_and_unknown_languages_are_refused(one: ReportRoom) -> None:
    answer = one.fill(**{f"note_{one.key}": "x" * 2001, "text": "y" * 20001, "lang": "de"})
    assert answer.status_code == 422
    assert errors_of(answer) == {
        f"note_{one.key}": "Too long: 2001 characters. Keep to 2000.",
        "text": "Too long: 20001 characters. Keep to 20000.",
        "lang": "“de” is not in the list. Choose from the list.",
        f"file_{one.key}": "Choose “act.txt” again: a file is kept only with a form that could be saved.",
    }


def test_two_of_a_body_at_once(room: ReportRoom) -> None:
    seen = room.version()
    assert room.fill(then="save").status_code == 302
    answer = room.fill(version=seen, then="save", **{f"value_{room.key}": "99", f"note_{room.key}": "Mine."})
    assert answer.status_code == 409
    page = soup(answer)
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in page.select(".conflict tbody tr")]
    assert rows == [
        ["Actual value: Volume of services 1.2", "12.5", "99"],
        ["Explanation: Volume of services 1.2", "By the act.", "Mine."],
        ["Evidence: Volume of services 1.2", "act.txt", "empty"],
    ]
    typed = values_of(page.select_one(FORM))
    assert (typed[f"value_{room.key}"], typed["version"]) == (["99"], [room.version()])
    assert room.items() == [(room.regional, "KZ-35", 12.5, "By the act.")]
    again = {name: values[0] for name, values in typed.items()}
    assert room.browser("author").post(room.url(), data=again).status_code == 302
    assert room.items() == [(room.regional, "KZ-35", 99.0, "Mine.")]


def test_a_colleague_has_submitted_meanwhile(room: ReportRoom) -> None:
    assert room.fill().status_code == 302
    answer = room.fill(**{f"value_{room.key}": "99", f"note_{room.key}": "What I have typed"})
    assert answer.status_code == 409
    assert "It has been submitted or frozen meanwhile: nothing can be filled in now." in answer.text
    assert "What I have typed" in text_of(soup(answer).select_one(".conflict"))
    assert room.items() == [(room.regional, "KZ-35", 12.5, "By the act.")]


def test_others_cannot_fill_in(one: ReportRoom) -> None:
    sent = {"version": "1", f"value_{one.key}": "1"}
    statuses = {name: one.browser(name).post(one.url(), data=sent).status_code for name in ("analyst", "officer")}
    assert statuses == {"analyst": 403, "officer": 403}
    assert one.browser("company").post(one.url(), data=sent).status_code == 404
    assert one.items() == []


def test_the_ministry_sees_the_figures_with_those_of_the_year_before(one: ReportRoom) -> None:
    assert one.fill().status_code == 302
    page = soup(one.browser("analyst").get(one.url()))
    cells = [text_of(cell) for cell in page.select("main table tbody tr > *")]
    name = "1.2. Volume of services 1.2 Karaganda Region · million tenge"
    assert cells == [name, "12.5", "12.0", "–", "By the act.", "act.txt"]
    assert page.select_one(FORM) is None


def test_who_may_open_a_document(one: ReportRoom) -> None:
    assert one.fill().status_code == 302
    roles = ("author", "company", "officer", "operator", "analyst", "administrator", "outsider", "anonymous")
    found = {name: one.browser(name).get("/reports/evidence/1") for name in roles}
    allowed = {"author", "officer", "analyst", "administrator"}
    assert {name: answer.status_code for name, answer in found.items()} == {
        name: 200 if name in allowed else 404 for name in roles
    }
    assert (found["author"].data, found["author"].headers["Content-Disposition"]) == (
        TEXT, "attachment; filename=act.txt"
    )  # fmt: skip


def test_comments_reach_the_body_once_a_day(room: ReportRoom) -> None:
    analyst, author = room.browser("analyst"), room.browser("author")
    for data in ({"comment": "Why so low?", "about": str(room.regional)}, {"comment": "And the act?"}):
        for _twice in range(2):
            answer = analyst.post(f"{room.url()}/comments", data=data)
            assert (answer.status_code, answer.headers["Location"]) == (302, room.url() + "#comments")
    assert author.post(f"{room.url()}/comments", data={"comment": "We mend it."}).status_code == 302
    with room.database.read() as db:
        said = [
            (one.text, one.indicator_id) for one in db.scalars(select(SubmissionComment).order_by(SubmissionComment.id))
        ]
    assert said == [("Why so low?", room.regional), ("And the act?", None), ("We mend it.", None)]
    letters = room.letters()
    assert [(who, subject) for who, subject, _body in letters] == [("author", f"A comment on the report on {YEAR}")]
    assert "Why so low?" in letters[0][2] and room.url() in letters[0][2]
    shown = [text_of(tag) for tag in soup(author.get(room.url())).select(".report-said")]
    assert shown == ["Why so low?", "And the act?", "We mend it."]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"comment": ""}, {"comment": "Please fill this in."}),
        ({"comment": "x" * 2001}, {"comment": "Too long: 2001 characters. Keep to 2000."}),
        ({"comment": "Look", "about": "1"}, {"about": "Choose from the list."}),
        ({"comment": "Look", "about": "x"}, {"about": "Choose from the list."}),
    ],
)
def test_comments_that_cannot_be_taken(one: ReportRoom, sent: dict[str, str], errors: dict[str, str]) -> None:
    answer = one.browser("analyst").post(f"{one.url()}/comments", data=sent)
    assert (answer.status_code, errors_of(answer)) == (422, errors)
    with one.database.read() as db:
        assert db.scalar(select(func.count()).select_from(SubmissionComment)) == 0


def test_a_return_tells_why_by_letter_and_as_a_comment(room: ReportRoom) -> None:
    assert room.fill().status_code == 302
    assert room.step("analyst", "return") == 302
    letters = room.letters()
    assert [(who, subject) for who, subject, _body in letters] == [("author", f"Please correct: the report on {YEAR}")]
    assert "The act is of another year." in letters[0][2]
    page = soup(room.browser("author").get(room.url()))
    assert [text_of(tag) for tag in page.select(".report-said")] == ["The act is of another year."]
    assert page.select_one(FORM) is not None
    assert room.fill().status_code == 302 and room.step("analyst", "accept") == 302
    assert [(who, subject) for who, subject, _body in room.letters()] == [("author", f"Accepted: the report on {YEAR}")]
    with room.database.read() as db:
        assert db.get_one(Submission, room.author).submitted_at is not None


@pytest.mark.parametrize(
    ("value", "text"), [(12.5, "12.5"), (1e14, "100000000000000"), (1e-7, "0.0000001"), (0.0, "0")]
)
def test_a_number_comes_back_as_digits(value: float, text: str) -> None:
    assert as_typed(value) == text
