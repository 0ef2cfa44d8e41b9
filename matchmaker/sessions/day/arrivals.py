"""Who has come: check-in by badge or by name at the door, and who runs late."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.sessions.day.force import hold_all
from matchmaker.sessions.day.rules import may_check_in
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.times import moment

MINUTES = (5, 10, 15)
OPEN = ("open", "closed", "released")


def person_of_badge(db: Session, token: str) -> tuple[Registration, InnovationSession]:
    """Whose badge it is and of which session. Raises NotFound."""
    query = select(Registration, InnovationSession).join(
        InnovationSession, InnovationSession.id == Registration.session_id
    )
    parts = joinedload(Registration.organisation), joinedload(Registration.user)
    found = db.execute(query.where(Registration.token == token).options(*parts)).one_or_none()
    if found is None:
        raise NotFound(_("There is no such badge."))
    return found[0], found[1]


def check_in(actor: Actor, db: Session, session: InnovationSession, registration: Registration) -> bool:
    """Note that somebody has come; False when that is known already. Raises Conflict for who has no place."""
    require(may_check_in(actor, registration))
    if registration.left_at:  # free times will be offered: the timetable is held before its people
        hold_all(db, session)
    hold(db, registration, "state", "checked_in_at", "version")
    if registration.state != "confirmed" or session.state not in OPEN:
        raise Conflict(_("This person has no place in the session, or the session is over. Ask an officer."))
    if registration.checked_in_at:
        return False
    registration.checked_in_at, registration.late_until, registration.left_at = clock.now(), None, None
    audit.record(db, actor.user_id, "check_in", "registration", registration.id)
    return True


def undo_check_in(actor: Actor, db: Session, registration: Registration) -> None:
    """Take a check-in back that was a mistake."""
    require(may_check_in(actor, registration))
    hold(db, registration, "checked_in_at", "version")
    registration.checked_in_at = None
    audit.record(db, actor.user_id, "undo_check_in", "registration", registration.id)


def check_minutes(minutes: int) -> timedelta:
    """How late somebody says to be. Raises Invalid for anything but MINUTES."""
    if minutes not in MINUTES:
        raise Invalid({"minutes": _("Choose from the list.")})
    return timedelta(minutes=minutes)


def moment_of_day(session: InnovationSession, at: time) -> datetime:
    """A time of today as clocks of the session show it; before the session of its first day."""
    today = clock.now().astimezone(ZoneInfo(session.timezone)).date()
    return moment(max(today, session.starts_on), at, session.timezone)
