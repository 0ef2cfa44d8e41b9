"""Writes of facilities. One that is open is recommended as a capability in its present words; closed, it is not."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.territories.facilities.capability import publish_capability, withdraw_capability
from matchmaker.territories.facilities.draft import FacilityDraft
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.queries import load_facility, taken_ahead
from matchmaker.territories.facilities.rules import may_edit
from matchmaker.territories.models import Territory
from matchmaker.territories.rules import may_run


def create_facility(
    actor: Actor, db: Session, territory: Territory, draft: FacilityDraft, form_token: str | None = None
) -> Facility:
    """A facility that is not open yet. The same form sent twice gives the one that the first has made."""
    require(may_run(actor, territory))
    sent = select(Facility.id).where(Facility.form_token == form_token, Facility.territory_id == territory.id)
    if form_token and (there := db.scalar(sent)):
        return load_facility(actor, db, there)
    made = Facility(territory_id=territory.id, is_open=False, form_token=form_token, **draft.columns)
    db.add(made)
    db.flush()  # the trail names it
    audit.record(db, actor.user_id, "create", "facility", made.id)
    return load_facility(actor, db, made.id)


def edit_facility(
    actor: Actor, db: Session, facility: Facility, draft: FacilityDraft, version: int, days: int = 365
) -> None:
    """Change what the form holds; an open one is recommended in the new words.

    Raises Conflict when somebody else has saved since `version`, Invalid when bookings to come speak against it.
    """
    require(may_edit(actor, facility))
    hold(db, facility, *draft.columns, "is_open")
    if facility.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    _check_bookings(db, facility, draft)
    before = {
        name: getattr(facility, name) for name, value in draft.columns.items() if getattr(facility, name) != value
    }
    for name, value in draft.columns.items():
        setattr(facility, name, value)
    audit.record(
        db, actor.user_id, "edit", "facility", facility.id, before, {name: draft.columns[name] for name in before}
    )
    if facility.is_open:
        publish_capability(actor, db, facility, days)


def _check_bookings(db: Session, facility: Facility, draft: FacilityDraft) -> None:
    if draft.units < facility.units and taken_ahead(db, facility.id, draft.units):
        words = _("More units than that are booked already. Cancel those bookings first, or wait until they are over.")
        raise Invalid({"units": words})
    if draft.timezone != facility.timezone and taken_ahead(db, facility.id):
        words = _("There are bookings to come: their hours would show as others. Change it when they are over.")
        raise Invalid({"timezone": words})


def open_facility(actor: Actor, db: Session, facility: Facility, days: int = 365) -> None:
    """Show it to everybody, let it be booked, and recommend it as a capability. Raises Invalid, see there."""
    _switch(actor, db, facility, "open")
    publish_capability(actor, db, facility, days)


def close_facility(actor: Actor, db: Session, facility: Facility) -> None:
    """Take no more bookings and withdraw its capability; bookings that are made stay."""
    _switch(actor, db, facility, "close")
    withdraw_capability(actor, db, facility)


def _switch(actor: Actor, db: Session, facility: Facility, verb: str) -> None:
    require(may_edit(actor, facility))
    hold(db, facility, "is_open", "posting_id")
    if facility.is_open == (verb == "open"):
        raise Conflict(_("Somebody has changed this meanwhile: the step is no longer possible. Look at it again."))
    facility.is_open = verb == "open"
    audit.record(db, actor.user_id, verb, "facility", facility.id)
