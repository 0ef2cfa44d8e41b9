"""A participant says that they run late: the next partner is told, and a meeting too short for it finds another time."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _, use_locale
from matchmaker.notifications.actions import write_letter
from matchmaker.sessions.day.arrivals import check_minutes
from matchmaker.sessions.day.force import hold_all
from matchmaker.sessions.day.mending import mend
from matchmaker.sessions.day.queries import next_entry
from matchmaker.sessions.day.rules import may_speak_for
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.agenda import entries
from matchmaker.sessions.timetable.versions import Change
from matchmaker.sessions.timetable.words import full_name, name_of, span


def run_late(
    actor: Actor, db: Session, session: InnovationSession, own: Registration, minutes: int
) -> tuple[Registration, list[Change]]:
    """Be so many minutes late for the next meeting, or for the one under way; returns who was told and what has moved."""
    require(may_speak_for(actor, own))
    late = check_minutes(minutes)
    upcoming = next_entry(entries(db, session, [own]))
    if upcoming is None or session.state != "released":
        raise Conflict(_("You have no more meetings in this session."))
    hold_all(db, session)
    hold(db, own, "late_until", "version")
    own.late_until = max(upcoming.slot.starts_at, clock.now()) + late
    audit.record(db, actor.user_id, "late", "registration", own.id, {}, {"minutes": minutes})
    if upcoming.slot.starts_at > clock.now():
        changes = mend(actor, db, session, _("%(person)s comes late", person=name_of(own)))
    else:
        changes = []
    if upcoming.meeting.id not in {change.meeting.id for change in changes}:
        _tell(db, session, own, upcoming.other, upcoming.slot.starts_at, upcoming.slot.ends_at, minutes)
    return upcoming.other, changes


def _tell(
    db: Session, session: InnovationSession, own: Registration, other: Registration, starts: datetime, ends: datetime,
    minutes: int,
) -> None:  # fmt: skip
    address, locale = other.email or (other.user.email if other.user else ""), other.locale
    if other.user:
        locale = other.user.locale
    if not address:
        return
    with use_locale(locale):
        values = {"person": full_name(own), "name": name_of(other), "title": session.title}
        values |= {"time": span(starts, ends, session.timezone), "minutes": str(minutes)}
    write_letter(db, other.user_id, address, locale, "meeting_late", link=f"/sessions/{session.id}/my-day", **values)
