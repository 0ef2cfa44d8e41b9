"""Writes of the term sheet. Each holds the deal first: of two that meet, the second sees what the first has made."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import TermDraft
from matchmaker.deals.money.holding import hold_deal
from matchmaker.deals.money.models import Receivable, Term
from matchmaker.deals.money.queries import load_term, receivables_of
from matchmaker.deals.money.reading import royalty_of
from matchmaker.deals.money.receivables import recompute
from matchmaker.deals.money.rules import may_change_terms
from matchmaker.deals.money.schedule import periods_of

PROSE = ("label", "note")  # typed freely: the trail tells that they changed, not what they say


def add_term(actor: Actor, db: Session, deal: Deal, draft: TermDraft, form_token: str | None = None) -> Term:
    """A new term; the same form sent twice makes one."""
    hold_deal(db, deal)
    require(may_change_terms(actor, deal))
    if form_token and (there := db.scalar(select(Term).where(Term.form_token == form_token))):
        return there
    made = Term(deal_id=deal.id, form_token=form_token, **vars(draft))
    db.add(made)
    db.flush()
    _note(actor, db, deal, "add_term", made, {}, _told(asdict(draft)))
    recompute(db, deal)
    return made


def edit_term(actor: Actor, db: Session, deal: Deal, term_id: int, draft: TermDraft, version: int) -> Term:
    """Change a term; its kind stays. Raises Conflict when somebody else has saved since `version`, or Invalid."""
    hold_deal(db, deal)
    require(may_change_terms(actor, deal))
    term = load_term(db, deal, term_id)
    if term.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    draft.kind = term.kind
    before = {name: value for name, value in asdict(draft).items() if getattr(term, name) != value}
    before = {name: getattr(term, name) for name in before}
    if not before:
        return term
    _check_kept(term, draft, _paid_on(db, term))
    for name in before:
        setattr(term, name, getattr(draft, name))
    _note(actor, db, deal, "edit_term", term, _told(before), _told({name: getattr(term, name) for name in before}))
    recompute(db, deal)
    return term


def remove_term(actor: Actor, db: Session, deal: Deal, term_id: int, version: int) -> None:
    """Take a term off the sheet. Raises Conflict, or Invalid when money or sales are entered under it."""
    hold_deal(db, deal)
    require(may_change_terms(actor, deal))
    term = load_term(db, deal, term_id)
    if term.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    if term.sales or _paid_on(db, term):
        words = _(
            "Payments or sales are entered under this term, so it stays. Change its amount or its last day instead."
        )
        raise Invalid({"term": words})
    db.delete(term)
    _note(actor, db, deal, "remove_term", term, {"kind": term.kind}, {})
    db.flush()


def _paid_on(db: Session, term: Term) -> list[Receivable]:
    return [row for row in receivables_of(db, term.deal_id) if row.term_id == term.id and row.payments]


def _check_kept(term: Term, draft: TermDraft, paid_on: list[Receivable]) -> None:
    """What is entered already must stay true: its currency, its payer, the periods whose sales are reported."""
    errors: dict[str, str] = {}
    if term.sales or paid_on:
        words = _("Payments or sales are entered already: this cannot change any more. Add a new term instead.")
        errors = {name: words for name in ("currency", "payer") if getattr(term, name) != getattr(draft, name)}
    if term.sales and _lost(term, draft):
        words = _("Sales are reported for periods that would not exist any more. Keep the start, the period and an end "
                  "that covers what is reported.")  # fmt: skip
        errors["ends_on"] = words
    if errors:
        raise Invalid(errors)


def _lost(term: Term, draft: TermDraft) -> bool:
    """Whether a period that sales are reported for would be gone, or would be another one."""
    planned = Term(**vars(draft), sales=[])
    stay = {(one.first, one.days) for one in periods_of(royalty_of(planned))}
    return any(
        (report.period_from, (report.period_to - report.period_from).days + 1) not in stay for report in term.sales
    )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Values for the trail: without prose, dates as text, nothing empty."""
    shown = {name: value for name, value in values.items() if name not in PROSE and value not in (None, "", [])}
    return {name: value if isinstance(value, int | list) else str(value) for name, value in shown.items()}


def _note(
    actor: Actor, db: Session, deal: Deal, verb: str, term: Term, before: dict[str, Any], after: dict[str, Any]
) -> None:
    touch(deal)
    audit.record(db, actor.user_id, verb, "deal", deal.id, {"term": term.id, **before}, {"term": term.id, **after})
