"""What a report is counted from: five queries, no names. Ratings and outcomes come without their notes."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.day.models import Absence, Outcome
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.times import moment
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion

WITH_REPORT = ("released", "finished")


@dataclass(frozen=True)
class Rows:
    """`meetings`: those of the version in force, once for each side that has said what came of it."""

    session: InnovationSession
    people: list[Any]
    requests: list[Any]
    meetings: list[Any]
    postings: dict[int, Any]


def read_rows(actor: Actor, db: Session, session_id: int) -> Rows:
    """Everything a report counts, for those who oversee. Raises Conflict before a timetable was released."""
    require(actor.is_overseer)
    session = load_session(actor, db, session_id)
    if session.state not in WITH_REPORT:
        raise Conflict(_("There is a report once the timetable of the session is released."))
    people = _people(db, session_id)
    requests = list(db.execute(_requests(session_id)))
    meetings = list(db.execute(_meetings(session_id, moment(session.starts_on, time(), session.timezone))))
    ids = {one for person in people if person.state == "confirmed" for one in person.posting_ids}
    ids |= {one for row in (*requests, *meetings) for one in (row.need_id, row.capability_id) if one}
    found = db.execute(select(Posting.id, Posting.kind, Posting.codes).where(Posting.id.in_(ids)))
    return Rows(session, people, requests, meetings, {row.id: row for row in found})


def _people(db: Session, session_id: int) -> list[Any]:
    own = Absence.registration_id == Registration.id
    missed = select(func.count()).where(own, Absence.state != "excused").correlate(Registration)
    excused = select(func.count()).where(own, Absence.state == "excused").correlate(Registration)
    columns = (
        Registration.id, Registration.state, Registration.posting_ids, Registration.checked_in_at,
        Organisation.id.label("organisation_id"), Organisation.region, Organisation.kind,
        missed.scalar_subquery().label("missed"), excused.scalar_subquery().label("excused"),
    )  # fmt: skip
    query = select(*columns).join(Organisation, Organisation.id == Registration.organisation_id)
    return list(db.execute(query.where(Registration.session_id == session_id).order_by(Registration.id)))


def _requests(session_id: int) -> Any:
    request = MeetingRequest
    columns = request.from_id.label("one_id"), request.to_id.label("two_id"), request.state, request.need_id
    return select(*columns, request.capability_id).where(request.session_id == session_id)


def _meetings(session_id: int, since: datetime) -> Any:
    pair = and_(Introduction.need_id == Meeting.need_id, Introduction.capability_id == Meeting.capability_id)
    followed = exists(select(Introduction.id).where(pair, Introduction.created_at >= since)).label("introduced")
    columns = Meeting.id, Meeting.one_id, Meeting.two_id, Meeting.need_id, Meeting.capability_id, Meeting.state
    last = select(func.max(TimetableVersion.number)).where(TimetableVersion.session_id == session_id)
    query = select(*columns, followed, Outcome.outcome, Outcome.rating).join(Placement.meeting)
    query = query.join(TimetableVersion, TimetableVersion.id == Placement.version_id)
    query = query.outerjoin(Outcome, Outcome.meeting_id == Meeting.id)
    in_force = TimetableVersion.number == last.scalar_subquery(), TimetableVersion.number > 0
    return query.where(TimetableVersion.session_id == session_id, *in_force).order_by(Meeting.id)
