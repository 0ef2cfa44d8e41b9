"""What may become a document of a deal: bad files get words that say what to do, and what was typed stays."""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from matchmaker.core.files import TYPES
from matchmaker.core.i18n import _, use_locale
from matchmaker.deals.documents.models import DocumentVersion
from tests.apps import make_app
from tests.cast import Cast
from tests.conftest import sign_in
from tests.deals.filing import BAD, DAMAGED, DOCX, LARGE, MB, PAPER
from tests.deals.making import make_deal
from tests.pages import errors_of, typed

Browser = Callable[[str], FlaskClient]
GOOD = {
    "paper.pdf": PAPER,
    "Шарт жобасы.docx": DOCX,
    "plot.png": b"\x89PNG\r\n\x1a\n...",
    "note.txt": "Мыс кені".encode(),
}


@pytest.fixture
def deal_id(app: Flask, cast: Cast) -> Iterator[int]:
    """A deal of the author and the company."""
    with app.extensions["database"].write() as db:
        made = make_deal(db, cast).id
    yield made


def send(client: FlaskClient, deal_id: int, name: str, content: bytes, **more: str) -> TestResponse:
    data = {"kind": "evidence", "name": "Tests of March", "is_confidential": "1", **more}
    return client.post(f"/deals/{deal_id}/documents", data=data | {"file": (io.BytesIO(content), name)})


def kept(app: Flask) -> int:
    with app.extensions["database"].read() as db:
        return db.scalar(select(func.count()).select_from(DocumentVersion)) or 0


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_words_and_what_was_typed_stays(
    app: Flask, deal_id: int, browser: Browser, name: str
) -> None:
    content, fault = BAD[name]
    answer = send(browser("author"), deal_id, name, content)
    assert (answer.status_code, errors_of(answer)) == (422, {"file": fault})
    form = typed(answer, "#upload")
    form.pop("csrf_token")
    assert form == {"kind": ["evidence"], "name": ["Tests of March"], "is_confidential": ["1"], "file": [""]}
    assert kept(app) == 0


def test_a_bad_file_is_no_next_version(app: Flask, deal_id: int, browser: Browser) -> None:
    client = browser("author")
    send(client, deal_id, "paper.pdf", PAPER)
    for name, (content, fault) in BAD.items():
        answer = client.post(f"/deals/{deal_id}/documents/1", data={"file": (io.BytesIO(content), name)})
        assert (answer.status_code, errors_of(answer)) == (422, {"file": fault})
    assert kept(app) == 1


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_the_words_are_in_the_readers_language(deal_id: int, browser: Browser, locale: str) -> None:
    client = browser("author")
    client.post("/language", data={"lang": locale})
    found = errors_of(send(client, deal_id, "torn.docx", BAD["torn.docx"][0]))
    with use_locale(locale):
        assert found == {"file": _(DAMAGED)}
    assert found != {"file": DAMAGED}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_given_back_as_it_came(deal_id: int, browser: Browser, name: str) -> None:
    client = browser("author")
    assert send(client, deal_id, name, GOOD[name]).status_code == 302
    answer = client.get(f"/deals/{deal_id}/documents/1/versions/1")
    assert (answer.status_code, answer.data) == (200, GOOD[name])
    assert answer.mimetype == TYPES[name.rpartition(".")[2]]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_twenty_five_megabytes_is_taken_within_seconds(app: Flask, deal_id: int, browser: Browser) -> None:
    largest, client = PAPER + b" " * (25 * MB - len(PAPER)), browser("author")
    begun = time.monotonic()
    assert send(client, deal_id, "large.pdf", largest).status_code == 302
    assert time.monotonic() - begun < 10
    assert kept(app) == 1


def test_a_body_beyond_all_limits_gets_words(app: Flask, deal_id: int, browser: Browser) -> None:
    answer = send(browser("author"), deal_id, "huge.pdf", b"%PDF-" + b"x" * (33 * MB))
    assert answer.status_code == 413
    assert "What you sent is larger than the server takes. Shorten the text or the file." in answer.text
    assert kept(app) == 0


def test_the_browser_is_told_the_limit_before_it_sends(deal_id: int, browser: Browser) -> None:
    page = browser("author").get(f"/deals/{deal_id}/documents").text
    assert f'data-most="{25 * MB}"' in page
    assert f'data-too-large="{LARGE}"' in page


def test_the_limit_is_a_setting_and_the_body_grows_with_it(
    sqlite_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.cast import make_cast

    app = make_app(sqlite_url, tmp_path_factory.mktemp("home"), document_limit=str(40 * MB))
    assert app.config["MAX_CONTENT_LENGTH"] == 47 * MB
    small = make_app(sqlite_url, Path(tmp_path_factory.mktemp("home")), document_limit=str(MB))
    cast = make_cast(small.extensions["database"])
    with small.extensions["database"].write() as db:
        deal_id = make_deal(db, cast).id
    answer = send(sign_in(small, "author@example.org"), deal_id, "a.pdf", PAPER + b" " * MB)
    assert errors_of(answer) == {"file": "The file is larger than 1 MB. Make it smaller."}
