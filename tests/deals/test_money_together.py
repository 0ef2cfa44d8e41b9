"""Twenty at the same moment: one effect, and words for the others."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import read_term
from matchmaker.deals.money.models import Payment, Receivable, SalesReport, Term
from matchmaker.deals.money.payments import Paid, record_payment, reverse_payment
from matchmaker.deals.money.plan import Plan, Source, save_plan, seal_of
from matchmaker.deals.money.sales import Sold, report_sales
from matchmaker.deals.money.terms import add_term, edit_term
from matchmaker.deals.queries import load_deal
from tests.cast import Cast
from tests.deals.making import make_deal
from tests.deals.making_money import ROYALTY, UPFRONT, find, make_term, sign

MANY = 20
Deed = Callable[[object, Deal], object]


def at_once(database: Database, cast: Cast, deal_id: int, deed: Deed) -> Counter[str]:
    """Twenty transactions that have all read the deal before any of them writes (on SQLite one writes after the other)."""
    barrier = None if database.is_sqlite else threading.Barrier(MANY)
    found: Counter[str] = Counter()

    def run() -> None:
        try:
            with database.write() as db:
                deal = load_deal(cast["officer"], db, deal_id)
                if barrier:
                    barrier.wait()
                deed(db, deal)
            found["done"] += 1
        except DomainError as fault:
            found[type(fault).__name__] += 1

    threads = [threading.Thread(target=run) for _number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_twenty_who_press_at_once_have_one_effect(any_app: Flask, any_cast: Cast) -> None:
    database, officer = any_app.extensions["database"], any_cast["officer"]
    if not database.is_sqlite:
        database.engine.pool._max_overflow = MANY  # all of them at once
    with database.write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        upfront, royalty = make_term(db, deal, UPFRONT), make_term(db, deal, ROYALTY)
        sign(db, deal)
        due = find(db, deal, "upfront").id
        seal = seal_of(deal, [])
    first = date(2025, 1, 1)

    def pay(db: object, deal: Deal) -> object:
        return record_payment(officer, db, deal, due, Paid(250_000_050, first))  # type: ignore[arg-type]

    def report(db: object, deal: Deal) -> object:
        return report_sales(officer, db, deal, royalty.id, first, Sold(100_000_000))  # type: ignore[arg-type]

    def edit(db: object, deal: Deal) -> object:
        draft = read_term(MultiDict(UPFRONT | {"amount": "3"}), set())
        return edit_term(officer, db, deal, upfront.id, draft, 1)  # type: ignore[arg-type]

    def add(db: object, deal: Deal) -> object:
        return add_term(officer, db, deal, read_term(MultiDict(UPFRONT), set()), "one form")  # type: ignore[arg-type]

    def fund(db: object, deal: Deal) -> object:
        plan = Plan({"KZT": 5}, [Source("own", "", "KZT", 5, 10_000)])
        return save_plan(officer, db, deal, plan, seal)  # type: ignore[arg-type]

    def undo(db: object, deal: Deal) -> object:
        return reverse_payment(officer, db, deal, due, 1)  # type: ignore[arg-type]

    assert at_once(database, any_cast, deal.id, pay) == {"done": 1, "Invalid": MANY - 1}
    assert at_once(database, any_cast, deal.id, report) == {"done": 1, "Conflict": MANY - 1}
    assert at_once(database, any_cast, deal.id, edit) == {"done": 1, "Conflict": MANY - 1}
    assert at_once(database, any_cast, deal.id, add) == {"done": MANY}
    assert at_once(database, any_cast, deal.id, fund) == {"done": 1, "Conflict": MANY - 1}
    assert at_once(database, any_cast, deal.id, undo) == {"done": 1, "Conflict": MANY - 1}
    with database.read() as db:
        counts = [db.scalar(select(func.count()).select_from(table)) for table in (Payment, SalesReport, Term)]
        sums = db.execute(select(Receivable.key, Receivable.amount_minor).order_by(Receivable.id)).all()
    assert counts == [2, 1, 3]
    # the edit to 3.00 ₸ leaves what was paid on as it was, and makes a credit of the difference
    assert [tuple(row) for row in sums] == [
        ("upfront", 250_000_050), ("min 2025-01-01", 95_000_000), ("min 2026-01-01", 100_000_000), ("2025-01-01", 5_000_000),
        ("upfront+1", -249_999_750), ("upfront", 250_000_050),
    ]  # fmt: skip
