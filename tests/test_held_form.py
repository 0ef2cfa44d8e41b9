"""A form sent after the sign-in ended: nothing typed is lost."""

from collections.abc import Callable

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.cast import Cast, form


def test_what_was_typed_is_kept_and_can_be_sent_again(browser: Callable[[str], FlaskClient], cast: Cast) -> None:
    values = form(
        "capability", organisation_id=str(cast.laboratory), fields=["2.5", "1.4"], description="\nLine\n" * 40
    )
    answer = browser("anonymous").post("/postings/new", data=values)
    page = BeautifulSoup(answer.text, "html.parser")
    kept = MultiDict([(area["name"], area.text.removeprefix("\n")) for area in page.select("textarea[hidden]")])
    assert answer.status_code == 401
    assert kept == MultiDict([(name, value) for name, value in values.items(multi=True) if value])
    sent = browser("author").post(page.select_one("form[action*=postings]")["action"], data=kept)
    assert sent.status_code == 302


def test_an_empty_form_leads_to_the_sign_in_page(browser: Callable[[str], FlaskClient]) -> None:
    assert browser("anonymous").post("/postings/new").headers["Location"] == "/sign-in?next=/"


def test_a_form_changed_after_going_back_saves_the_change(browser: Callable[[str], FlaskClient], cast: Cast) -> None:
    author, values = browser("author"), form("capability", organisation_id=str(cast.laboratory), form_token="once")
    first = author.post("/postings/new", data=values).headers["Location"]
    values["title"] = "Flotation reagent for fine zinc particles"
    assert author.post("/postings/new", data=values).headers["Location"] == first
    assert BeautifulSoup(author.get(first).text, "html.parser").h1.text == "Flotation reagent for fine zinc particles"
