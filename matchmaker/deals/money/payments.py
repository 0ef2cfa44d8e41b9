"""Payments: entered once each, in parts where they come in parts, never deleted; a mistake is undone by its opposite."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.models import Deal
from matchmaker.deals.money.currencies import shown_amount
from matchmaker.deals.money.draft import amount, day
from matchmaker.deals.money.holding import hold_deal
from matchmaker.deals.money.models import Payment, Receivable
from matchmaker.deals.money.queries import load_receivable
from matchmaker.deals.money.rules import is_real, may_enter_payments
from matchmaker.deals.money.standing import Owed, today
from matchmaker.sessions.reading import FormReader, Values


@dataclass(frozen=True)
class Paid:
    """What a form says was paid. is_over: that more than was open is meant."""

    amount_minor: int
    paid_on: date
    note: str = ""
    is_over: bool = False


def read_payment(values: Values, code: str) -> Paid:
    """Read a payment. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    found = amount(reader, "amount", code)
    paid_on = day(reader, "paid_on", _("Choose the day on which the money came."))
    if paid_on and paid_on > today():
        reader.errors["paid_on"] = _("This day is still to come. Enter a payment when it has been made.")
    note = reader.line("note", 300)
    reader.finish()
    assert found and paid_on, "finish() refuses a form without them"
    return Paid(found, paid_on, note, reader.is_ticked("is_over"))


def owed_of(receivable: Receivable) -> Owed:
    """A receivable, loaded with its term and payments, as sums."""
    paid = sum(payment.amount_minor for payment in receivable.payments)
    return Owed(receivable.term.payer, receivable.currency, receivable.amount_minor, paid, receivable.due_on)


def check_signed(deal: Deal) -> None:
    """Raises Invalid before signing: nothing is due then, whatever the term sheet says."""
    if not is_real(deal):
        words = _("The agreement is not signed yet, so nothing is due. Payments are entered after the deal is signed.")
        raise Invalid({"amount": words})


def record_payment(
    actor: Actor, db: Session, deal: Deal, receivable_id: int, paid: Paid, form_token: str | None = None
) -> Payment:
    """Enter a payment, or the refund of a credit; the same form sent twice counts once.

    Raises Invalid before signing, and when more is paid than is open unless that is meant.
    """
    hold_deal(db, deal)
    check_signed(deal)
    receivable = load_receivable(db, deal, receivable_id)
    require(may_enter_payments(actor, deal, receivable.term.payer))
    if form_token and (there := db.scalar(select(Payment).where(Payment.form_token == form_token))):
        return there
    sign = -1 if receivable.amount_minor < 0 else 1
    _check_open(receivable, paid, sign)
    made = Payment(receivable_id=receivable.id, amount_minor=sign * paid.amount_minor, form_token=form_token)
    made.paid_on, made.note, made.user_id = paid.paid_on, paid.note, actor.user_id
    return _keep(actor, db, deal, receivable, made, "pay")


def _check_open(receivable: Receivable, paid: Paid, sign: int) -> None:
    left = sign * owed_of(receivable).open_minor
    if paid.amount_minor <= left or paid.is_over:
        return
    code = receivable.currency
    words = _(
        "Only %(open)s %(code)s is open: this is %(more)s more. Enter less, or tick that it was overpaid.",
        open=shown_amount(max(left, 0), code),
        more=shown_amount(paid.amount_minor - max(left, 0), code),
        code=code,
    )
    raise Invalid({"amount": words})


def reverse_payment(actor: Actor, db: Session, deal: Deal, receivable_id: int, payment_id: int) -> Payment:
    """Undo a mistaken entry by a row of the opposite sign. Raises Conflict when that is done already."""
    hold_deal(db, deal)
    receivable = load_receivable(db, deal, receivable_id)
    require(may_enter_payments(actor, deal, receivable.term.payer))
    wrong = next((one for one in receivable.payments if one.id == payment_id), None)
    if wrong is None:
        raise NotFound(_("There is no such payment."))
    if wrong.reverses_id or any(one.reverses_id == wrong.id for one in receivable.payments):
        raise Conflict(_("This entry is reversed already."))
    made = Payment(receivable_id=receivable.id, amount_minor=-wrong.amount_minor, reverses_id=wrong.id)
    made.paid_on, made.user_id = today(), actor.user_id
    return _keep(actor, db, deal, receivable, made, "reverse_payment")


def _keep(actor: Actor, db: Session, deal: Deal, receivable: Receivable, made: Payment, verb: str) -> Payment:
    db.add(made)
    db.flush()
    touch(deal)
    after = {"receivable": receivable.id, "amount": made.amount_minor, "currency": receivable.currency}
    audit.record(db, actor.user_id, verb, "deal", deal.id, {}, after | {"paid_on": str(made.paid_on)})
    return made
