"""The only place that moves a deal along its pipeline."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.deals.letters import tell_moved
from matchmaker.deals.models import Deal, DealMove
from matchmaker.deals.money.receivables import recompute
from matchmaker.deals.pipeline.stages import PIPELINES
from matchmaker.vocabularies import check_codes

NEEDS_REASON = ("lose", "terminate")


def move_deal(
    actor: Actor, db: Session, deal: Deal, verb: str, *, seen: str, reason: str = "", note: str = ""
) -> DealMove:
    """Take one step from the stage that the actor has seen; losing and terminating take a reason code.

    Raises Conflict when the deal has left that stage meanwhile, Forbidden, or Invalid for what is missing.
    """
    if verb in NEEDS_REASON:
        if not reason:
            raise Invalid({"reason": _("Choose why: the reasons are counted.")})
        check_codes("deal_end_reasons", "reason", [reason])
    _agree(db, deal, seen)
    before = deal.stage
    walk(db, PIPELINES[deal.kind], actor, deal, verb, column="stage")
    return _keep(actor, db, deal, before, verb, reason if verb in NEEDS_REASON else "", clean(note)[:2000])


def _agree(db: Session, deal: Deal, seen: str) -> None:
    """Hold the deal with its people, and refuse a step from a stage that it has left meanwhile."""
    hold(db, deal, "stage", "people")
    if deal.stage != seen:
        raise Conflict(_("Somebody has moved this deal meanwhile. Look at it again."))


def _keep(actor: Actor, db: Session, deal: Deal, before: str, verb: str, reason: str, note: str) -> DealMove:
    deal.moved_at = deal.touched_at = clock.now()
    deal.reason, deal.reason_note = reason, note if reason else ""
    if deal.stage == "signed":
        deal.signed_at = deal.moved_at
    made = DealMove(deal_id=deal.id, from_stage=before, to_stage=deal.stage, verb=verb, reason=reason, note=note)
    made.user_id = actor.user_id
    db.add(made)
    recompute(db, deal)  # signing makes receivables real, termination cuts them
    tell_moved(actor, db, deal, before)
    return made
