"""Writes of residencies: the only place where one is applied for, mended and moved."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import Territory
from matchmaker.territories.residents import letters, rules
from matchmaker.territories.residents.draft import Application, Verdict
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.queries import live_residency
from matchmaker.territories.residents.states import OPEN_TO_CHANGE, STATES


def apply_for_residency(
    actor: Actor,
    db: Session,
    territory: Territory,
    organisation_id: int,
    application: Application,
    form_token: str | None = None,
) -> Residency:
    """Ask for a place on behalf of an organisation that the actor manages. The same form sent twice is one application."""
    _check_open(actor, db, territory)
    if organisation_id not in rules.applicants(actor, territory):
        raise Invalid({"organisation_id": _("Choose an organisation that you manage.")})
    sent = select(Residency).where(Residency.form_token == form_token, Residency.territory_id == territory.id)
    if form_token and (there := db.scalar(sent)):
        return there
    if live_residency(db, territory.id, organisation_id):
        raise Invalid({"organisation_id": _("This organisation has an application or a place here already.")})
    made = Residency(form_token=form_token, user_id=actor.user_id, **vars(application))
    made.territory, made.organisation = territory, db.get_one(Organisation, organisation_id)
    db.add(made)
    db.flush()  # the trail and the letter name it
    audit.record(db, actor.user_id, "apply", "residency", made.id, {}, {"state": "applied"})
    letters.tell_managers(actor, db, made, "residency_applied")
    return made


def _check_open(actor: Actor, db: Session, territory: Territory) -> None:
    require(bool(rules.applicants(actor, territory)))
    hold(db, territory, "state", "manager_id")
    if not rules.takes_applications(territory):
        raise Conflict(_("This territory takes no residents now."))


def mend_application(
    actor: Actor, db: Session, residency: Residency, application: Application, version: int
) -> Residency:
    """Change an application that is not decided; one that was returned is sent again by this.

    Raises Conflict when it was changed since `version`, or decided.
    """
    require(rules.may_speak(actor, residency))
    _hold(db, residency, version)
    if residency.state not in OPEN_TO_CHANGE:
        raise Conflict(_("The application is decided: it stays as it is."))
    changed = [name for name, value in vars(application).items() if getattr(residency, name) != value]
    for name in changed:
        setattr(residency, name, getattr(application, name))
    audit.record(db, actor.user_id, "edit", "residency", residency.id, {}, {"fields": changed})
    if residency.state == "returned":
        _send(actor, db, residency)
    return residency


def _send(actor: Actor, db: Session, residency: Residency) -> None:
    walk(db, STATES, actor, residency, "send")
    residency.reason = residency.note = ""
    residency.moved_at = clock.now()
    letters.tell_managers(actor, db, residency, "residency_again")


def move_residency(
    actor: Actor, db: Session, residency: Residency, verb: str, verdict: Verdict, version: int
) -> Residency:
    """Take one step: admit, return, refuse, end by whoever runs the territory; withdraw, leave by the organisation.

    Raises Conflict when it was changed since `version`.
    """
    require(rules.may_see(actor, residency))
    _hold(db, residency, version)
    reason = "own_wish" if verb == "leave" else verdict.reason
    said = {name: text for name, text in (("reason", reason), ("note", verdict.note)) if text}
    walk(db, STATES, actor, residency, verb, **said)
    residency.reason, residency.note, residency.moved_at = reason, verdict.note, clock.now()
    if residency.state == "admitted":
        residency.admitted_on = clock.today()
    if residency.state == "ended":
        residency.ended_on = clock.today()
    letters.tell_step(actor, db, residency, verb)
    return residency


def _hold(db: Session, residency: Residency, version: int) -> None:
    hold(db, residency, "state")
    if residency.version != version:
        raise Conflict(_("Somebody has changed this meanwhile. Look at it again."))
