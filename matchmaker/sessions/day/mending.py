"""Repair: somebody leaves, does not come or comes late, a table fails. The rest stays where it is as far as it can.

What has happened stands in the rows of people and tables; here the timetable in force is made to agree with it again.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock, jobs
from matchmaker.core.db import hold
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.recommendations.live import LiveIndex
from matchmaker.scheduling.problem import Placed
from matchmaker.scheduling.repair import repair
from matchmaker.sessions.day.absences import count_missed
from matchmaker.sessions.day.force import InForce, begun, hold_all
from matchmaker.sessions.day.offering import make_offers, withdraw_offers
from matchmaker.sessions.models import InnovationSession, SessionTable
from matchmaker.sessions.people import actions as people
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import list_people
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.requests.fits import Fits, fits_of_all
from matchmaker.sessions.rules import may_run
from matchmaker.sessions.timetable.drafts import Place
from matchmaker.sessions.timetable.problem import pair_of
from matchmaker.sessions.timetable.versions import Change

OFFER = "offer_free_times"


def mend(actor: Actor, db: Session, session: InnovationSession, note: str) -> list[Change]:
    """Make the timetable in force agree with who is there and which tables can be used; offer what becomes free.

    At once to those who have asked for each other; a job finds who else fits, for which every pair is compared.
    """
    db.flush()
    if session.state != "released":
        return []
    force = InForce(db, session)
    found = repair(force.posed.problem, force.posed.placed(force.known.placements), force.begun)
    kept = {pair_of(one): Place.of(one) for one in force.known.placements}
    future = [_place(force, kept, one) for one in found.timetable if one.slot >= force.begun]
    changes = force.put(actor, [*force.past, *future], note)
    if changes:
        make_offers(db, force, found.offers)
        jobs.enqueue(db, OFFER, session_id=session.id)
    return changes


def _place(force: InForce, kept: dict[tuple[int, int], Place], placed: Placed) -> Place:
    before = kept[force.posed.candidates[placed.meeting].pair]
    table = force.posed.tables[placed.table].id if placed.table is not None else None
    return Place(before.meeting_id, force.posed.slots[placed.slot].id, table, before.is_pinned)


def leave(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, reason: str
) -> list[Change]:
    """Give a place back; after the release the person's meetings are cancelled and the others' mended at once."""
    people.leave(actor, db, session, registration, reason)
    withdraw_offers(db, registration.id)
    return mend(actor, db, session, _("%(person)s has cancelled", person=registration.name))


def mark_no_show(actor: Actor, db: Session, session: InnovationSession, registration: Registration) -> list[Change]:
    """Somebody has not come: what has begun counts as missed, the rest is called off. Whoever comes later is let in."""
    require(may_run(actor, session))
    hold_all(db, session)
    hold(db, registration, "state", "version")
    registration.left_at, registration.checked_in_at = clock.now(), None
    audit.record(db, actor.user_id, "no_show", "registration", registration.id)
    count_missed(db, session, registration)
    withdraw_offers(db, registration.id)
    return mend(actor, db, session, _("%(person)s has not come", person=registration.name))


def mark_late(
    actor: Actor, db: Session, session: InnovationSession, registration: Registration, until: datetime | None
) -> list[Change]:
    """Somebody comes late: a meeting of which they would miss more than half finds another time, or is called off."""
    require(may_run(actor, session))
    if until is None:
        raise Invalid({"until": _("Say when the person is expected.")})
    hold_all(db, session)
    hold(db, registration, "state", "version")
    registration.late_until, registration.left_at = until, None
    audit.record(db, actor.user_id, "late", "registration", registration.id, {}, {"until": until.isoformat()})
    return mend(actor, db, session, _("%(person)s comes late", person=registration.name))


def close_table(actor: Actor, db: Session, session: InnovationSession, table_id: int) -> list[Change]:
    """A table cannot be used from now on; `session` is loaded with slots and tables."""
    require(may_run(actor, session))
    table = _table(session, table_id)
    hold_all(db, session)
    hold(db, table, "closed")
    table.closed = sorted({*table.closed, *(slot.id for slot in session.slots[begun(session) :])})
    audit.record(db, actor.user_id, "close", "sessiontable", table.id)
    return mend(actor, db, session, _("table %(number)s fails", number=table.number))


def open_table(actor: Actor, db: Session, session: InnovationSession, table_id: int) -> None:
    """The table can be used again."""
    require(may_run(actor, session))
    table = _table(session, table_id)
    hold(db, table, "closed")
    table.closed = [one for one in table.closed if one in {slot.id for slot in session.slots[: begun(session)]}]
    audit.record(db, actor.user_id, "open", "sessiontable", table.id)


def _table(session: InnovationSession, table_id: int) -> SessionTable:
    found = next((table for table in session.tables if table.id == table_id), None)
    if found is None:
        raise Invalid({"table": _("Choose from the list.")})
    return found


def offering_task(index: LiveIndex) -> jobs.Task:
    """The job that offers what is free to those who fit: compared while nobody waits, offered as things stand then."""

    def prepare(db: Session, session_id: int) -> Fits:
        return fits_of_all(db, index, list_people(SYSTEM, db, session_id, "confirmed"))

    def finish(db: Session, fits: Fits, session_id: int) -> None:
        session = load_session(SYSTEM, db, session_id)
        if session.state == "released":
            _offer(db, InForce(db, session, fits=fits))

    return jobs.Task(finish, prepare)


def offer_free(db: Session, session: InnovationSession, index: LiveIndex | None = None) -> int:
    """Offer what is free as things stand, after somebody has come whom nobody expected; returns how many offers."""
    db.flush()
    if session.state != "released":
        return 0
    if index is None:
        jobs.enqueue(db, OFFER, session_id=session.id)
    return _offer(db, InForce(db, session, index))


def _offer(db: Session, force: InForce) -> int:
    found = repair(force.posed.problem, force.posed.placed(force.known.placements), force.begun)
    return len(make_offers(db, force, found.offers))
