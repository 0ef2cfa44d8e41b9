"""Cold start as a user does it: a text or a report, what is understood, the counterparts, the draft that comes of it."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from matchmaker.core.i18n import _, use_locale
from matchmaker.postings.models import Posting, PostingText
from tests.apps import make_app
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of, typed, values_of
from tests.reports import docx_of, locked, pdf_of, scanned
from tests.test_access_matrix import ROLES
from tests.test_query_counts import MOST, counting

Browser = Callable[[str], FlaskClient]
TEXT = "Recovery of fine copper from flotation tailings\nA reagent scheme for particles below ten micrometres, TRL 6."
PAPERS = {
    "en": [
        "Flotation of copper tailings",
        "Abstract",
        "A collector recovers fine copper at TRL 6.",
        "Keywords: copper, ore",
    ],
    "ru": [
        "Флотация медных хвостов",
        "Аннотация",
        "Собиратель извлекает тонкую медь при УГТ 6.",
        "Ключевые слова: медь, руда",
    ],
    "kk": [
        "Мыс қалдығын флотациялау",
        "Аңдатпа",
        "Жинағыш ұсақ мысты ТДД 6 деңгейінде бөледі.",
        "Кілт сөздер: мыс, кен",
    ],
}
FILES = {
    "report.pdf": lambda lines: pdf_of([lines]),
    "report.docx": docx_of,
    "report.txt": lambda lines: "\n".join(lines).encode(),
}


def upload(client: FlaskClient, name: str, content: bytes, **more: str) -> TestResponse:
    return client.post("/start", data={"file": (io.BytesIO(content), name), "kind": "capability", **more})


def form_of(answer: TestResponse) -> dict[str, list[str]]:
    """What the form of understood fields would send."""
    return values_of(soup(answer).select_one("form.start-form"))


@pytest.fixture
def market(app: Flask, cast: Cast) -> dict[str, int]:
    """A need of the company and a capability of the laboratory."""
    database = app.extensions["database"]
    found = {"need": publish_posting(database, cast, "company", "need"), "offer": publish_posting(database, cast)}
    run_jobs(app)
    return found


def counterparts(answer: TestResponse) -> list[str]:
    return [str(link["href"]) for link in soup(answer).select("article.match h3 a")]


@pytest.mark.parametrize("role", ROLES[:-1])
def test_the_page_of_each_role(app: Flask, cast: Cast, browser: Browser, role: str) -> None:
    page = soup(browser(role).get("/start?kind=need"))
    assert text_of(page.h1) == "Start from a text or a report"
    assert values_of(page.select_one("main form"))["kind"] == ["need"]


@pytest.mark.parametrize(
    ("role", "note"),
    [
        ("author", "Everything is carried over; there you save it as a draft."),
        ("officer", "Everything is carried over; there you save it as a draft."),
        ("outsider", "A draft is saved for an organisation, and you belong to none yet."),
        ("analyst", "Analysts read and do not post."),
    ],
)
def test_what_each_may_do_next(browser: Browser, market: dict[str, int], role: str, note: str) -> None:
    page = soup(browser(role).post("/start", data={"text": TEXT, "kind": "capability"}))
    assert text_of(page.select_one(".start-fields .form-actions + p")).startswith(note)
    assert bool(page.select("button[formaction='/postings/new']")) == (role != "analyst")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lang", PAPERS)
def test_a_report_fills_the_form(browser: Browser, market: dict[str, int], lang: str, name: str) -> None:
    lines = PAPERS[lang]
    answer = upload(browser("author"), name, FILES[name](lines))
    assert answer.status_code == 200
    found = form_of(answer)
    keywords = lines[3].partition(": ")[2]
    assert {key: found[key] for key in ("kind", "lang", "title", "summary", "description", "keywords", "trl")} == {
        "kind": ["capability"], "lang": [lang], "title": [lines[0]], "summary": [lines[2]], "description": [""],
        "keywords": [keywords], "trl": ["6"],
    }  # fmt: skip


def test_two_lines_find_the_counterpart_with_reasons(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    need = publish_posting(database, any_cast, "company", "need", confidential="mercaptobenzothiazole")
    publish_posting(database, any_cast, "company", "need", visibility="invited")
    publish_posting(database, any_cast)
    run_jobs(any_app)
    answer = sign_in(any_app, "outsider@example.org").post("/start", data={"text": TEXT, "kind": "capability"})
    assert counterparts(answer) == [f"/postings/{need}"]
    match = soup(answer).select_one("article.match")
    assert match is not None
    assert "Words both sides use" in text_of(match)
    assert "mercapto" not in answer.text


def test_nobody_is_recommended_to_oneself(browser: Browser, market: dict[str, int]) -> None:
    asked = {"text": TEXT, "kind": "capability"}
    assert counterparts(browser("company").post("/start", data=asked)) == []
    assert counterparts(browser("author").post("/start", data=asked)) == [f"/postings/{market['need']}"]


def test_nothing_is_stored_by_looking(app: Flask, browser: Browser, market: dict[str, int]) -> None:
    client = browser("author")
    answer = client.post("/start", data={"text": TEXT, "kind": "capability"})
    client.post("/postings/new", data=form_of(answer) | {"then": "fill"})
    with app.extensions["database"].read() as db:
        assert db.scalar(select(func.count()).select_from(Posting)) == 2


def test_everything_is_carried_over_and_saved_as_a_draft(any_app: Flask, any_cast: Cast) -> None:
    for _number in range(3):
        publish_posting(any_app.extensions["database"], any_cast)
        publish_posting(any_app.extensions["database"], any_cast, "company", "need")
    run_jobs(any_app)
    client = sign_in(any_app, "author@example.org")
    understood = form_of(client.post("/start", data={"text": TEXT, "kind": "capability"}))
    assert (understood["fields"], understood["sectors"], understood["cooperation"]) == (["2.5"], ["07"], ["licence"])
    understood["summary"] = ["A corrected summary"]
    form = typed(client.post("/postings/new", data=understood | {"then": "fill"}))
    kept = ("kind", "lang", "title", "summary", "description", "keywords", "trl", "fields", "sectors", "cooperation")
    assert {name: form[name] for name in kept} == {name: understood[name] for name in kept}
    assert (form["organisation_id"], form["visibility"]) == ([str(any_cast.laboratory)], ["public"])
    sent = client.post("/postings/new", data=form)
    assert sent.status_code == 302
    with any_app.extensions["database"].read() as db:
        posting = db.scalars(select(Posting).order_by(Posting.id.desc())).first()
        assert posting is not None
        text = db.get_one(PostingText, (posting.id, "en"))
        assert (posting.state, posting.trl, posting.codes_of("fields"), text.title, text.summary) == (
            "draft", 6, ["2.5"], TEXT.splitlines()[0], "A corrected summary",
        )  # fmt: skip


def test_a_correction_changes_the_list(browser: Browser, market: dict[str, int]) -> None:
    client = browser("outsider")
    understood = form_of(client.post("/start", data={"text": TEXT, "kind": "capability"}))
    again = client.post("/start", data=understood | {"kind": ["need"]})
    assert counterparts(again) == [f"/postings/{market['offer']}"]
    kept = {name: value for name, value in form_of(again).items() if name != "csrf_token"}  # a token tells the second
    assert kept == {name: value for name, value in understood.items() if name != "csrf_token"} | {"kind": ["need"]}
    part = client.post("/start", data=understood | {"kind": ["need"]}, headers={"HX-Request": "true"})
    assert (counterparts(part), soup(part).select("form, html")) == (counterparts(again), [])


def test_a_long_report_says_how_much_was_read(browser: Browser, market: dict[str, int]) -> None:
    line = "The collector binds fine copper at a pulp potential of 250 mV and raises its recovery by a tenth."
    content = pdf_of([[f"Flotation of copper, part {page}", *[line] * 40] for page in range(200)])
    page = soup(upload(browser("author"), "long.pdf", content))
    assert text_of(page.select_one(".start-read")) == "200 pages. The first 12,000 words were read. Language: English."


def test_a_short_text_is_read_whole(browser: Browser, market: dict[str, int]) -> None:
    page = soup(browser("author").post("/start", data={"text": TEXT, "kind": "need"}))
    assert text_of(page.select_one(".start-read")) == "17 words, all of them were read. Language: English."


def test_text_and_file_are_read_together(browser: Browser, market: dict[str, int]) -> None:
    found = form_of(upload(browser("author"), "a.docx", docx_of(PAPERS["en"]), text="Copper for small plants"))
    assert (found["title"], found["summary"]) == (["Copper for small plants"], [PAPERS["en"][2]])
    assert found["text"] == ["Copper for small plants"]


FAULTS = {
    "nothing": ("", None, "text"),
    "spaces": (" \n ", None, "text"),
    "one word": ("flotation", None, "text"),
    "digits": ("12 345", None, "text"),
    "emoji": ("🙂🚀", None, "text"),
    "scan": ("", ("a.pdf", scanned()), "file"),
    "locked": ("kept text", ("a.pdf", locked(pdf_of([PAPERS["en"]]))), "file"),
    "broken": ("kept text", ("a.docx", docx_of(PAPERS["en"])[:-60]), "file"),
    "picture": ("kept text", ("a.png", b"\x89PNG\r\n\x1a\n"), "file"),
    "large": ("kept text", ("a.pdf", pdf_of([PAPERS["en"]]) + b" " * 10 * 2**20), "file"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_told_at_its_field_and_the_text_is_kept(browser: Browser, cast: Cast, name: str) -> None:
    text, file, field = FAULTS[name]
    data: dict[str, object] = {"text": text, "kind": "need"}
    if file:
        data["file"] = (io.BytesIO(file[1]), file[0])
    answer = browser("author").post("/start", data=data)
    assert (answer.status_code, list(errors_of(answer))) == (422, [field])
    kept = typed(answer)
    assert (kept["kind"], kept["text"]) == (["need"], [text])


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_it_speaks_the_readers_language(browser: Browser, market: dict[str, int], locale: str) -> None:
    client = browser("author")
    client.post("/language", data={"lang": locale})
    answers = [
        client.post("/start", data={"text": text, "kind": "capability"}) for text in ("🙂", "مرحبا هذا نص عن النحاس")
    ]
    with use_locale(locale):
        fault = _("There are no words in it. Write in a sentence what you can do or what you need.")
        notice = _("This language is not known here. Only names, formulas and words spelt alike can be found: paste a text in Kazakh, Russian or English for a better list.")  # fmt: skip
    assert errors_of(answers[0]) == {"text": fault}
    assert text_of(soup(answers[1]).select_one(".notice-warning")) == notice
    assert form_of(answers[1])["lang"] == [locale]


def test_a_text_is_shown_as_text(browser: Browser, market: dict[str, int]) -> None:
    answer = browser("author").post(
        "/start", data={"text": "<script>evil()</script> copper tailings </textarea><b>ore", "kind": "need"}
    )
    assert soup(answer).select("main script, main b") == []


def test_a_text_sent_after_the_sign_in_ended_is_kept(browser: Browser, cast: Cast) -> None:
    answer = browser("anonymous").post("/start", data={"text": TEXT, "kind": "need"})
    assert answer.status_code == 401
    kept = MultiDict(
        [(str(one["name"]), one.text.removeprefix("\n")) for one in soup(answer).select("textarea[hidden]")]
    )
    assert kept.to_dict() == {"text": TEXT, "kind": "need"}
    assert browser("author").post("/start", data=kept).status_code == 200


def test_few_statements_whatever_the_number_of_counterparts(app: Flask, cast: Cast) -> None:
    client, found = sign_in(app, "author@example.org"), []
    for _round in range(2):
        for _number in range(6):
            publish_posting(app.extensions["database"], cast, "company", "need")
        run_jobs(app)
        client.post("/start", data={"text": TEXT, "kind": "capability"})
        with counting(app.extensions["database"]) as statements:
            assert client.post("/start", data={"text": TEXT, "kind": "capability"}).status_code == 200
        found.append(len(statements))
    assert found[0] == found[1] <= MOST


def test_few_statements_in_a_process_that_has_just_started(app: Flask, cast: Cast, market: dict[str, int]) -> None:
    from matchmaker.recommendations.live import LiveIndex

    client = sign_in(app, "author@example.org")
    app.extensions["index"] = LiveIndex("hashing")
    with counting(app.extensions["database"]) as statements:
        assert client.post("/start", data={"text": TEXT, "kind": "capability"}).status_code == 200
    assert len(statements) <= MOST


def test_the_limit_is_the_setting_of_uploads(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.cast import make_cast

    app = make_app(sqlite_url, tmp_path_factory.mktemp("home"), upload_limit=str(2**20))
    make_cast(app.extensions["database"])
    client, content = sign_in(app, "author@example.org"), pdf_of([PAPERS["en"]])
    assert upload(client, "a.pdf", content + b" " * 2**20).status_code == 422
    assert upload(client, "a.pdf", content).status_code == 200


@pytest.mark.parametrize(
    ("role", "address"), [("outsider", "/"), ("outsider", "/postings/mine"), ("author", "/postings/new")]
)
def test_the_way_to_it(browser: Browser, cast: Cast, role: str, address: str) -> None:
    assert soup(browser(role).get(address)).select("main a[href='/start']")


def test_the_list_of_own_postings_leads_to_it_too(browser: Browser, market: dict[str, int]) -> None:
    assert soup(browser("author").get("/postings/mine")).select("main a[href='/start']")
