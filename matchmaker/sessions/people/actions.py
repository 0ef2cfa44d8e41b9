"""Writes of registrations: the only place where they change."""

import secrets

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import check_email
from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.queries import find_by_email
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean, clean_line, length_fault
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.rules import live
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import rules
from matchmaker.sessions.people.draft import Entry
from matchmaker.sessions.people.letters import tell
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.places import fill_places, hold_session, settle
from matchmaker.sessions.people.queries import own_registration
from matchmaker.sessions.people.states import STATES
from matchmaker.sessions.rules import may_run

PARTS = ("participant", "host", "sponsor", "speaker")


def new_registration(session: InnovationSession, user: User | None, organisation_id: int) -> Registration:
    """A registration with a secret of its own; somebody's name, address and ways come from the account."""
    made = Registration(session_id=session.id, organisation_id=organisation_id, token=secrets.token_urlsafe(32))
    if user:
        made.user_id, made.name, made.email = user.id, user.name, user.email
        made.locale, made.timezone = user.locale, user.timezone
    made.mode = "online" if session.mode == "online" else "on_site"
    return made


def register(actor: Actor, db: Session, session: InnovationSession, entry: Entry) -> Registration:
    """Ask for a place: it is given at once, or an officer approves, or the waiting list grows. Invited people have it.

    Raises Conflict when registration is over, or the actor has a place or was refused.
    """
    hold_session(db, session)
    own = own_registration(actor, db, session.id)
    if own:
        hold(db, own, "state", "version")
    if not rules.takes_registrations(session):
        raise Conflict(_("Registration is over. Write to the organiser: an officer can still add you."))
    if not rules.may_register(actor, session, own):
        raise Conflict(_("You are registered already, or were refused. Look at your registration."))
    _check_entry(actor, db, entry)
    if own is None:
        own = new_registration(session, db.get_one(User, actor.user_id), entry.organisation_id or 0)
        db.add(own)
    _apply(own, entry)
    db.flush()  # the steps below need the id
    _ask(actor, db, session, own)
    return own


def _ask(actor: Actor, db: Session, session: InnovationSession, own: Registration) -> None:
    own.applied_at = clock.now()
    if own.state == "invited":
        settle(actor, db, session, own, "accept")
        return
    if own.state == "applied":
        audit.record(db, actor.user_id, "apply", "registration", own.id)
    else:
        walk(db, STATES, actor, own, "apply")
    if not session.needs_approval:
        settle(SYSTEM, db, session, own, "approve")


def _check_entry(actor: Actor, db: Session, entry: Entry) -> None:
    known = entry.organisation_id is not None and db.get(Organisation, entry.organisation_id) is not None
    if not known or not (actor.is_officer or entry.organisation_id in actor.organisations):
        raise Invalid({"organisation_id": _("Choose one of your organisations.")})
    open_ones = select(Posting.id).where(Posting.id.in_(entry.posting_ids), live(), Posting.visibility != "anonymous")
    if set(db.scalars(open_ones.where(Posting.organisation_id == entry.organisation_id))) != set(entry.posting_ids):
        raise Invalid({"posting_ids": _("Choose published postings of the organisation for which you come.")})


def _apply(registration: Registration, entry: Entry) -> None:
    for name, value in vars(entry).items():
        setattr(registration, name, value)


def change_entry(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, entry: Entry, version: int
) -> None:
    """Change what a registration says. Raises Conflict when it was changed after `version` was shown."""
    hold(db, registration, "state", "version")
    if version != registration.version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))
    require(rules.may_change(actor, session, registration))
    _check_entry(actor, db, entry)
    _apply(registration, entry)
    audit.record(db, actor.user_id, "edit", "registration", registration.id)


def accept(actor: Actor, db: Session, session: InnovationSession, registration: Registration) -> None:
    """Accept an invitation with what it says; raises Conflict when registration is over."""
    hold_session(db, session)
    if not rules.takes_registrations(session) and not actor.is_officer:
        raise Conflict(_("Registration is over. Write to the organiser: an officer can still add you."))
    hold(db, registration, "state", "version")
    registration.applied_at = clock.now()
    settle(actor, db, session, registration, "accept")


def decline(actor: Actor, db: Session, session: InnovationSession, registration: Registration, reason: str) -> None:
    """Decline an invitation; a reason is welcome."""
    hold(db, registration, "state", "version")
    walk(db, STATES, actor, registration, "decline")
    registration.reason = clean(reason)[:1000]


def leave(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, reason: str
) -> list[Registration]:
    """Give a place back, with a reason; the first who wait move up at once and are returned."""
    if not clean(reason):
        raise Invalid({"reason": _("Say why in a few words: the organiser plans with you.")})
    hold_session(db, session)
    hold(db, registration, "state", "version")
    require(rules.is_own(actor, registration))
    if not rules.may_leave(actor, session, registration):
        raise Conflict(_("Somebody has changed this meanwhile: the step is no longer possible. Look at it again."))
    walk(db, STATES, actor, registration, "cancel", note=clean(reason)[:1000])
    registration.reason, registration.left_at, registration.table_id = clean(reason)[:1000], clock.now(), None
    return fill_places(db, session)


def decide(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, verb: str, reason: str = ""
) -> None:
    """An officer approves, queues, or refuses with a reason."""
    require(rules.may_decide(actor, registration))
    if verb == "approve":
        settle(actor, db, session, registration, verb)
        return
    if verb == "refuse" and not clean(reason):
        raise Invalid({"reason": _("Say why: the person reads it.")})
    hold(db, registration, "state", "version")
    walk(db, STATES, actor, registration, verb, **({"note": clean(reason)[:1000]} if reason else {}))
    registration.reason = clean(reason)[:1000]
    tell(db, session, registration, "session_refused" if verb == "refuse" else "session_waiting", note=clean(reason))


def add_person(
    actor: Actor, db: Session, session: InnovationSession, entry: Entry, name: str, email: str, locale: str, how: str
) -> Registration:
    """An officer adds somebody by hand, with an account or without, also after the deadline: `invite` or `confirm`."""
    require(may_run(actor))
    if session.state not in ("draft", "open", "closed", "released") or (how == "confirm" and session.state == "draft"):
        raise Conflict(_("Announce the session first; nobody can be added to one that is over."))
    name, email = clean_line(name), check_email(email)
    user = find_by_email(db, email)
    _check_person(name, locale, how, user)
    hold_session(db, session)
    check_unknown(db, session, email, user.id if user else 0)
    _check_entry(actor, db, entry)
    made = new_registration(session, user, entry.organisation_id or 0)
    if user is None:
        made.name, made.email, made.locale = name, email, locale
    made.state = "invited" if how == "invite" else "applied"
    made.invited_at = clock.now() if how == "invite" else None
    _apply(made, entry)
    db.add(made)
    db.flush()  # the steps below need the id
    audit.record(db, actor.user_id, how, "registration", made.id)
    if how == "invite":
        tell(db, session, made, "session_invited")
    else:
        settle(actor, db, session, made, "approve")
    return made


def _check_person(name: str, locale: str, how: str, user: User | None) -> None:
    errors = {}
    if user is None and (fault := length_fault(name, 2, 120)):
        errors["name"] = fault
    if locale not in LOCALES:
        errors["locale"] = _("Choose a language from the list.")
    if how not in ("invite", "confirm"):
        errors["how"] = _("Choose from the list.")
    elif how == "invite" and user is None:
        errors["how"] = _("Who has no account cannot answer an invitation: add them as taking part.")
    if errors:
        raise Invalid(errors)


def check_unknown(db: Session, session: InnovationSession, email: str, user_id: int = 0, own_id: int = 0) -> None:
    """Raises Invalid when somebody else of the session (than `own_id`) has this address, or this account."""
    same = or_(Registration.email == email, Registration.user_id == user_id)
    others = Registration.session_id == session.id, Registration.id != own_id
    if db.scalar(select(Registration.id).where(*others, same).limit(1)) is not None:
        raise Invalid({"email": _("This person is on the list already.")})


def give_part(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, part: str, table_id: int | None
) -> None:
    """Make somebody host, sponsor, speaker or participant; a host or sponsor may have a table of their own."""
    require(rules.may_decide(actor, registration))
    hold_session(db, session)
    hold(db, registration, "state", "version")
    if part not in PARTS:
        raise Invalid({"part": _("Choose from the list.")})
    if table_id is not None:
        _check_table(db, session, registration, part, table_id)
    before = {"part": registration.part, "table": registration.table_id}
    registration.part, registration.table_id = part, table_id
    audit.record(
        db, actor.user_id, "give_part", "registration", registration.id, before, {"part": part, "table": table_id}
    )


def _check_table(db: Session, session: InnovationSession, registration: Registration, part: str, table_id: int) -> None:
    if table_id not in {table.id for table in session.tables}:
        raise Invalid({"table_id": _("Choose from the list.")})
    if part not in ("host", "sponsor"):
        raise Invalid({"table_id": _("Only hosts and sponsors have a table of their own.")})
    others = select(Registration.organisation_id).where(
        Registration.table_id == table_id, Registration.id != registration.id, Registration.state.in_(rules.LIVE)
    )
    if set(db.scalars(others)) - {registration.organisation_id}:
        raise Invalid({"table_id": _("This table belongs to another organisation already.")})
