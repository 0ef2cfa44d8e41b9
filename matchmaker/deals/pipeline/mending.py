"""What was opened wrongly is mended: another kind, the two sides the other way round."""

from sqlalchemy import exists
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline.stages import PIPELINES
from matchmaker.deals.rules import may_run, other_side
from matchmaker.vocabularies import check_codes, label

FIRST = "lead"


def kinds_for(deal: Deal) -> list[str]:
    """The kinds whose way has the stage at which the deal stands, its own among them."""
    return [kind for kind, table in PIPELINES.items() if deal.stage in {stage for stage, _verb in table}]


def change_kind(actor: Actor, db: Session, deal: Deal, kind: str, *, seen: str) -> None:
    """Make it a deal of another kind, at the same stage. Raises Invalid when that kind does not go through this stage."""
    require(may_run(actor, deal))
    check_codes("deal_kinds", "kind", [kind])
    hold(db, deal, "kind", "stage", "people")
    if deal.kind != seen:
        raise Conflict(_("Somebody has changed the kind meanwhile. Look at it again."))
    if kind not in kinds_for(deal):
        values = {"kind": label("deal_kinds", kind), "stage": label("deal_stages", deal.stage)}
        words = _(
            "A deal of the kind “%(kind)s” has no stage “%(stage)s”. Move it to a stage that both have.", **values
        )
        raise Invalid({"kind": words})
    if kind != seen:
        deal.kind = kind
        touch(deal)
        audit.record(db, actor.user_id, "change_kind", "deal", deal.id, {"kind": seen}, {"kind": kind})


def may_swap(actor: Actor, deal: Deal) -> bool:
    """Officers, while nothing has been done in the names of the sides."""
    return may_run(actor, deal) and deal.stage == FIRST


def swap_sides(actor: Actor, db: Session, deal: Deal, *, seen: int) -> None:
    """Let the provider be the recipient; `seen`: the organisation that was shown as the provider."""
    require(may_run(actor, deal))
    hold(db, deal, "stage", "provider_id", "recipient_id", "people")
    if deal.provider_id != seen or deal.stage != FIRST:
        raise Conflict(_("Somebody has changed this meanwhile: the step is no longer possible. Look at it again."))
    if db.scalar(exists().where(Nda.deal_id == deal.id).select()):
        raise Invalid({"sides": _("There is an NDA between these sides already: they stay as they are.")})
    deal.provider_id, deal.recipient_id = deal.recipient_id, deal.provider_id
    for one in deal.people:
        one.side = other_side(one.side)
    touch(deal)
    audit.record(db, actor.user_id, "swap", "deal", deal.id, {"provider": seen}, {"provider": deal.provider_id})
