"""Reports of sales: what royalties are counted from. A correction replaces the figure; the trail keeps both."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import amount
from matchmaker.deals.money.holding import hold_deal
from matchmaker.deals.money.models import SalesReport, Term
from matchmaker.deals.money.periods import Span
from matchmaker.deals.money.queries import load_term
from matchmaker.deals.money.reading import agreement_of, royalty_of
from matchmaker.deals.money.receivables import recompute
from matchmaker.deals.money.rules import is_real, may_report
from matchmaker.deals.money.schedule import periods_of
from matchmaker.deals.money.standing import day_words, today
from matchmaker.sessions.reading import FormReader, Values


@dataclass(frozen=True)
class Sold:
    """What a form reports, and the figure it was opened with; None for a first report."""

    sales_minor: int
    seen_minor: int | None = None


def read_sales(values: Values, code: str) -> Sold:
    """Read a report; nothing sold is 0, and has to be written. Raises Invalid."""
    reader = FormReader(values)
    found = amount(reader, "sales", code, least=0)
    if found is None:
        reader.errors.setdefault("sales", _("Write the sales of the period; 0 when nothing was sold."))
    seen = reader.raw("seen")
    reader.finish()
    return Sold(found or 0, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None)


def period_of(term: Term, deal: Deal, first: date) -> Span:
    """The period of a royalty that begins on a day. Raises NotFound."""
    found = None
    if term.kind == "royalty":
        found = next((one for one in periods_of(royalty_of(term), agreement_of(deal)) if one.first == first), None)
    if found is None:
        raise NotFound(_("The royalty has no such period."))
    return found


def report_of(term: Term, first: date) -> SalesReport | None:
    """What is reported for a period."""
    return next((one for one in term.sales if one.period_from == first), None)


def report_sales(actor: Actor, db: Session, deal: Deal, term_id: int, first: date, sold: Sold) -> SalesReport:
    """Report or correct the sales of a period that is over. Raises Conflict when another figure was stored meanwhile."""
    hold_deal(db, deal)
    term = load_term(db, deal, term_id)
    if not is_real(deal):
        raise Invalid({"sales": _("The agreement is not signed yet: sales are reported after signing.")})
    require(may_report(actor, deal, term.payer))
    span, stored = period_of(term, deal, first), report_of(term, first)
    if span.last > today():
        raise Invalid({"sales": _("This period is not over yet: report it after %(day)s.", day=day_words(span.last))})
    if (stored.sales_minor if stored else None) != sold.seen_minor:
        raise Conflict(_("Somebody else has reported this period meanwhile. Compare, and save again."))
    return _store(actor, db, deal, term, span, stored, sold.sales_minor)


def _store(
    actor: Actor, db: Session, deal: Deal, term: Term, span: Span, stored: SalesReport | None, sales_minor: int
) -> SalesReport:
    before = {"sales": stored.sales_minor} if stored else {}
    report = stored or SalesReport(term_id=term.id, period_from=span.first)
    report.period_to, report.sales_minor = span.last, sales_minor
    report.user_id, report.reported_at = actor.user_id, clock.now()
    if stored is None:
        db.add(report)
    touch(deal)
    what = {"term": term.id, "period": str(span.first)}
    verb = "correct_sales" if stored else "report_sales"
    audit.record(db, actor.user_id, verb, "deal", deal.id, what | before, what | {"sales": sales_minor})
    recompute(db, deal)
    return report
