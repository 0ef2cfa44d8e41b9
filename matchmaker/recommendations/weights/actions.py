"""Writes of weights. Each change of the set in use is announced, so that every process takes it up at its next search."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, changes, clock
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.matching.fusion import shipped
from matchmaker.matching.relearning import Learned, values_of
from matchmaker.recommendations.weights.models import FusionVersion
from matchmaker.recommendations.weights.queries import SHIPPED_ID, load_version, version_in_use
from matchmaker.recommendations.weights.rules import may_choose
from matchmaker.recommendations.weights.states import STATES
from matchmaker.recommendations.weights.values import usable


def keep_learned(actor: Actor, db: Session, encoder: str, learned: Learned) -> FusionVersion:
    """Keep a candidate with its figures: in use when it is better, else rejected.

    Raises Conflict when other weights were chosen since it was learned: it was measured against those before.
    """
    require(may_choose(actor))
    changes.announce(db, changes.SETTINGS)  # whoever else changes the set in use waits here
    present = version_in_use(db, encoder)
    if (present.version if present else shipped().version) != learned.base.version:
        raise Conflict(_("Other weights have been chosen meanwhile. Learn again."))
    if present and learned.is_better:
        _retire(actor, db, present)
    made = _row(db, encoder, learned)
    db.add(made)
    db.flush()
    audit.record(db, actor.user_id, "create", "fusionversion", made.id, {}, {"state": made.state})
    return made


def _row(db: Session, encoder: str, learned: Learned) -> FusionVersion:
    number = (db.scalar(select(func.max(FusionVersion.id))) or 0) + 1
    version = f"{clock.today():%Y-%m-%d}.{number}"
    counts = {"answers": learned.answers, "lists": learned.lists, "held_back": learned.held_back}
    source = {
        "learned by": "flask --app wsgi matching fit",
        "from": "answers",
        "towards": learned.base.version,
    } | counts
    return FusionVersion(
        version=version,
        encoder=encoder,
        values=values_of(replace(learned.fusion, version=version, source=source)),
        learned_from=counts,
        figures={"base": learned.base.version, "before": learned.before, "after": learned.after},
        state="in_use" if learned.is_better else "rejected",
        adopted_at=clock.now() if learned.is_better else None,
    )


def use_weights(actor: Actor, db: Session, encoder: str, version_id: int) -> None:
    """Go back to a set that was in use before, or with SHIPPED_ID to the shipped one."""
    require(may_choose(actor))
    changes.announce(db, changes.SETTINGS)
    present = version_in_use(db, encoder)
    if version_id == (present.id if present else SHIPPED_ID):
        raise Conflict(_("These weights are in use already."))
    chosen = load_version(db, encoder, version_id) if version_id != SHIPPED_ID else None
    if chosen and usable(chosen.values) is None:
        raise Conflict(_("These weights are of an older engine and do not fit this one."))
    if present:
        _retire(actor, db, present)
    if chosen:
        walk(db, STATES, actor, chosen, "adopt")
        chosen.adopted_at, chosen.adopted_by = clock.now(), actor.user_id


def _retire(actor: Actor, db: Session, present: FusionVersion) -> None:
    walk(db, STATES, actor, present, "retire")
    db.flush()  # the database lets only one be in use
