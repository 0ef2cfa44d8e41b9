"""The recommendations page, answers with and without htmx, and what the two sides then see of each other."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.recommendations.models import Interest, Introduction
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import soup, text_of

Browser = Callable[[str], FlaskClient]
SECRET = "The collector is 2-mercaptobenzothiazole"
OFFER, NEED = 1, 2
LIST = f"/postings/{OFFER}/recommendations"
ANSWER, BACK = f"/interests/{OFFER}/{NEED}", f"/interests/{NEED}/{OFFER}"


@pytest.fixture
def pair(any_app: Flask, any_cast: Cast) -> Flask:
    """A capability with a confidential part, and a need."""
    database = any_app.extensions["database"]
    publish_posting(database, any_cast, "author", confidential=SECRET)
    publish_posting(database, any_cast, "company", "need", title="Copper losses in flotation tailings")
    run_jobs(any_app)
    return any_app


def visitor(app: Flask, name: str) -> FlaskClient:
    return sign_in(app, f"{name}@example.org")


def shown(client: FlaskClient, address: str = LIST) -> list[str]:
    return [text_of(link) for link in soup(client.get(address)).select(".match h2 a")]


def answers(app: Flask) -> list[tuple[int, int, str, str]]:
    with app.extensions["database"].read() as db:
        return [(row.own_id, row.other_id, row.answer, row.reason) for row in db.scalars(select(Interest))]


def test_each_counterpart_is_shown_with_its_reasons(pair: Flask) -> None:
    page = soup(visitor(pair, "author").get(LIST))
    (match,) = page.select(".match")
    assert text_of(match.select_one("h2")) == "Copper losses in flotation tailings"
    assert len(match.select(".pair blockquote")) == 2
    points = [float(text_of(part)) for part in match.select(".parts strong")]
    score = int(text_of(match.select_one(".score text")))
    assert len(points) == 11
    assert abs(sum(points) - score) <= 0.5 + 11 * 0.05
    assert match.select(".checks li")
    assert "TRL 6, at least 6 is asked for." in text_of(match)


def test_filters_narrow_the_recommendations(pair: Flask) -> None:
    client = visitor(pair, "author")
    assert shown(client, f"{LIST}?region=KZ-62") == ["Copper losses in flotation tailings"]
    assert shown(client, f"{LIST}?region=KZ-35") == []
    assert "Nothing fits these filters" in client.get(f"{LIST}?region=KZ-35").text
    assert shown(client, f"{LIST}?trl_min=7") == []


def test_an_answer_without_htmx_leads_back(pair: Flask) -> None:
    answer = visitor(pair, "author").post(ANSWER, data={"answer": "interested"})
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert answers(pair) == [(OFFER, NEED, "interested", "")]


def test_an_answer_with_htmx_is_only_the_part_that_changes(pair: Flask) -> None:
    client = visitor(pair, "author")
    answer = client.post(ANSWER, data={"answer": "interested"}, headers={"HX-Request": "true"})
    assert (answer.status_code, soup(answer).html) == (200, None)
    assert "You are interested." in text_of(soup(answer))
    assert "You are interested." in text_of(soup(client.get(LIST)).select_one(".answer"))
    assert answers(pair) == [(OFFER, NEED, "interested", "")]


def test_the_other_side_is_told_and_answers(pair: Flask) -> None:
    visitor(pair, "author").post(ANSWER, data={"answer": "interested"})
    company = visitor(pair, "company")
    assert "They are interested in you" in company.get(f"/postings/{NEED}/recommendations").text
    assert "They are interested in you" in company.get("/introductions/").text
    assert "They are interested in you" in company.get("/organisations/2/recommendations").text
    answer = company.post(BACK, data={"answer": "interested"}, headers={"HX-Request": "true"})
    link = soup(answer).select_one("a[href='/introductions/1']")
    assert text_of(link) == "Open the introduction"
    assert visitor(pair, "author").get("/introductions/1").status_code == 200


def test_both_sides_without_htmx_lead_to_the_introduction(pair: Flask) -> None:
    visitor(pair, "author").post(ANSWER, data={"answer": "interested"})
    answer = visitor(pair, "company").post(BACK, data={"answer": "interested"})
    assert answer.headers["Location"] == "/introductions/1"
    again = visitor(pair, "company").post(BACK, data={"answer": "declined", "reason": "other"})
    assert again.status_code == 409


def test_what_was_declined_is_not_shown_again_to_either_side(pair: Flask) -> None:
    author, company = visitor(pair, "author"), visitor(pair, "company")
    author.post(ANSWER, data={"answer": "declined", "reason": "not_relevant", "note": "Too early"})
    assert answers(pair) == [(OFFER, NEED, "declined", "not_relevant")]
    assert shown(author) == []
    assert "1 recommendation that you declined is not shown." in author.get(LIST).text
    author.post(ANSWER, data={"answer": "interested"})
    assert shown(author) == ["Copper losses in flotation tailings"]
    assert len(shown(company, f"/postings/{NEED}/recommendations")) == 1


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose interested or not interested."),
        ({"answer": "perhaps"}, "Choose interested or not interested."),
        ({"answer": "declined"}, "Choose why it does not fit: it teaches the recommendations."),
        ({"answer": "declined", "reason": "gold"}, "“gold” is not in the list. Choose from the list."),
    ],
)
def test_an_answer_that_cannot_be_taken(pair: Flask, sent: dict[str, str], message: str) -> None:
    answer = visitor(pair, "author").post(ANSWER, data=sent)
    assert (answer.status_code, text_of(soup(answer).select_one("main .lead"))) == (422, message)
    assert answers(pair) == []


def test_nobody_answers_for_another_or_to_oneself(pair: Flask) -> None:
    assert visitor(pair, "company").post(ANSWER, data={"answer": "interested"}).status_code == 404
    assert visitor(pair, "author").post(f"/interests/{OFFER}/{OFFER}", data={"answer": "interested"}).status_code == 403
    assert answers(pair) == []


def test_contacts_open_when_introduced_and_secrets_in_a_deal(pair: Flask) -> None:
    visitor(pair, "author").post(ANSWER, data={"answer": "interested"})
    visitor(pair, "company").post(BACK, data={"answer": "interested"})
    company, officer = visitor(pair, "company"), visitor(pair, "officer")
    addresses = ("/introductions/1", f"/postings/{OFFER}")

    def seen() -> tuple[bool, bool]:
        text = "".join(company.get(address).text for address in addresses)
        return "author@example.org" in text, SECRET in text

    assert seen() == (False, False)
    officer.post("/introductions/1/broker", data={"note": "Talk on Monday"})
    assert seen() == (True, False)
    assert "Talk on Monday" in company.get("/introductions/1").text
    assert "under its NDA" in company.get("/introductions/1").text
    company.post("/introductions/1/close")
    assert seen() == (True, False)
    with pair.extensions["database"].read() as db:
        assert db.scalars(select(Introduction)).one().state == "closed"


def test_an_organisations_page_gathers_all_its_postings(pair: Flask) -> None:
    page = soup(visitor(pair, "author").get("/organisations/1/recommendations"))
    assert [text_of(link) for link in page.select(".row-match .row-link")] == ["Copper losses in flotation tailings"]


def test_a_paused_posting_is_recommended_to_nobody(pair: Flask) -> None:
    author = visitor(pair, "author")
    visitor(pair, "company").post(f"/postings/{NEED}/pause")
    assert shown(author) == []
    visitor(pair, "company").post(f"/postings/{NEED}/resume")
    assert shown(author) == ["Copper losses in flotation tailings"]
