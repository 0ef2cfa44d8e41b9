"""A stale form: the conflict is shown, nothing is overwritten, what was typed stays, the second save works."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.core.i18n import _, use_locale
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from tests.cast import TEXTS, Cast, draft_posting, form, publish_posting
from tests.conftest import sign_in
from tests.pages import soup, text_of, typed, values_of

Browser = Callable[[str], FlaskClient]
MESSAGE = "Somebody has changed this meanwhile. Compare, then save again."


def opened(client: FlaskClient, address: str, form: str = "form.editor") -> dict[str, list[str]]:
    """The values of a form as its page shows them."""
    return values_of(soup(client.get(address)).select_one(form))


def stored(app: Flask, cast: Cast, posting_id: int) -> Posting:
    with app.extensions["database"].read() as db:
        return load_posting(cast["officer"], db, posting_id)


def test_an_opened_form_sent_back_changes_nothing(app: Flask, cast: Cast, browser: Browser) -> None:
    more = {"budget_min": "1000", "budget_max": "2000", "regions": ["KZ-35"], "confidential": "secret"}
    posting_id = publish_posting(app.extensions["database"], cast, **more)
    client, before = browser("author"), stored(app, cast, posting_id)
    values = opened(client, f"/postings/{posting_id}/edit")
    assert client.post(f"/postings/{posting_id}/edit", data=values).status_code == 302
    after = stored(app, cast, posting_id)
    columns = [name for name in Posting.__table__.columns.keys() if name != "version"]  # noqa: SIM118
    assert {name: getattr(after, name) for name in columns} == {name: getattr(before, name) for name in columns}
    changing: dict[str, list[str]] = {"csrf_token": [], "form_token": [], "version": []}
    assert opened(client, f"/postings/{posting_id}/edit") | changing == values | changing


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_stale_posting_form(any_app: Flask, any_cast: Cast, state: str) -> None:
    database = any_app.extensions["database"]
    if state == "published":
        posting_id = publish_posting(database, any_cast)
    else:
        with database.write() as db:
            posting_id = draft_posting(db, any_cast["author"], any_cast.laboratory).id
    author, officer = (sign_in(any_app, f"{name}@example.org") for name in ("author", "officer"))
    address = f"/postings/{posting_id}/edit"
    mine, theirs = opened(author, address), opened(officer, address)
    title = "The officer's better title <b>"
    assert officer.post(address, data=theirs | {"title": title, "trl": "7"}).status_code == 302

    answer = author.post(address, data=mine | {"summary": "My own summary, typed with care. " * 3})
    assert answer.status_code == 409
    kept = stored(any_app, any_cast, posting_id)
    assert (kept.title, kept.trl, kept.text("en").summary, kept.version) == (title, 7, TEXTS["summary"], 2)
    shown = {
        text_of(row.th): [text_of(cell) for cell in row.find_all("td")]
        for row in soup(answer).select(".conflict tbody tr")
    }
    level = [
        text_of(option)[4:] for option in soup(answer).select("#f-trl option[value='6'], #f-trl option[value='7']")
    ]
    assert shown == {
        "Title": [title, TEXTS["title"]],
        "Summary": [TEXTS["summary"], ("My own summary, typed with care. " * 3).strip()],
        "Technology readiness level": [level[1], level[0]],
    }
    assert [text_of(one) for one in soup(answer).select(".error-summary li")] == [MESSAGE]

    again = typed(answer)
    assert again["summary"] == ["My own summary, typed with care. " * 3]
    assert author.post(address, data=again).status_code == 302
    saved = stored(any_app, any_cast, posting_id)
    assert (saved.title, saved.trl, saved.version) == (TEXTS["title"], 6, 3)
    assert saved.text("en").summary == ("My own summary, typed with care. " * 3).strip()


@pytest.mark.parametrize("version", ["", "0", "99", "x", "-1"])
def test_a_form_without_a_true_version_is_stale(app: Flask, cast: Cast, browser: Browser, version: str) -> None:
    posting_id = publish_posting(app.extensions["database"], cast)
    sent = form(title="Overwritten by force", version=version)
    assert browser("author").post(f"/postings/{posting_id}/edit", data=sent).status_code == 409
    assert stored(app, cast, posting_id).title == TEXTS["title"]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_conflict_is_told_in_the_readers_language(app: Flask, cast: Cast, browser: Browser, locale: str) -> None:
    posting_id = publish_posting(app.extensions["database"], cast)
    client = browser("author")
    client.post("/language", data={"lang": locale})
    answer = client.post(f"/postings/{posting_id}/edit", data=form(version="7", title="Another good title"))
    assert answer.status_code == 409
    with use_locale(locale):
        assert text_of(soup(answer).select_one(".error-summary li")) == _(MESSAGE)
    assert soup(answer).html["lang"] == locale


def test_a_stale_organisation_form(any_app: Flask, any_cast: Cast) -> None:
    author, officer = (sign_in(any_app, f"{name}@example.org") for name in ("author", "officer"))
    address, chosen = f"/organisations/{any_cast.laboratory}/edit", "main form[data-guard]"
    mine, theirs = opened(author, address, chosen), opened(officer, address, chosen)
    assert officer.post(address, data=theirs | {"name_kk": "Флотация зертханасы"}).status_code == 302
    answer = author.post(address, data=mine | {"description_en": "We float copper."})
    assert answer.status_code == 409
    assert organisation(any_app, any_cast) == ("Флотация зертханасы", "")
    again = typed(answer, chosen)
    assert again["description_en"] == ["We float copper."]
    assert author.post(address, data=again).status_code == 302
    assert organisation(any_app, any_cast) == ("", "We float copper.")


def organisation(app: Flask, cast: Cast) -> tuple[str, str]:
    with app.extensions["database"].read() as db:
        found = db.get_one(Organisation, cast.laboratory)
        return found.name_kk, found.description_en


def test_a_step_that_somebody_took_already(app: Flask, cast: Cast, browser: Browser) -> None:
    database = app.extensions["database"]
    with database.write() as db:
        posting_id = draft_posting(db, cast["author"], cast.laboratory).id
    client = browser("author")
    assert [client.post(f"/postings/{posting_id}/submit").status_code for _time in range(2)] == [302, 409]
    assert stored(app, cast, posting_id).state == "in_review"
