"""Reads of registrations."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.text import name_key
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import rules
from matchmaker.sessions.people.models import Registration


def _select(actor: Actor) -> Select[Registration]:
    parts = joinedload(Registration.user), joinedload(Registration.organisation)
    return select(Registration).where(rules.visible_to(actor)).options(*parts)


def load_registration(actor: Actor, db: Session, registration_id: int) -> Registration:
    """A registration the actor may see, with account and organisation. Raises NotFound otherwise."""
    found = db.scalar(_select(actor).where(Registration.id == registration_id))
    if found is None:
        raise NotFound(_("There is no such registration."))
    return found


def own_registration(actor: Actor, db: Session, session_id: int) -> Registration | None:
    """The actor's own place in a session."""
    own = Registration.session_id == session_id, Registration.user_id == (actor.user_id or 0)
    return db.scalar(_select(actor).where(*own))


def list_people(actor: Actor, db: Session, session_id: int, *states: str) -> list[Registration]:
    """The registrations of a session that the actor may see, in these states (all by default), by name."""
    query = _select(actor).where(Registration.session_id == session_id)
    if states:
        query = query.where(Registration.state.in_(states))
    return by_name(db.scalars(query.order_by(Registration.id)))


def by_name(people: Iterable[Registration]) -> list[Registration]:
    """People as a list names them; who has not come to the form yet goes by the account."""
    return sorted(people, key=lambda one: name_key(one.name or (one.user.name if one.user else one.email)))


@dataclass(frozen=True)
class Who:
    """Who takes part, as everyone may know: how many in each state, the organisations, the places left."""

    counts: Counter[str]
    organisations: list[Organisation]
    free: int | None


def who_takes_part(db: Session, session: InnovationSession) -> Who:
    """The numbers and the organisations of those who take part; no names of people. One query."""
    query = select(Registration.state, Organisation).join(Organisation, Organisation.id == Registration.organisation_id)
    found = db.execute(query.where(Registration.session_id == session.id).order_by(Registration.id)).all()
    counts = Counter(row[0] for row in found)
    there = {row[1].id: row[1] for row in found if row[0] == "confirmed"}
    free = None if session.capacity is None else max(session.capacity - counts["confirmed"], 0)
    return Who(counts, sorted(there.values(), key=lambda one: name_key(one.name)), free)


def postings_to_bring(db: Session, organisations: list[int]) -> list[Posting]:
    """The postings with which people of these organisations may come: live, and not anonymous, for at a table one is seen."""
    open_ones = posting_rules.live() & (Posting.visibility != "anonymous")
    query = whole().where(Posting.organisation_id.in_(organisations), open_ones)
    return rows(db, query.order_by(Posting.kind, Posting.id))


def load_own(actor: Actor, db: Session, session_id: int) -> Registration:
    """The actor's own place in a session. Raises NotFound when there is none."""
    found = own_registration(actor, db, session_id)
    if found is None:
        raise NotFound(_("You are not registered for this session."))
    return found


def load_of_session(actor: Actor, db: Session, session_id: int, registration_id: int) -> Registration:
    """A registration of this session that the actor may see. Raises NotFound otherwise."""
    found = load_registration(actor, db, registration_id)
    if found.session_id != session_id:
        raise NotFound(_("There is no such registration."))
    return found


def postings_of(db: Session, registration: Registration) -> list[Posting]:
    """The postings with which somebody comes."""
    return rows(db, whole().where(Posting.id.in_(registration.posting_ids)).order_by(Posting.id))


def is_named(registration: Registration, text: str) -> bool:
    """Whether name, address or organisation hold a text."""
    names = (registration.name, registration.email, registration.organisation.name)
    return any(text.lower() in name.lower() for name in names)
