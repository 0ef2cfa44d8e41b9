"""Writes of values. Rows are only added; a draft takes one step, to published or withdrawn, and then stays as it is.

Every action holds the indicator first, so that of many at once each cell gets its versions one after another.
"""

from typing import Any

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import Move, Table, walk
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.platform import QUERIES, count, has_places
from matchmaker.indicators.values.draft import Cell, Proof, ValueDraft, no_proof
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from matchmaker.indicators.values.queries import last_published, latest_of
from matchmaker.indicators.values.rules import may_enter, may_publish, may_withdraw

STATES: Table = {
    ("draft", "publish"): Move("published", may_publish),
    ("draft", "withdraw"): Move("withdrawn", may_withdraw),
}


def enter_value(
    actor: Actor,
    db: Session,
    indicator: Indicator,
    draft: ValueDraft,
    proof: Proof | Evidence | None,
    *,
    entered_by: int | None = None,
) -> IndicatorValue:
    """A draft with the document that proves it. The same, sent twice, is kept once; an earlier draft of the cell is given up.

    entered_by: who typed it, when that is not the actor.

    Raises Invalid when nothing proves it, when the platform feeds the indicator, or when a correction has no reason.
    """
    require(may_enter(actor, indicator))
    hold(db, indicator, "code", "query")
    if indicator.query:
        raise Invalid({"value": _("The platform gives the values of this indicator: take the value from it.")})
    _check_reason(db, indicator, draft.cell, draft.reason)
    before = latest_of(db, indicator.id, draft.cell.place, draft.cell.year)
    evidence = _evidence(actor, db, before, draft, proof)
    if before and _is_twin(before, draft, evidence):
        return before
    more = {"note": draft.note, "reason": draft.reason, "evidence": evidence, "is_demo": draft.is_demo}
    more |= {"user_id": entered_by or actor.user_id}
    return _add(actor, db, indicator, draft.cell, draft.value, origin="entered", **more)


def take_value(
    actor: Actor, db: Session, indicator: Indicator, cell: Cell, reason: str = "", *, is_demo: bool = False
) -> IndicatorValue:
    """A draft of what the platform counts now, with what it has counted. Raises Invalid when there is nothing to divide."""
    require(may_enter(actor, indicator))
    hold(db, indicator, "code", "query")
    query = QUERIES.get(indicator.query)
    if query is None:
        raise Invalid({"value": _("No query of the platform feeds this indicator: enter the value with a document.")})
    if not has_places(query, cell.place):
        raise Invalid({"place": _("The platform counts this for the country and for regions only.")})
    found = count(db, query, cell.place, cell.year)
    if found.value is None:
        raise Invalid({"year": _("The platform has nothing to count for this year: a share of nothing is no number.")})
    _check_reason(db, indicator, cell, reason)
    basis = {"query": query.name, "rows": found.rows, "part": found.part, "whole": found.whole}
    value = round(found.value, indicator.decimals)
    more = {"basis": basis, "reason": reason, "is_demo": is_demo}
    return _add(actor, db, indicator, cell, value, origin="platform", **more)


def move_value(actor: Actor, db: Session, value: IndicatorValue, verb: str) -> IndicatorValue:
    """Publish a draft or withdraw it. The value is loaded with its indicator. Raises Conflict when it is a draft no more."""
    hold(db, value.indicator, "code")
    hold(db, value, "state")
    if verb == "publish" and value.state == "draft":
        require(may_publish(actor, value))
        _check_reason(db, value.indicator, Cell(value.place, value.year), value.reason)
    walk(db, STATES, actor, value, verb)
    if verb == "publish":
        value.published_at, value.published_by = clock.now(), actor.user_id
    db.flush()
    return value


def _check_reason(db: Session, indicator: Indicator, cell: Cell, reason: str) -> None:
    if not reason and last_published(db, indicator.id, cell.place, cell.year):
        words = _("A value of this place and year is published. Say why it changes: readers see the reason with it.")
        raise Invalid({"reason": words})


def _evidence(
    actor: Actor, db: Session, before: IndicatorValue | None, draft: ValueDraft, proof: Proof | Evidence | None
) -> Evidence:
    """What proves the value: the document given, else that of the version before when the form says so."""
    if isinstance(proof, Evidence):
        return proof
    if proof is None:
        if draft.keeps_evidence and before and before.evidence:
            return before.evidence
        raise no_proof()
    if before and before.evidence and before.evidence.sha256 == proof.sha256:
        return before.evidence  # the same bytes, sent again
    return keep_evidence(actor, db, proof)


def keep_evidence(actor: Actor, db: Session, proof: Proof) -> Evidence:
    """Keep a document; callers have asked who may."""
    made = Evidence(
        filename=proof.filename, media_type=proof.media_type, size=len(proof.content), sha256=proof.sha256,
        content=proof.content, user_id=actor.user_id,
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made


def _is_twin(before: IndicatorValue, draft: ValueDraft, evidence: Evidence) -> bool:
    said = before.value, before.note, before.reason, before.evidence_id
    return before.state == "draft" and said == (draft.value, draft.note, draft.reason, evidence.id)


def _add(actor: Actor, db: Session, indicator: Indicator, cell: Cell, value: float, **more: Any) -> IndicatorValue:
    """The next version of a cell, as a draft; a draft before it is given up."""
    before = latest_of(db, indicator.id, cell.place, cell.year)
    if before and before.state == "draft":
        before.state = "withdrawn"
    made = IndicatorValue(place=cell.place, year=cell.year, version=before.version + 1 if before else 1, value=value)
    made.indicator, made.user_id, made.made_at = indicator, actor.user_id, clock.now()
    for name, one in more.items():
        setattr(made, name, one)
    db.add(made)
    db.flush()
    after = {"place": cell.place, "year": cell.year, "version": made.version, "value": value}
    audit.record(db, actor.user_id, "enter", "indicatorvalue", made.id, {}, after)
    return made
