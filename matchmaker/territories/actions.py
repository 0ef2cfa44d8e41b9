"""Writes of territories: the only place where a territory and its status change."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.organisations.models import Organisation
from matchmaker.territories import rules
from matchmaker.territories.draft import Decision, TerritoryDraft
from matchmaker.territories.models import Territory, TerritoryMove
from matchmaker.territories.states import STATES

MANAGER_KIND = "managing_company"


def create_territory(
    actor: Actor,
    db: Session,
    draft: TerritoryDraft,
    decision: Decision,
    form_token: str | None = None,
    seed_key: str | None = None,
) -> Territory:
    """Put a candidate on the list. The same form sent twice gives the same territory."""
    require(rules.may_create(actor))
    if form_token and (twin := db.scalar(select(Territory).where(Territory.form_token == form_token))):
        return twin
    _check_manager(db, draft.manager_id)
    made = Territory(**vars(draft), state="candidate", form_token=form_token, seed_key=seed_key)
    db.add(made)
    db.flush()  # the move and the trail name it
    _keep(actor, db, made, "", "open", decision)
    audit.record(db, actor.user_id, "create", "territory", made.id)
    return made


def _check_manager(db: Session, organisation_id: int | None) -> None:
    if organisation_id is None:
        return
    found = db.get(Organisation, organisation_id)
    if found is None or found.kind != MANAGER_KIND:
        raise Invalid({"manager_id": _("Choose a managing company from the list.")})


def edit_territory(
    actor: Actor, db: Session, territory: Territory, draft: TerritoryDraft, version: int
) -> dict[str, Any]:
    """Change its facts; only the ministry names another managing company. Returns what was there before.

    Raises Conflict when somebody else has saved since `version`.
    """
    require(rules.may_edit(actor, territory))
    hold(db, territory, "version", "manager_id")
    if version != territory.version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))
    wanted = vars(draft) | ({} if rules.may_decide(actor, territory) else {"manager_id": territory.manager_id})
    if wanted["manager_id"] != territory.manager_id:
        _check_manager(db, wanted["manager_id"])
    before = {name: getattr(territory, name) for name, value in wanted.items() if getattr(territory, name) != value}
    for name in before:
        setattr(territory, name, wanted[name])
    if before:
        audit.record(
            db, actor.user_id, "edit", "territory", territory.id, before, {name: wanted[name] for name in before}
        )
    return before


def move_territory(
    actor: Actor, db: Session, territory: Territory, verb: str, decision: Decision, seen: str
) -> TerritoryMove:
    """Take one step on the way to the status, from the state that the actor has seen.

    Raises Conflict when it has left that state meanwhile, Invalid when something is missing or decisions are out of order.
    """
    require(rules.may_decide(actor, territory))
    hold(db, territory, "state", "manager_id")
    if territory.state != seen:
        raise Conflict(_("Somebody has changed this meanwhile: the step is no longer possible. Look at it again."))
    _check_order(db, territory, decision)
    before = territory.state
    walk(db, STATES, actor, territory, verb)
    return _keep(actor, db, territory, before, verb, decision)


def _check_order(db: Session, territory: Territory, decision: Decision) -> None:
    last = db.scalar(select(func.max(TerritoryMove.decided_on)).where(TerritoryMove.territory_id == territory.id))
    if last and decision.decided_on < last:
        raise Invalid(
            {"decided_on": _("The decision before this one is of %(day)s. Check the day.", day=last.isoformat())}
        )


def _keep(actor: Actor, db: Session, territory: Territory, before: str, verb: str, decision: Decision) -> TerritoryMove:
    territory.decisions, territory.decided_on = decision.words, decision.decided_on
    territory.is_demo = decision.is_demo
    made = TerritoryMove(
        territory_id=territory.id, from_state=before, to_state=territory.state, verb=verb, decisions=decision.words,
        decided_on=decision.decided_on, note=decision.note, is_demo=decision.is_demo, user_id=actor.user_id,
    )  # fmt: skip
    db.add(made)
    return made
