"""Attachments: what is taken and what is refused, who gets which, and with which headers."""

import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from matchmaker.core.i18n import _, use_locale
from matchmaker.postings.models import Attachment
from tests.apps import make_app
from tests.cast import Cast, publish_posting
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of, typed
from tests.world import PDF, make_world

Browser = Callable[[str], FlaskClient]
TYPES = "pdf, png, jpg, jpeg, docx, xlsx, pptx, txt, csv"
OFFICE = "application/vnd.openxmlformats-officedocument."


def office(folder: str) -> bytes:
    """A file that looks like one of an office suite from within."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return made.getvalue()


TAKEN = {
    "paper.pdf": (PDF, "application/pdf"),
    "PAPER.PDF": (PDF, "application/pdf"),
    "plot.png": (b"\x89PNG\r\n\x1a\n...", "image/png"),
    "photo.jpeg": (b"\xff\xd8\xff...", "image/jpeg"),
    "text.docx": (office("word"), f"{OFFICE}wordprocessingml.document"),
    "table.xlsx": (office("xl"), f"{OFFICE}spreadsheetml.sheet"),
    "talk.pptx": (office("ppt"), f"{OFFICE}presentationml.presentation"),
    "сынақ.txt": ("Мыс кені".encode(), "text/plain; charset=utf-8"),
    "data.csv": (b"a,b\n1,2\n", "text/csv; charset=utf-8"),
}
ELSE = "The file is named .{0} but is something else inside. Open it in its program and save it as .{0}."
NOT_TAKEN = "Files of type “%s” are not taken. Use " + TYPES + "."
REFUSED = {
    "binary.pdf": (b"MZ\x90\x00binary", ELSE.format("pdf")),
    "page.pdf": (b"<html><script>evil()</script></html>", ELSE.format("pdf")),
    "text.docx": (PDF, ELSE.format("docx")),
    "archive.xlsx": (office("word"), ELSE.format("xlsx")),
    "binary.txt": (b"\x00\x01\x02", ELSE.format("txt")),
    "latin.csv": (b"caf\xe9", ELSE.format("csv")),
    "program.exe": (b"MZ", NOT_TAKEN % "exe"),
    "page.html": (b"<p>", NOT_TAKEN % "html"),
    "drawing.svg": (b"<svg/>", NOT_TAKEN % "svg"),
    "noextension": (b"text", NOT_TAKEN % "noextension"),
    "empty.pdf": (b"", "Choose a file that is not empty."),
    "large.pdf": (PDF + b"x" * 10_485_760, "The file is larger than 10 MB. Make it smaller."),
}


def send(client: FlaskClient, posting_id: int, name: str, content: bytes, **more: str) -> TestResponse:
    return client.post(f"/postings/{posting_id}/files", data={"file": (io.BytesIO(content), name), **more})


def kept(app: Flask) -> int:
    with app.extensions["database"].read() as db:
        return db.scalar(select(func.count()).select_from(Attachment)) or 0


@pytest.mark.parametrize("name", TAKEN)
def test_a_file_is_taken_and_given_back(app: Flask, cast: Cast, browser: Browser, name: str) -> None:
    content, media_type = TAKEN[name]
    posting_id = publish_posting(app.extensions["database"], cast)
    assert send(browser("author"), posting_id, name, content).status_code == 302
    answer = browser("anonymous").get("/postings/files/1")
    assert (answer.status_code, answer.data, answer.headers["Content-Type"]) == (200, content, media_type)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_a_reason_at_its_field(app: Flask, cast: Cast, browser: Browser, name: str) -> None:
    content, fault = REFUSED[name]
    posting_id = publish_posting(app.extensions["database"], cast)
    answer = send(browser("author"), posting_id, name, content, is_confidential="1")
    assert (answer.status_code, errors_of(answer)) == (422, {"file": fault})
    assert typed(answer, "#files form[enctype]")["is_confidential"] == ["1"]
    assert kept(app) == 0


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_the_reason_is_in_the_readers_language(app: Flask, cast: Cast, browser: Browser, locale: str) -> None:
    posting_id = publish_posting(app.extensions["database"], cast)
    client = browser("author")
    client.post("/language", data={"lang": locale})
    found = errors_of(send(client, posting_id, "binary.pdf", b"MZ"))
    with use_locale(locale):
        assert found == {"file": _(ELSE.replace("{0}", "%(type)s"), type="pdf")}
    assert found != {"file": ELSE.format("pdf")}


def test_no_file_at_all(app: Flask, cast: Cast, browser: Browser) -> None:
    posting_id = publish_posting(app.extensions["database"], cast)
    answer = browser("author").post(f"/postings/{posting_id}/files")
    assert errors_of(answer) == {"file": "Choose a file that is not empty."}


@pytest.mark.parametrize(
    ("sent", "stored"),
    [("../../etc/passwd.txt", "passwd.txt"), ("folder/b.txt", "b.txt"), ("a\u200bb\u202e.txt", "ab.txt")],
)
def test_a_path_in_the_name_is_dropped(app: Flask, cast: Cast, browser: Browser, sent: str, stored: str) -> None:
    posting_id = publish_posting(app.extensions["database"], cast)
    send(browser("author"), posting_id, sent, b"text")
    with app.extensions["database"].read() as db:
        assert db.scalar(select(Attachment.filename)) == stored


def test_the_same_file_twice_is_kept_once_and_ten_are_enough(app: Flask, cast: Cast, browser: Browser) -> None:
    posting_id, client = publish_posting(app.extensions["database"], cast), browser("author")
    for number in [1, 1, *range(2, 11)]:
        assert send(client, posting_id, f"{number}.txt", f"text {number}".encode()).status_code == 302
    assert kept(app) == 10
    answer = send(client, posting_id, "11.txt", b"text 11")
    assert errors_of(answer) == {"file": "A posting holds at most 10 files. Remove one first."}
    assert client.post(f"/postings/{posting_id}/files/1/remove").status_code == 302
    assert send(client, posting_id, "11.txt", b"text 11").status_code == 302


def test_a_confidential_file_opens_after_the_nda(any_app: Flask) -> None:
    world = make_world(any_app)
    company, author = (sign_in(any_app, f"{name}@example.org") for name in ("company", "author"))
    nda = f"/deals/{world.ids['nda_deal']}/nda"
    address, posting = f"/postings/files/{world.ids['secret']}", f"/postings/{world.ids['offer']}"

    def seen() -> tuple[int, list[str]]:
        names = [text_of(link) for link in soup(company.get(posting)).select("#files .row-link")]
        return company.get(address).status_code, names

    assert seen() == (404, ["open.pdf"])
    for client in (author, company):
        client.post(f"{nda}/accept", data={"seen": world.ids["nda_sha"], "password": "long enough"})
    assert (seen(), company.get(address).location) == (
        (302, ["open.pdf"]),
        f"{nda}/postings/{world.ids['offer']}",
    )
    company.post(f"{nda}/postings/{world.ids['offer']}/open")
    assert seen() == (200, ["open.pdf", "closed.pdf"])
    assert "closed.pdf" in company.get(f"{nda}/postings/{world.ids['offer']}").text
    assert sign_in(any_app, "outsider@example.org").get(address).status_code == 404
    assert any_app.test_client().get(address).status_code == 404


def test_a_file_of_another_posting_is_not_removed(app: Flask, cast: Cast, browser: Browser) -> None:
    database = app.extensions["database"]
    own, theirs = publish_posting(database, cast), publish_posting(database, cast, "company", "need")
    send(browser("company"), theirs, "a.txt", b"text")
    assert browser("author").post(f"/postings/{own}/files/1/remove").status_code == 404
    assert kept(app) == 1


def test_the_limit_is_a_setting(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.cast import make_cast

    app = make_app(sqlite_url, tmp_path_factory.mktemp("home"), upload_limit=str(2**20))
    posting_id = publish_posting(app.extensions["database"], make_cast(app.extensions["database"]))
    client = sign_in(app, "author@example.org")
    assert send(client, posting_id, "a.pdf", PDF + b"x" * 2**20).status_code == 422
    assert send(client, posting_id, "a.pdf", PDF + b"x" * (2**20 - len(PDF))).status_code == 302
