"""Deeds of money: terms, sales, payments, and who pays for the project; read as forms are, so that they obey every rule."""

from collections.abc import Iterator, Sequence

from matchmaker.core.i18n import _
from matchmaker.core.tables import Row
from matchmaker.deals.money.draft import read_term
from matchmaker.deals.money.models import Receivable
from matchmaker.deals.money.payments import read_payment, record_payment
from matchmaker.deals.money.plan import read_plan, save_plan, seal_of
from matchmaker.deals.money.queries import funding_of, receivables_of
from matchmaker.deals.money.sales import read_sales, report_sales
from matchmaker.deals.money.standing import today
from matchmaker.deals.money.terms import add_term
from matchmaker.deals.seeds.dates import iso, needed_day
from matchmaker.deals.seeds.story import Deed, Form, Story, named

TERMS = (
    "deal", "on", "who", "key", "kind", "label", "payer", "currency", "amount", "due_on", "milestone", "payment_days", "tiers",
    "period", "starts_on", "ends_on", "minimum", "share", "note",
)  # fmt: skip
SALES = ("deal", "on", "who", "term", "period", "sales")
PAYMENTS = ("deal", "on", "who", "term", "period", "amount", "note")
FUNDING = ("deal", "on", "who", "source", "funder", "currency", "amount")
PLAN, TERM, SELL, PAY = 1, 2, 8, 9
PLAIN = ("kind", "label", "currency", "amount", "payment_days", "period", "minimum", "share", "note")


def term_deeds(row: Row) -> Iterator[Deed]:
    """A term of payment."""
    yield Deed(needed_day(row, "on"), TERM, row, _term)


def _term(story: Story, row: Row) -> None:
    values = {name: row[name] for name in PLAIN} | {name: iso(row, name) for name in ("due_on", "starts_on", "ends_on")}
    values["payer"] = row["payer"] or "recipient"
    for number, tier in enumerate(row.many("tiers"), 1):
        values[f"tier_from_{number}"], values[f"tier_rate_{number}"] = tier.split(":")
    if row["milestone"]:
        values["milestone_id"] = str(named(story.tasks, row, "milestone").id)
    draft = read_term(Form(values), {one.id for one in story.tasks.values()})
    story.terms[row["key"]] = add_term(story.actor(row), story.db, story.deal, draft)


def sales_deeds(row: Row) -> Iterator[Deed]:
    """A report of the sales of the period that begins on a day."""
    yield Deed(needed_day(row, "on"), SELL, row, _sell)


def _sell(story: Story, row: Row) -> None:
    term = named(story.terms, row, "term")
    sold = read_sales(Form({"sales": row["sales"]}), term.currency)
    report_sales(story.actor(row), story.db, story.deal, term.id, needed_day(row, "period"), sold)


def payment_deeds(row: Row) -> Iterator[Deed]:
    """A payment; of a royalty for the period that begins on a day. Without an amount, all that is open."""
    yield Deed(needed_day(row, "on"), PAY, row, _pay)


def _pay(story: Story, row: Row) -> None:
    due = _receivable(story, row)
    amount = row["amount"] or f"{due.amount_minor // 100}.{due.amount_minor % 100:02}"
    paid = read_payment(Form({"amount": amount, "paid_on": today().isoformat(), "note": row["note"]}), due.currency)
    record_payment(story.actor(row), story.db, story.deal, due.id, paid)


def _receivable(story: Story, row: Row) -> Receivable:
    term = named(story.terms, row, "term")
    rows = [one for one in receivables_of(story.db, story.deal.id) if one.term_id == term.id]
    key = iso(row, "period") or term.kind
    found = next((one for one in rows if one.key == key), None)
    if found is None:
        raise row.fault("period", _("There is no such payment: it may not be due any more."))
    return found


def funding_deeds(rows: Sequence[Row]) -> Iterator[Deed]:
    """The plan of a deal: all its rows in one form; the cost is what the sources come to."""
    if rows:
        yield Deed(needed_day(rows[0], "on"), PLAN, rows[0], lambda story, row: _plan(story, rows))


def _plan(story: Story, rows: Sequence[Row]) -> None:
    values, costs = dict[str, str](), dict[str, int]()
    for number, row in enumerate(rows, 1):
        values |= {f"{name}_{number}": row[name] for name in ("source", "funder", "currency", "amount")}
        costs[row["currency"]] = costs.get(row["currency"], 0) + (row.number("amount") or 0)
    for number, (code, cost) in enumerate(costs.items(), 1):
        values |= {f"cost_{number}": str(cost), f"cost_currency_{number}": code}
    db, deal = story.db, story.deal
    save_plan(story.actor(rows[0]), db, deal, read_plan(Form(values)), seal_of(deal, funding_of(db, deal.id)))
