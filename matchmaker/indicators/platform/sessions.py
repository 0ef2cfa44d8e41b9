"""Sessions, meetings, people and introductions as indicators."""

from sqlalchemy import exists, select

from matchmaker.indicators.platform.query import Query, Rows, columns, in_year, one_if
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.search import REGION
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.day.models import Outcome
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting

WITH_RESULT = ("insight", "follow_up", "cooperation")


def _sessions(year: int) -> Rows:
    query = select(*columns(InnovationSession.id, InnovationSession.region))
    return query.where(InnovationSession.state == "finished", in_year(InnovationSession.starts_on, year))


def _meetings(year: int) -> Rows:
    told = exists(select(Outcome.meeting_id).where(Outcome.meeting_id == Meeting.id, Outcome.outcome.in_(WITH_RESULT)))
    query = select(*columns(Meeting.id, InnovationSession.region, part=one_if(told)))
    query = query.join(InnovationSession, InnovationSession.id == Meeting.session_id)
    return query.where(Meeting.state == "held", in_year(InnovationSession.starts_on, year))


def _meetings_counted(year: int) -> Rows:
    query = select(*columns(Meeting.id, InnovationSession.region))
    query = query.join(InnovationSession, InnovationSession.id == Meeting.session_id)
    return query.where(Meeting.state == "held", in_year(InnovationSession.starts_on, year))


def _participants(year: int) -> Rows:
    query = select(*columns(Registration.id, InnovationSession.region))
    query = query.join(InnovationSession, InnovationSession.id == Registration.session_id)
    held = InnovationSession.state == "finished", in_year(InnovationSession.starts_on, year)
    return query.where(Registration.state == "confirmed", *held)


def _introductions(year: int) -> Rows:
    query = select(*columns(Introduction.id, REGION)).join(Posting, Posting.id == Introduction.need_id)
    query = query.join(Organisation, Organisation.id == Posting.organisation_id)
    return query.where(in_year(Introduction.created_at, year))


SESSIONS = (
    Query("sessions_held", "session", "count", _sessions),
    Query("session_participants", "registration", "count", _participants),
    Query("meetings_held", "meeting", "count", _meetings_counted),
    Query("meetings_with_outcome", "meeting", "share", _meetings),
    Query("introductions", "introduction", "count", _introductions),
)
