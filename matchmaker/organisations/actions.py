"""Writes of organisations and memberships."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.queries import find_by_email
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.text import clean, clean_line, length_fault
from matchmaker.organisations import identifiers, rules
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.vocabularies import terms

LINES = ("kind", "region", "size", "bin", "ror", "website", *(f"name_{locale}" for locale in LOCALES))
TEXTS = tuple(f"description_{locale}" for locale in LOCALES)
CHOICES = {"kind": "organisation_kinds", "region": "regions", "size": "partner_sizes"}


def read_form(values: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form, cleaned."""
    lines = {name: clean_line(values.get(name, "")) for name in LINES}
    return lines | {name: clean(values.get(name, "")) for name in TEXTS}


def check(db: Session, fields: dict[str, str], parent_id: int | None, own_id: int | None) -> None:
    """Raises Invalid with every fault of the form at once."""
    errors = _choice_faults(fields) | _text_faults(fields) | _identifier_faults(db, fields, own_id)
    if parent_id is not None and (parent_id == own_id or db.get(Organisation, parent_id) is None):
        errors["parent_id"] = _("Choose another organisation as the parent.")
    if errors:
        raise Invalid(errors)


def _choice_faults(fields: dict[str, str]) -> dict[str, str]:
    wrong = (
        name for name, book in CHOICES.items() if fields[name] not in terms(book) and (fields[name] or name != "size")
    )
    return {name: _("Choose from the list.") for name in wrong}


def _text_faults(fields: dict[str, str]) -> dict[str, str]:
    errors = {name: fault for name in TEXTS if (fault := length_fault(fields[name], 0, 3000))}
    for locale in LOCALES:
        if fault := length_fault(fields[f"name_{locale}"], 0, 200):
            errors[f"name_{locale}"] = fault
    if not any(fields[f"name_{locale}"] for locale in LOCALES):
        errors["name_ru"] = _("Give the name in at least one language.")
    if fields["website"] and not fields["website"].lower().startswith(("https://", "http://")):
        errors["website"] = _("A web address begins with https://.")
    elif fault := length_fault(fields["website"], 0, 200):
        errors["website"] = fault
    return errors


def _identifier_faults(db: Session, fields: dict[str, str], own_id: int | None) -> dict[str, str]:
    errors = {}
    if fields["ror"] and (fault := identifiers.ror_fault(fields["ror"])):
        errors["ror"] = fault
    if fields["bin"]:
        taken = db.scalar(select(Organisation.id).where(Organisation.bin == fields["bin"]))
        if fault := identifiers.bin_fault(fields["bin"]):
            errors["bin"] = fault
        elif taken not in (None, own_id):
            errors["bin"] = _("An organisation with this BIN is registered already: ask to join it.")
    return errors


def create_organisation(
    actor: Actor,
    db: Session,
    values: Mapping[str, str],
    parent_id: int | None = None,
    form_token: str | None = None,
    seed_key: str | None = None,
) -> Organisation:
    """Register an organisation; its creator becomes its manager. The same form sent twice gives the same one."""
    require(rules.may_create(actor))
    if form_token and (twin := db.scalar(select(Organisation).where(Organisation.form_token == form_token))):
        return twin
    check(db, fields := read_form(values), parent_id, None)
    made = Organisation(**fields | {"bin": fields["bin"] or None}, parent_id=parent_id)
    made.form_token, made.seed_key = form_token, seed_key
    db.add(made)
    db.flush()  # membership and audit need the id
    if actor.user_id:
        db.add(Membership(organisation_id=made.id, user_id=actor.user_id, role="manager"))
    audit.record(db, actor.user_id, "create", "organisation", made.id, {}, {"kind": made.kind})
    return made


def edit_organisation(
    actor: Actor,
    db: Session,
    organisation: Organisation,
    values: Mapping[str, str],
    parent_id: int | None,
    version: int,
) -> Organisation:
    """Change an organisation. Raises Conflict when it was changed after `version` was shown."""
    require(rules.may_edit(actor, organisation))
    check(db, fields := read_form(values), parent_id, organisation.id)
    hold(db, organisation, "version")
    if version != organisation.version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))
    wanted = fields | {"bin": fields["bin"] or None, "parent_id": parent_id}
    before = {
        name: getattr(organisation, name) for name, value in wanted.items() if getattr(organisation, name) != value
    }
    after = {name: wanted[name] for name in before}
    for name, value in after.items():
        setattr(organisation, name, value)
    audit.record(db, actor.user_id, "edit", "organisation", organisation.id, before, after)
    return organisation


def verify_organisation(actor: Actor, db: Session, organisation: Organisation) -> None:
    """An officer has checked that the organisation is what it says."""
    require(rules.may_verify(actor, organisation))
    organisation.verified_at, organisation.verified_by = clock.now(), actor.user_id
    audit.record(db, actor.user_id, "verify", "organisation", organisation.id)


def ask_to_join(actor: Actor, db: Session, organisation: Organisation) -> None:
    """Ask to become a member; asking twice is asking once."""
    require(rules.may_join(actor, organisation))
    if db.get(Membership, (organisation.id, actor.user_id)) is None:
        db.add(Membership(organisation_id=organisation.id, user_id=actor.user_id or 0, state="requested"))
        audit.record(db, actor.user_id, "ask_to_join", "organisation", organisation.id)


def add_member(actor: Actor, db: Session, organisation: Organisation, email: str, role: str) -> Membership:
    """Take a person in by address, or accept a request."""
    require(rules.may_edit(actor, organisation))
    if role not in ("manager", "member"):
        raise Invalid({"role": _("Choose manager or member.")})
    user = find_by_email(db, email)
    if user is None:
        raise Invalid({"email": _("Nobody has an account with this address. Ask the person to sign up first.")})
    hold(db, organisation, "version")
    if role != "manager":
        _check_not_last(db, organisation, user.id)
    place = db.get(Membership, (organisation.id, user.id))
    if place is None:
        place = Membership(organisation_id=organisation.id, user_id=user.id)
        db.add(place)
    place.role, place.state = role, "active"
    audit.record(db, actor.user_id, "add_member", "organisation", organisation.id, {}, {"user": user.id, "role": role})
    return place


def remove_member(actor: Actor, db: Session, organisation: Organisation, user_id: int) -> None:
    """Take a person out. The last manager stays."""
    require(rules.may_edit(actor, organisation))
    hold(db, organisation, "version")
    place = db.get(Membership, (organisation.id, user_id))
    if place is None:
        raise NotFound(_("There is no such member."))
    _check_not_last(db, organisation, user_id)
    db.delete(place)
    audit.record(db, actor.user_id, "remove_member", "organisation", organisation.id, {"user": user_id}, {})


def _check_not_last(db: Session, organisation: Organisation, user_id: int) -> None:
    managers = select(Membership.user_id).where(
        Membership.organisation_id == organisation.id, Membership.role == "manager", Membership.state == "active"
    )
    if list(db.scalars(managers)) == [user_id]:
        raise Invalid({"user_id": _("An organisation needs a manager: name another one first.")})
