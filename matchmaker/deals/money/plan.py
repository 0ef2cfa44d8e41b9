"""Who pays for the project: sources with amounts and shares that must add up, each currency by itself."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.models import Deal
from matchmaker.deals.money.currencies import shown_amount
from matchmaker.deals.money.draft import amount, currency, percent
from matchmaker.deals.money.holding import hold_deal
from matchmaker.deals.money.models import Funding
from matchmaker.deals.money.queries import funding_of
from matchmaker.deals.money.royalty import WHOLE_BP, round_half_up
from matchmaker.deals.money.rules import may_plan_funding
from matchmaker.deals.money.shares import part_of, shares_of
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

COST_ROWS, SOURCE_ROWS, MOST_ROWS = 2, 4, 20


@dataclass
class Source:
    """One source as typed; amount and share are worked out of each other where one is left empty."""

    source: str
    funder: str
    currency: str
    amount_minor: int = 0
    share_bp: int = 0


@dataclass
class Plan:
    """The cost of the project by currency, and who pays it."""

    costs: dict[str, int] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)


def read_plan(values: Values) -> Plan:
    """Read the whole form. Raises Invalid with every fault at once, saying what does not add up and by how much."""
    reader, plan = FormReader(values), Plan()
    for row in range(1, MOST_ROWS + 1):
        _read_cost(reader, row, plan)
    rows = {row: found for row in range(1, MOST_ROWS + 1) if (found := _read_source(reader, row, plan))}
    if not reader.errors:
        _check_sums(reader, plan, rows)
    reader.finish()
    plan.sources = list(rows.values())
    return plan


def _read_cost(reader: FormReader, row: int, plan: Plan) -> None:
    name = f"cost_{row}"
    if not reader.raw(name):
        return
    code = currency(reader, f"cost_currency_{row}")
    found = amount(reader, name, code)
    if code in plan.costs:
        reader.errors[f"cost_currency_{row}"] = _(
            "This currency stands above already: write the whole cost in one line."
        )
    plan.costs[code] = found or 0


def _read_source(reader: FormReader, row: int, plan: Plan) -> Source | None:
    names = {name: f"{name}_{row}" for name in ("source", "funder", "currency", "amount", "share")}
    if not any(reader.raw(names[name]) for name in ("source", "funder", "amount", "share")):
        return None
    found = Source(
        reader.choice(names["source"], terms("funding_sources")),
        reader.line(names["funder"], 200),
        currency(reader, names["currency"]),
    )
    if not found.source:
        reader.errors.setdefault(names["source"], _("Choose the kind of source."))
    if found.currency not in plan.costs:
        words = _(
            "Write the project's cost in %(code)s above, or change the currency of this source.", code=found.currency
        )
        reader.errors.setdefault(names["currency"], words)
    _read_sum(reader, names, found, plan.costs.get(found.currency, 0))
    return found


def _read_sum(reader: FormReader, names: dict[str, str], found: Source, cost: int) -> None:
    """An amount, a share, or both when they agree; shares left empty are worked out for all sources together."""
    typed = amount(reader, names["amount"], found.currency, least=0)
    share = percent(reader, names["share"])
    found.share_bp = share or 0
    if typed is None and share is None:
        words = _("Write an amount or a share of the cost.")
        reader.errors.setdefault(names["amount"], words)
    elif typed is None:
        found.amount_minor = round_half_up(part_of(cost, share or 0))
    else:
        found.amount_minor = typed
        _check_share(reader, names["share"], found, share, cost)


def _check_share(reader: FormReader, name: str, found: Source, share: int | None, cost: int) -> None:
    """Half a basis point either way is rounding; a whole one is a mistake in one of the two."""
    if share is None or not cost or abs(found.amount_minor * WHOLE_BP - share * cost) < cost:
        return
    words = _("This share of the cost would be %(amount)s %(code)s. Mend the amount or the share, or leave one empty.",
              amount=shown_amount(round_half_up(part_of(cost, share)), found.currency), code=found.currency)  # fmt: skip
    reader.errors.setdefault(name, words)


def _check_sums(reader: FormReader, plan: Plan, rows: dict[int, Source]) -> None:
    for place, (code, cost) in enumerate(plan.costs.items(), 1):
        own = {row: one for row, one in rows.items() if one.currency == code}
        lacking = cost - sum(one.amount_minor for one in own.values())
        if lacking:
            reader.errors[f"cost_{_row_of(reader, place)}"] = _lacking_words(code, lacking)
            continue
        typed = {row: one.share_bp for row, one in own.items() if reader.raw(f"share_{row}")}
        if len(typed) < len(own):
            for one, share in zip(own.values(), shares_of([one.amount_minor for one in own.values()]), strict=True):
                one.share_bp = share
        elif own and sum(typed.values()) != WHOLE_BP:
            reader.errors[f"share_{max(own)}"] = _share_words(code, sum(typed.values()))


def _row_of(reader: FormReader, place: int) -> int:
    """The row in which the cost of this place was typed: rows may be left empty between."""
    filled = [row for row in range(1, MOST_ROWS + 1) if reader.raw(f"cost_{row}")]
    return filled[place - 1]


def _lacking_words(code: str, lacking: int) -> str:
    shown = shown_amount(abs(lacking), code)
    if lacking > 0:
        return _("The sources in %(code)s do not pay the whole cost: %(amount)s is missing. Add a source or raise one.",
                 code=code, amount=shown)  # fmt: skip
    return _("The sources in %(code)s come to %(amount)s more than the cost. Lower one, or correct the cost.",
             code=code, amount=shown)  # fmt: skip


def _share_words(code: str, total: int) -> str:
    return _("The shares in %(code)s add up to %(total)s percent, and must add up to 100. Leave one empty to have it worked out.",
             code=code, total=shown_amount(total, "KZT"))  # fmt: skip


def seal_of(deal: Deal, stored: Sequence[Funding]) -> str:
    """A mark of what is stored, so that a form knows whether it has changed meanwhile."""
    rows = [[one.source, one.funder, one.currency, one.amount_minor, one.share_bp] for one in stored]
    return hashlib.sha256(json.dumps([deal.cost_minor, rows], sort_keys=True).encode()).hexdigest()[:32]


def save_plan(actor: Actor, db: Session, deal: Deal, plan: Plan, seal: str) -> None:
    """Replace the plan of funding. Raises Conflict when it is not the one that the form was opened with."""
    hold_deal(db, deal)
    require(may_plan_funding(actor, deal))
    stored = funding_of(db, deal.id)
    if seal != seal_of(deal, stored):
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    before = {"costs": deal.cost_minor, "sources": len(stored)}
    db.execute(delete(Funding).where(Funding.deal_id == deal.id))
    db.add_all(Funding(deal_id=deal.id, **asdict(one)) for one in plan.sources)
    deal.cost_minor = dict(plan.costs)
    touch(deal)
    after = {"costs": plan.costs, "sources": len(plan.sources)}
    audit.record(db, actor.user_id, "plan_funding", "deal", deal.id, before, after)
