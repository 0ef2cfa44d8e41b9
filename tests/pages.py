"""Reading answers as a browser would: parsed pages, fields with their errors, bytes without CSRF tokens."""

import re

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(rb'(name="csrf_token" value="|X-CSRFToken": ?"|X-CSRFToken&#34;: &#34;)[^"&]*')
FORM_TOKEN = re.compile(rb'(name="form_token" value=")[^"]*')


def soup(answer: TestResponse) -> BeautifulSoup:
    """The page, parsed."""
    return BeautifulSoup(answer.data, "html.parser")


def without_tokens(answer: TestResponse) -> tuple[int, bytes]:
    """Status and bytes, with the random tokens left out."""
    return answer.status_code, FORM_TOKEN.sub(rb"\1", TOKEN.sub(rb"\1", answer.data))


def text_of(tag: Tag | None) -> str:
    """The words of an element, white space folded."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def errors_of(answer: TestResponse) -> dict[str, str]:
    """Field → message, for every message that is tied to its field: id, description, summary link."""
    page, found = soup(answer), {}
    for note in page.select(".field-error"):
        name = str(note["id"]).removeprefix("f-").removesuffix("-error")
        assert page.find(id=f"f-{name}"), f"the summary's link to {name} leads nowhere"
        assert page.select(f'[aria-describedby~="f-{name}-error"]'), f"{name} is not described by its error"
        assert page.select(f'.error-summary a[href="#f-{name}"]'), f"{name} is not in the summary"
        found[name] = text_of(note)
    assert len(page.select(".error-summary li")) == len(found), "a message is not tied to a field"
    return found


def typed(answer: TestResponse, form: str = "form.editor, main form") -> dict[str, list[str]]:
    """What the first form of the page's main part would send again."""
    return values_of(soup(answer).select_one(form))


def values_of(form: Tag | None) -> dict[str, list[str]]:
    """What a form would send when its button is pressed without a change."""
    assert form is not None
    found: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        for value in _values(field):
            found.setdefault(str(field["name"]), []).append(value)
    return found


def _values(field: Tag) -> list[str]:
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        chosen = field.select("option[selected]") or field.select("option")[:1]
        return [str(option.get("value", "")) for option in chosen]
    if field.get("type") in ("checkbox", "radio"):
        return [str(field.get("value", "on"))] if field.has_attr("checked") else []
    return [str(field.get("value", ""))]


def token_in(client: FlaskClient, url: str) -> str:
    """The CSRF token that a page's form carries."""
    field = soup(client.get(url)).select_one("input[name=csrf_token]")
    assert field is not None
    return str(field["value"])


def home_tasks(client: FlaskClient) -> dict[str, tuple[str, str]]:
    """What the home page tells to do: the task, its count ("" without one), where it leads."""
    rows = {text_of(one.select_one(".row-link")): one for one in soup(client.get("/")).select(".row-item")}
    return {
        title: (text_of(row.select_one(".count")), str(row.select_one(".row-link")["href"]))
        for title, row in rows.items()
    }
