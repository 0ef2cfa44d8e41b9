"""An account over HTTP: sign-up, letter, confirmation, sign-in, reset, everywhere out; language, redirects, limits."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core.i18n import _, use_locale
from matchmaker.notifications.models import Mail
from matchmaker.web.limits import limiter
from tests.apps import make_app
from tests.cast import Cast
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of, typed, without_tokens

Browser = Callable[[str], FlaskClient]
PERSON = {
    "name": "Aigerim",
    "email": "Aigerim@Example.org",
    "password": "salt water pump",
    "role": "researcher",
    "locale": "en",
    "timezone": "Asia/Almaty",
}
NEW = "another long one"


def mails(app: Flask) -> list[Mail]:
    with app.extensions["database"].read() as db:
        return list(db.scalars(select(Mail).order_by(Mail.id)))


def link_in(mail: Mail) -> str:
    """The address that a letter carries."""
    return re.findall(r"^/\S+$", mail.body, re.MULTILINE)[0]


def is_in(client: FlaskClient) -> bool:
    """Whether the browser is signed in."""
    return client.get("/settings").status_code == 200


def enter(app: Flask, password: str, email: str = "aigerim@example.org") -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": email, "password": password})
    return client


def test_the_whole_life_of_an_account(any_app: Flask) -> None:
    client = any_app.test_client()
    assert client.post("/sign-up", data=PERSON).status_code == 200
    assert not is_in(enter(any_app, PERSON["password"]))

    link = link_in(mails(any_app)[0])
    assert client.get(link).status_code == 200
    assert not is_in(enter(any_app, PERSON["password"])), "opening the link is not yet confirming"
    assert client.post(link).headers["Location"] == "/"
    assert is_in(client)
    assert client.post(link).status_code == 404
    assert is_in(enter(any_app, PERSON["password"]))

    client.post("/forgot", data={"email": "AIGERIM@example.org "})
    reset = link_in(mails(any_app)[1])
    other = any_app.test_client()
    assert other.post(reset, data={"password": "short"}).status_code == 422
    assert is_in(client), "a refused password changes nothing"
    assert other.post(reset, data={"password": NEW}).status_code == 302
    assert [is_in(client), is_in(other)] == [False, True], "every sign-in before the reset has ended"
    assert other.post(reset, data={"password": NEW}).status_code == 422
    assert [is_in(enter(any_app, word)) for word in (PERSON["password"], NEW)] == [False, True]

    two = [enter(any_app, NEW), enter(any_app, NEW)]
    assert two[0].post("/sign-out-everywhere").status_code == 302
    assert [is_in(one) for one in two] == [False, False]
    assert is_in(enter(any_app, NEW))
    assert [(mail.address, mail.locale) for mail in mails(any_app)] == [("aigerim@example.org", "en")] * 2


def test_signing_out_ends_this_browser_only(app: Flask, cast: Cast) -> None:
    one, other = (sign_in(app, "author@example.org") for _time in range(2))
    one.post("/sign-out")
    assert [is_in(one), is_in(other)] == [False, True]


def test_a_confirmation_does_not_serve_as_a_reset(app: Flask) -> None:
    client = english(app)
    client.post("/sign-up", data=PERSON)
    token = link_in(mails(app)[0]).rpartition("/")[2]
    answer = client.post(f"/reset/{token}", data={"password": NEW})
    assert answer.status_code == 422
    assert errors_of(answer) == {"email": "The link has been used already or is too old. Ask for a new one."}
    form = soup(answer).select_one("main form")
    assert form is not None
    assert form.get("action") == "/forgot", "the form of the answer asks for a new link"
    assert client.post(f"/confirm/{token}").status_code == 302


def english(app: Flask) -> FlaskClient:
    """A visitor whose browser asks for English."""
    client = app.test_client()
    client.post("/language", data={"lang": "en"})
    return client


def test_known_and_unknown_addresses_are_answered_alike(app: Flask, cast: Cast) -> None:
    client = english(app)
    for address, values in (("/sign-up", PERSON), ("/forgot", {})):
        answers = [
            without_tokens(client.post(address, data=values | {"email": email}))
            for email in ("author@example.org", "x@example.org")
        ]
        assert answers[0] == answers[1]
    wrong = [
        errors_of(client.post("/sign-in", data={"email": email, "password": "wrong password"}))
        for email in ("author@example.org", "nobody@example.org")
    ]
    assert wrong == [{"password": "The address or the password is wrong."}] * 2
    assert [mail.address for mail in mails(app)] == ["x@example.org", "author@example.org", "x@example.org"]


FAULTS = {
    "email": ("not an address", "This is not an e-mail address. Write it as name@example.org."),
    "password": ("short", "Too short: 5 characters. Write at least 10."),
    "name": ("\u200b", "Please fill this in."),
    "role": ("administrator", "Choose researcher or company representative."),
    "locale": ("de", "Choose a language from the list."),
    "timezone": ("Mars/Olympus", "Choose a time zone from the list."),
}


@pytest.mark.parametrize("locale", ["en", "ru", "kk"])
def test_every_fault_of_the_sign_up_form_at_once(app: Flask, locale: str) -> None:
    sent = PERSON | {name: value for name, (value, _message) in FAULTS.items()}
    answer = app.test_client().post("/sign-up", data=sent, headers={"Accept-Language": locale})
    expected = {name: message for name, (_value, message) in FAULTS.items()}
    found = errors_of(answer)
    assert answer.status_code == 422
    assert set(found) == set(expected)
    assert {name for name in found if found[name] == expected[name]} == (set(expected) if locale == "en" else set())
    kept = typed(answer, "main form")
    assert (kept["email"], kept["name"], kept["password"]) == (["not an address"], ["\u200b"], [""])
    assert mails(app) == []


def test_letters_are_in_the_language_chosen(app: Flask) -> None:
    for locale in ("kk", "ru", "en"):
        app.test_client().post("/sign-up", data=PERSON | {"email": f"{locale}@example.org", "locale": locale})
    subjects = []
    for locale in ("kk", "ru", "en"):
        with use_locale(locale):
            subjects.append(_("Confirm your address"))
    assert [mail.subject for mail in mails(app)] == subjects
    assert len(set(subjects)) == 3


def lang_of(client: FlaskClient, address: str = "/about") -> str:
    return str(soup(client.get(address)).html["lang"])


def test_the_language_of_a_visitor(app: Flask) -> None:
    client = app.test_client()
    asked = {
        wish: str(soup(client.get("/about", headers={"Accept-Language": wish})).html["lang"])
        for wish in ("kk", "ru", "en", "de")
    }
    assert asked == {"kk": "kk", "ru": "ru", "en": "en", "de": "ru"}
    assert (
        client.post("/language", data={"lang": "kk", "next": "/search?text=a"}).headers["Location"] == "/search?text=a"
    )
    assert lang_of(client) == "kk"
    client.post("/language", data={"lang": "xx"})
    assert lang_of(client) == "kk"


def test_the_language_of_an_account_follows_it(app: Flask, cast: Cast, browser: Browser) -> None:
    browser("author").post("/language", data={"lang": "kk"})
    assert [lang_of(browser(name)) for name in ("author", "company")] == ["kk", "en"]


ELSEWHERE = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    "//[",
    "evil.example",
    "///evil.example",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_leads_to_another_site(app: Flask, cast: Cast, target: str) -> None:
    client, sent = (
        app.test_client(),
        {"email": "author@example.org", "password": "long enough", "lang": "en", "next": target},
    )
    assert client.post("/sign-in", data=sent).headers["Location"] == "/"
    assert (
        client.post("/sign-in", query_string={"next": target}, data=sent | {"next": target}).headers["Location"] == "/"
    )
    assert client.post("/language", data=sent).headers["Location"] == "/"


def test_signing_in_leads_back_to_the_page_asked_for(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    sent_away = client.get("/postings/new?kind=need").headers["Location"]
    sent = {"email": "author@example.org", "password": "long enough"}
    assert client.post(sent_away, data=sent).headers["Location"] == "/postings/new?kind=need"


@pytest.fixture
def strict(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that takes three tries a minute."""
    limiter.reset() if limiter._storage else None
    yield make_app(sqlite_url, tmp_path_factory.mktemp("home"), rate_limit="3 per minute")
    limiter.reset()


@pytest.mark.parametrize("address", ["/sign-in", "/sign-up", "/forgot", "/reset/guess"])
def test_too_many_tries(strict: Flask, address: str) -> None:
    client = strict.test_client()
    answers = [
        client.post(address, data={"email": "a@example.org"}, headers={"Accept-Language": "en"}) for _try in range(4)
    ]
    assert 429 not in [answer.status_code for answer in answers[:3]]
    assert answers[3].status_code == 429
    page = soup(answers[3])
    assert (text_of(page.h1), text_of(page.select_one(".lead"))) == ("Too many tries", "Wait a minute, then try again.")
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60
    assert client.get("/sign-in").status_code == 200


def test_settings_are_kept_and_checked(app: Flask, cast: Cast, browser: Browser) -> None:
    client = browser("author")
    sent = {"name": "Dr Author", "locale": "kk", "timezone": "Europe/Berlin"}
    assert client.post("/settings", data=sent).status_code == 302
    kept = typed(client.get("/settings"), "main form")
    kept.pop("csrf_token")
    assert kept == {name: [value] for name, value in sent.items()}
    client.post("/language", data={"lang": "en"})
    wrong = client.post("/settings", data={"name": "x", "locale": "en", "timezone": "Asia"})
    assert errors_of(wrong) == {
        "name": "Too short: 1 characters. Write at least 2.",
        "timezone": "Choose a time zone from the list.",
    }
