"""The money room through the door: what people type, and the words they get."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Funding, Payment, Term
from matchmaker.deals.money.standing import today
from tests.cast import Cast
from tests.conftest import sign_in
from tests.deals.making import make_deal
from tests.deals.making_money import ROYALTY, STAGE, UPFRONT, find, make_milestone, make_term, sign
from tests.pages import errors_of, soup, text_of, values_of

Browser = Callable[[str], FlaskClient]


def form_in(answer: object) -> dict[str, list[str]]:
    """What the form of the page would send again."""
    return values_of(soup(answer).select_one("main form[data-guard]"))  # type: ignore[arg-type]


def deal_under_talks(app: Flask, cast: Cast, **terms: dict[str, str]) -> tuple[int, list[int]]:
    """A deal in negotiation with these terms."""
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        return deal.id, [make_term(db, deal, values).id for values in terms.values()]


BAD = [
    ("royalty", {"tier_rate_1": "-5"}, "tier_rate_1", "A percentage cannot be negative. Write 0 or more."),
    ("royalty", {"tier_rate_1": "101"}, "tier_rate_1", "More than 100 percent is not possible. Write at most 100."),
    ("royalty", {"tier_rate_1": "5.255"}, "tier_rate_1",
     "Write a percentage with at most two digits after the point, for example 5.25."),
    ("royalty", {"tier_from_3": "9 000 000", "tier_rate_3": "2"}, "tier_from_3",
     "Tiers must rise: this one has to begin above the one before it."),
    ("royalty", {"tier_from_1": "5"}, "tier_from_1",
     "The first tier begins at 0: leave this empty, and give the higher sales a tier of their own."),
    ("royalty", {"tier_rate_2": ""}, "tier_rate_2", "Write the rate of this tier, for example 5."),
    ("royalty", {"ends_on": "2024-12-31"}, "ends_on", "The end is before the start. Choose a day from Jan 1, 2025 on."),
    ("royalty", {"minimum": "-1"}, "minimum", "An amount cannot be negative. Write it without the minus sign."),
    ("upfront", {"currency": "KZZ"}, "currency",
     "There is no currency “KZZ”. Write its three letters, for example KZT, USD or EUR."),
    ("upfront", {"currency": "JPY"}, "amount", "JPY has no smaller unit: write a whole number, without a point or comma."),
    ("upfront", {"amount": "0"}, "amount", "Write an amount above zero."),
    ("stage", {"due_on": ""}, "due_on", "Choose the day on which this payment falls due."),
    ("milestone", {"amount": "5"}, "milestone_id",
     "Choose the milestone that makes this payment due. If there is none yet, add it under Tasks first."),
    ("equity", {"share": "0"}, "share", "Write which share of the company is given: above 0, at most 100 percent."),
]  # fmt: skip
WHOLE = {"royalty": ROYALTY, "upfront": UPFRONT, "stage": STAGE, "milestone": UPFRONT, "equity": {"payer": "recipient"}}


@pytest.mark.parametrize(("kind", "typed", "field", "words"), BAD)
def test_what_cannot_be_taken_is_told_at_its_field_and_stays_typed(
    app: Flask, cast: Cast, browser: Browser, kind: str, typed: dict[str, str], field: str, words: str
) -> None:
    deal_id, _ids = deal_under_talks(app, cast)
    sent = WHOLE[kind] | typed | {"kind": kind, "note": "as agreed on Monday"}
    answer = browser("author").post(f"/deals/{deal_id}/money/terms/new", data=sent)
    assert (answer.status_code, errors_of(answer)) == (422, {field: words})
    found = form_in(answer)
    assert {name: found[name] for name in sent if name in found} == {
        name: [text] for name, text in sent.items() if name in found
    }
    assert {"note", field} <= set(found)


def test_a_term_goes_on_the_sheet_and_the_page_tells_what_follows(any_app: Flask, any_cast: Cast) -> None:
    deal_id, _ids = deal_under_talks(any_app, any_cast)
    client = sign_in(any_app, "company@example.org")
    page = client.get(f"/deals/{deal_id}/money/terms/new?kind=royalty")
    sent = {name: values[0] for name, values in form_in(page).items()} | ROYALTY
    for _twice in range(2):  # the same form, sent twice
        assert client.post(f"/deals/{deal_id}/money/terms/new", data=sent).status_code == 302
    page = soup(client.get(f"/deals/{deal_id}/money"))
    rows = [text_of(row) for row in page.select("table.money-schedule tbody tr")]
    assert len(rows) == 10
    assert rows[0] == "Apr 30, 2025 expected date Licence royalty Royalty Jan 1, 2025 – Mar 31, 2025 by sales – Planned"
    assert rows[4].startswith("Jan 30, 2026 Licence royalty Minimum royalty Jan 1, 2025 – Dec 31, 2025 1,000,000.00")
    assert len(page.select(".money-picture svg .mark")) == 10 + 1  # and one in the legend
    assert "preview" in text_of(page.select_one(".notice-warning"))


def test_two_people_who_edit_the_term_sheet_both_keep_what_they_typed(any_app: Flask, any_cast: Cast) -> None:
    deal_id, (term_id,) = deal_under_talks(any_app, any_cast, upfront=UPFRONT)
    author, company = (sign_in(any_app, f"{name}@example.org") for name in ("author", "company"))
    address = f"/deals/{deal_id}/money/terms/{term_id}"
    forms = [{name: values[0] for name, values in form_in(one.get(address)).items()} for one in (author, company)]
    assert author.post(address, data=forms[0] | {"amount": "3000000"}).status_code == 302
    answer = company.post(address, data=forms[1] | {"amount": "2000000", "note": "our last word"})
    page = soup(answer)
    assert answer.status_code == 409
    assert [text_of(row) for row in page.select(".conflict tbody tr")] == [
        "Amount 3000000.00 2000000",
        "Note empty our last word",
    ]
    kept = {name: values[0] for name, values in form_in(answer).items()}
    assert (kept["amount"], kept["note"], kept["version"]) == ("2000000", "our last word", "2")
    assert company.post(address, data=kept).status_code == 302  # compared, and saved again
    with any_app.extensions["database"].read() as db:
        term = db.get_one(Term, term_id)
        assert (term.amount_minor, term.note, term.version) == (200_000_000, "our last word", 3)
    stale = company.post(f"{address}/remove", data={"version": "1"})
    assert stale.status_code == 409
    assert "Somebody else has changed this meanwhile" in stale.text


def test_a_payment_form_tells_of_too_much_and_takes_it_when_meant(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        make_term(db, deal, UPFRONT)
        sign(db, deal)
        row = find(db, deal, "upfront").id
    client = sign_in(any_app, "author@example.org")
    address = f"/deals/{deal.id}/money/receivables/{row}"
    sent = {name: values[0] for name, values in form_in(client.get(address)).items()}
    assert (sent["amount"], sent["paid_on"]) == ("2500000.50", str(today()))
    answer = client.post(f"{address}/payments", data=sent | {"amount": "2500001", "note": "order 17"})
    assert errors_of(answer) == {
        "amount": "Only 2,500,000.50 KZT is open: this is 0.50 more. Enter less, or tick that it was overpaid."
    }
    again = {name: values[0] for name, values in form_in(answer).items()}
    assert (again["amount"], again["note"]) == ("2500001", "order 17")
    assert client.post(f"{address}/payments", data=again | {"is_over": "1"}).status_code == 302
    assert "Overpaid" in text_of(soup(client.get(address)).select_one("h2"))
    with database.read() as db:
        payment = db.scalars(select(Payment)).one()
    assert client.post(f"{address}/payments/{payment.id}/reverse").status_code == 302
    assert client.post(f"{address}/payments/{payment.id}/reverse").status_code == 409
    future = client.post(f"{address}/payments", data={"amount": "1", "paid_on": "2149-01-01"})
    assert errors_of(future) == {"paid_on": "This day is still to come. Enter a payment when it has been made."}


def test_sales_are_reported_and_a_stale_correction_is_told(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        royalty = make_term(db, deal, ROYALTY).id
        sign(db, deal)
    client = browser("company")
    address = f"/deals/{deal.id}/money/terms/{royalty}/sales/2025-01-01"
    assert errors_of(client.post(address, data={"sales": ""})) == {
        "sales": "Write the sales of the period; 0 when nothing was sold."
    }
    assert client.post(address, data={"sales": "1 000 000", "seen": ""}).status_code == 302
    answer = browser("officer").post(address, data={"sales": "2 000 000", "seen": ""})
    assert answer.status_code == 409
    assert "1,000,000.00" in text_of(soup(answer).select_one(".notice-warning"))
    assert form_in(answer)["sales"] == ["2 000 000"]
    assert form_in(answer)["seen"] == ["100000000"]
    for wrong in ("2025-01-02", "soon"):
        assert client.get(f"/deals/{deal.id}/money/terms/{royalty}/sales/{wrong}").status_code == 404


def table_of(answer: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))  # type: ignore[attr-defined]


def test_the_schedule_goes_out_as_csv_and_as_a_workbook(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        make_term(db, deal, UPFRONT, label="=1+1")
        make_term(db, deal, STAGE, currency="JPY", amount="700")
        sign(db, deal)
    rows = table_of(browser("author").get(f"/deals/{deal.id}/money.csv"))
    assert rows[0][:9] == [
        "Term", "Kind", "Payer", "Period from", "Period to", "Due on", "Date is expected", "Currency", "Amount",
    ]  # fmt: skip
    assert rows[1] == [
        "'=1+1", "Upfront payment", "Technology recipient", "", "", "2025-02-09", "", "KZT", "2500000.50", "0.00",
        "2500000.50", "", "Late",
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(browser("author").get(f"/deals/{deal.id}/money.xlsx").data))
    first, second = book.worksheets
    assert [first.cell(2, column).value for column in (1, 8, 9)] == ["'=1+1", "KZT", 2500000.5]
    assert [first.cell(row, 9).number_format for row in (2, 3)] == ["#,##0.00", "#,##0"]
    assert [[cell.value for cell in row][1:5] for row in second.iter_rows(min_row=2)] == [
        ["JPY", 700, 0, 700],
        ["KZT", 2500000.5, 0, 2500000.5],
    ]


PLAN = {
    "cost_1": "10 000 000", "cost_currency_1": "KZT", "cost_2": "1000", "cost_currency_2": "usd",
    "source_1": "own", "currency_1": "KZT", "amount_1": "3 333 333.33",
    "source_2": "bank", "funder_2": "Bank", "currency_2": "KZT", "amount_2": "6 666 666.67",
    "source_3": "ifi", "currency_3": "USD", "share_3": "100",
}  # fmt: skip
SUMS = [
    ({"amount_2": "6 000 000"}, "cost_1",
     "The sources in KZT do not pay the whole cost: 666,666.67 is missing. Add a source or raise one."),
    ({"amount_2": "7 000 000"}, "cost_1",
     "The sources in KZT come to 333,333.33 more than the cost. Lower one, or correct the cost."),
    ({"share_3": "90"}, "cost_2",
     "The sources in USD do not pay the whole cost: 100.00 is missing. Add a source or raise one."),
    ({"share_1": "33.33", "share_2": "66.66"}, "share_2",
     "The shares in KZT add up to 99.99 percent, and must add up to 100. Leave one empty to have it worked out."),
    ({"share_1": "30"}, "share_1",
     "This share of the cost would be 3,000,000.00 KZT. Mend the amount or the share, or leave one empty."),
    ({"currency_3": "EUR"}, "currency_3",
     "Write the project's cost in EUR above, or change the currency of this source."),
    ({"source_1": ""}, "source_1", "Choose the kind of source."),
    ({"share_3": "120"}, "share_3", "More than 100 percent is not possible. Write at most 100."),
    ({"cost_currency_2": "KZT"}, "cost_currency_2",
     "This currency stands above already: write the whole cost in one line."),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "field", "words"), SUMS)
def test_funding_that_does_not_add_up_is_told_and_stays_typed(
    app: Flask, cast: Cast, browser: Browser, typed: dict[str, str], field: str, words: str
) -> None:
    deal_id, _ids = deal_under_talks(app, cast)
    client = browser("company")
    address = f"/deals/{deal_id}/money/funding"
    sent = PLAN | typed | {"seal": form_in(client.get(address))["seal"][0]}
    answer = client.post(address, data=sent)
    assert answer.status_code == 422
    assert errors_of(answer)[field] == words
    assert {name: form_in(answer)[name] for name in sent} == {name: [text] for name, text in sent.items()}


def test_funding_is_saved_per_currency_and_a_stale_plan_is_told(any_app: Flask, any_cast: Cast) -> None:
    deal_id, _ids = deal_under_talks(any_app, any_cast)
    address = f"/deals/{deal_id}/money/funding"
    author, company = (sign_in(any_app, f"{name}@example.org") for name in ("author", "company"))
    seals = [form_in(one.get(address))["seal"][0] for one in (author, company)]
    assert author.post(address, data=PLAN | {"seal": seals[0]}).status_code == 302
    answer = company.post(address, data=PLAN | {"seal": seals[1], "funder_2": "Another"})
    assert answer.status_code == 409
    assert form_in(answer)["funder_2"] == ["Another"]
    assert [text_of(one) for one in soup(answer).select(".conflict tbody td[data-label=Funder]")] == ["–", "Bank", "–"]
    with any_app.extensions["database"].read() as db:
        assert db.get_one(Deal, deal_id).cost_minor == {"KZT": 1_000_000_000, "USD": 100_000}
        found = [
            (one.currency, one.amount_minor, one.share_bp) for one in db.scalars(select(Funding).order_by(Funding.id))
        ]
    assert found == [("KZT", 333_333_333, 3333), ("KZT", 666_666_667, 6667), ("USD", 100_000, 10_000)]
    page = soup(author.get(f"/deals/{deal_id}/money"))
    assert [rect["width"] for rect in page.select(".money-bar rect")] == ["33.33", "66.67", "100.0"]
    more = author.post(address, data=PLAN | {"seal": "x", "then": "rows"})
    assert (more.status_code, len(soup(more).select(".money-source"))) == (200, 7)


def test_a_milestone_payment_shows_its_milestone_and_who_receives_enters(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        milestone = make_milestone(db, deal)
    client = browser("author")
    page = client.get(f"/deals/{deal.id}/money/terms/new?kind=milestone")
    options = [text_of(one) for one in soup(page).select("#f-milestone_id option")]
    assert options == ["Choose a milestone", "Pilot line runs"]
    sent = {
        "kind": "milestone",
        "amount": "5",
        "currency": "KZT",
        "milestone_id": str(milestone.id),
        "payment_days": "10",
    }
    assert client.post(f"/deals/{deal.id}/money/terms/new", data=sent).status_code == 302
    (row,) = soup(client.get(f"/deals/{deal.id}/money")).select("table.money-schedule tbody tr")
    assert text_of(row) == "Sep 11, 2026 expected date Milestone payment 5.00 ₸ – Planned"
    pay = client.post(f"/deals/{deal.id}/money/receivables/1/payments", data={"amount": "5", "paid_on": "2026-01-01"})
    assert pay.status_code == 422
    assert "Payments are entered after the deal is signed." in pay.text


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_room_speaks_the_readers_language(app: Flask, cast: Cast, browser: Browser, lang: str) -> None:
    deal_id, _ids = deal_under_talks(app, cast, royalty=ROYALTY)
    client = browser("author")
    client.post("/language", data={"lang": lang})
    words = {"kk": "Төлем шарттары", "ru": "Условия оплаты"}[lang]
    assert text_of(soup(client.get(f"/deals/{deal_id}/money")).select_one("#terms-title")) == words
    assert "1\u00a0000\u00a0000,00" in client.get(f"/deals/{deal_id}/money").text
