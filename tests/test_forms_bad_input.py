"""Bad input: each form names the field in the reader's language, keeps what was typed, and stores nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.i18n import _, use_locale
from matchmaker.organisations.models import Organisation
from matchmaker.postings.fields import TEXTS
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from tests.cast import Cast, form, publish_posting
from tests.conftest import sign_in
from tests.pages import errors_of, typed

Browser = Callable[[str], FlaskClient]
YESTERDAY = (clock.today() - timedelta(days=1)).isoformat()
LONG = "ore " * 1_310_720  # 5 MB
TOO_LONG = "Too long: 5242879 characters. Keep to %s."
CHOOSE = "“gold” is not in the list. Choose from the list."

FAULTS = {
    "TRL 12": ({"trl": "12"}, {"trl": "TRL is a whole number from 1 to 9."}),
    "TRL in words": ({"trl": "six"}, {"trl": "TRL is a whole number from 1 to 9."}),
    "deadline passed": (
        {"deadline_on": YESTERDAY},
        {"deadline_on": "The deadline has passed already. Choose a date from today on."},
    ),
    "no date": (
        {"deadline_on": "31.12.2030"},
        {"deadline_on": "Write the date as year-month-day, for example 2027-03-31."},
    ),
    "negative money": ({"budget_min": "-1"}, {"budget_min": "Write a whole number of tenge, at most 10 trillion."}),
    "too much money": ({"budget_max": "9" * 15}, {"budget_max": "Write a whole number of tenge, at most 10 trillion."}),
    "bounds swapped": (
        {"budget_min": "500", "budget_max": "400"},
        {"budget_max": "The upper bound is below the lower one."},
    ),
    "no title": ({"title": " \u200b "}, {"title": "Please fill this in."}),
    "codes": ({"fields": ["gold"], "cooperation": ["gold"]}, {"fields": CHOOSE, "cooperation": CHOOSE}),
    "single choices": (
        {"kind": "gold", "lang": "gold", "visibility": "gold", "ip_status": "gold"},
        dict.fromkeys(("kind", "lang", "visibility", "ip_status"), CHOOSE),
    ),
    "every text too long": (
        {text.name: "ore " * 3001 for text in TEXTS} | {"confidential": "ore " * 3001},
        {text.name: f"Too long: 12003 characters. Keep to {text.most}." for text in TEXTS}
        | {"confidential": "Too long: 12003 characters. Keep to 12000."},
    ),
    "two faults at once": (
        {"trl": "0", "deadline_on": YESTERDAY},
        {
            "trl": "TRL is a whole number from 1 to 9.",
            "deadline_on": "The deadline has passed already. Choose a date from today on.",
        },
    ),
    "not one's organisation": ({"organisation_id": "2"}, {"organisation_id": "Choose one of your organisations."}),
}


def filled(**changes: object) -> MultiDict[str, object]:
    """The complete form of the author."""
    return form(**{"organisation_id": "1", "form_token": "once"} | changes)


def rows(database: Database, table: type) -> int:
    with database.read() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("fault", FAULTS)
def test_a_posting_form_names_its_fault(database: Database, browser: Browser, fault: str) -> None:
    changes, expected = FAULTS[fault]
    answer = browser("author").post("/postings/new", data=filled(**changes))
    assert (answer.status_code, errors_of(answer)) == (422, expected)
    assert rows(database, Posting) == 0


def test_five_megabytes_in_a_text(database: Database, browser: Browser) -> None:
    answer = browser("author").post("/postings/new", data=filled(description=LONG))
    assert answer.status_code == 422
    assert errors_of(answer) == {"description": TOO_LONG % 12000}
    assert typed(answer)["description"] == [LONG]
    assert rows(database, Posting) == 0


def test_more_than_the_server_takes(browser: Browser) -> None:
    answer = browser("author").post("/postings/new", data=filled(description="x" * 33 * 2**20))
    assert answer.status_code == 413
    assert "What you sent is larger than the server takes. Shorten the text or the file." in answer.text


def test_what_was_typed_is_kept(browser: Browser) -> None:
    sent = filled(trl="4", deadline_on=YESTERDAY, confidential="  a secret ", regions=["KZ-35", "KZ-62"])
    kept = typed(browser("author").post("/postings/new", data=sent))
    kept.pop("csrf_token")
    expected = {name: [str(value) for value in values] for name, values in sent.lists()}
    empty = {"version": [""], "budget_min": [""], "budget_max": [""]}
    assert kept == expected | empty


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_messages_are_in_the_readers_language(browser: Browser, locale: str) -> None:
    client = browser("author")
    client.post("/language", data={"lang": locale})
    found = errors_of(client.post("/postings/new", data=filled(trl="12", deadline_on=YESTERDAY)))
    with use_locale(locale):
        expected = {
            "trl": _("TRL is a whole number from 1 to 9."),
            "deadline_on": _("The deadline has passed already. Choose a date from today on."),
        }
    assert found == expected
    assert (found["trl"] == "TRL is a whole number from 1 to 9.") == (locale == "en")


def test_missing_parts_are_named_when_submitted_and_the_draft_is_kept(database: Database, browser: Browser) -> None:
    sent = filled(then="submit", summary="Too short.", fields=[], deadline_on="")
    answer = browser("author").post("/postings/new", data=sent)
    found = {"summary": "Too short: 10 characters. Write at least 60.", "fields": "Please choose."}
    assert (answer.status_code, errors_of(answer)) == (422, found)
    with database.read() as db:
        kept = db.scalars(select(Posting)).one()
        assert kept.state == "draft"
    assert typed(answer)["version"] == ["1"]


def test_zero_width_and_mixed_script_text_is_mended(database: Database, cast: Cast, browser: Browser) -> None:
    sent = filled(
        title="Flo\u200btation re\u00adagent \u202efor cop\u0440er ore", lang="en"
    )  # the р of copper is Cyrillic
    assert browser("author").post("/postings/new", data=sent).status_code == 302
    with database.read() as db:
        assert load_posting(cast["author"], db, 1).title == "Flotation reagent for copper ore"


def test_the_same_form_sent_twice_makes_one_posting(database: Database, browser: Browser) -> None:
    client = browser("author")
    places = {client.post("/postings/new", data=filled()).headers["Location"] for _time in range(3)}
    assert (places, rows(database, Posting)) == ({"/postings/1"}, 1)


ORGANISATION = {"kind": "enterprise", "region": "KZ-62", "name_en": "New Works", "form_token": "once"}
IDENTIFIERS = {
    "check digit": ({"bin": "990440000006"}, {"bin": "The check digit does not fit: one of the digits is wrong."}),
    "too few digits": ({"bin": "99044"}, {"bin": "A BIN has 12 digits."}),
    "a person's number": (
        {"bin": "990412000003"},
        {"bin": "The fifth digit of a BIN is 4, 5 or 6, the sixth 0 to 3. This may be an IIN."},
    ),
    "ROR": (
        {"ror": "https://ror.org/05gq02988"},
        {"ror": "The check digits of the ROR id do not fit: one of the characters is wrong."},
    ),
    "broken address": ({"website": "http://[" + "a" * 200}, {"website": "Too long: 208 characters. Keep to 200."}),
    "script as address": ({"website": "javascript:alert(1)"}, {"website": "A web address begins with https://."}),
    "long address": ({"website": "https://" + "a" * 300}, {"website": "Too long: 308 characters. Keep to 200."}),
    "no name": ({"name_en": ""}, {"name_ru": "Give the name in at least one language."}),
    "5 MB": ({"description_ru": LONG}, {"description_ru": TOO_LONG % 3000}),
    "choices": (
        dict.fromkeys(("kind", "region", "size"), "gold"),
        dict.fromkeys(("kind", "region", "size"), "Choose from the list."),
    ),
    "parent": ({"parent_id": "77"}, {"parent_id": "Choose another organisation as the parent."}),
}


@pytest.mark.parametrize("fault", IDENTIFIERS)
def test_an_organisation_form_names_its_fault(database: Database, browser: Browser, fault: str) -> None:
    changes, expected = IDENTIFIERS[fault]
    answer = browser("outsider").post("/organisations/new", data=ORGANISATION | changes)
    assert (answer.status_code, errors_of(answer)) == (422, expected)
    kept = typed(answer, "main form[data-guard]")
    texts = {name for name in changes if name not in ("kind", "region", "size", "parent_id")}
    assert {name: kept[name] for name in texts} == {name: [changes[name]] for name in texts}
    assert rows(database, Organisation) == 2


def test_the_same_form_sent_twice_makes_one_organisation(database: Database, browser: Browser) -> None:
    client = browser("outsider")
    places = {client.post("/organisations/new", data=ORGANISATION).headers["Location"] for _time in range(3)}
    assert (places, rows(database, Organisation)) == ({"/organisations/3"}, 3)


ODD = ("\x00", "²", "-1", "9" * 30, "'; DROP TABLE postings; --")


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_never_break_a_page(any_app: Flask, any_cast: Cast, odd: str) -> None:
    publish_posting(any_app.extensions["database"], any_cast)
    client = sign_in(any_app, "author@example.org")
    names = ("text", "kind", "region", "fields", "lang", "organisation_kind", "trl_min", "trl_max", "page")
    for address in ("/search", "/organisations/", "/api/v1/postings", "/postings/1/recommendations", "/postings/new"):
        for name in names:
            assert client.get(address, query_string={name: odd}).status_code == 200, (address, name)
    fields = ("organisation_id", "form_token", "trl", "invited", "budget_min", "fields", "kind", "deadline_on", "title")
    for name in fields:
        assert client.post("/postings/new", data=filled(**{name: odd})).status_code in (302, 422), name
    for name in ("version", "invited"):
        assert client.post("/postings/1/edit", data=filled(**{name: odd})).status_code in (302, 409, 422), name
    for name in ("bin", "ror", "website", "parent_id", "form_token", "name_kk", "kind"):
        assert client.post("/organisations/new", data=ORGANISATION | {name: odd}).status_code in (302, 422), name
    for name in ("email", "password"):
        assert client.post("/sign-in", data={name: odd}).status_code == 422, name
    assert client.post("/forgot", data={"email": odd}).status_code == 200
    assert client.post("/organisations/1/members", data={"email": odd}).status_code == 422
    assert client.post("/interests/1/1", data={"answer": odd}).status_code in (403, 422)
    assert client.get(f"/confirm/{'x' * 3000}").status_code == 200


def test_a_very_long_form_token_is_no_fault(any_app: Flask, any_cast: Cast) -> None:
    client = sign_in(any_app, "author@example.org")
    assert client.post("/postings/new", data=filled(form_token="x" * 5000)).status_code == 302
    assert client.post("/organisations/new", data=ORGANISATION | {"form_token": "x" * 5000}).status_code == 302
