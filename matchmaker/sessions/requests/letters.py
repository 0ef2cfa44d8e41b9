"""Letters about requests: to whoever stands behind a side, each in his own language.

Someone without an account answers nothing, and is written to only of what an officer has set.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core.i18n import use_locale
from matchmaker.core.moments import moment_words
from matchmaker.notifications.actions import write_letter
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.vocabularies import label


def name_of(person: Registration) -> str:
    """What a person is called: as registered, else as the account says."""
    return person.name or (person.user.name if person.user else "")


def people_behind(db: Session, person: Registration, for_any: bool) -> list[Registration]:
    """Everyone who speaks for a side: the person, or every confirmed representative of the organisation."""
    if not for_any:
        return [person]
    query = select(Registration).where(
        Registration.session_id == person.session_id,
        Registration.organisation_id == person.organisation_id,
        Registration.state == "confirmed",
    )
    parts = joinedload(Registration.user), joinedload(Registration.organisation)
    return list(db.scalars(query.options(*parts).order_by(Registration.id)))


def link_to(request: MeetingRequest) -> str:
    """The page of a request."""
    return f"/sessions/{request.session_id}/requests/{request.id}"


def write_asked(db: Session, session: InnovationSession, request: MeetingRequest, kind: str) -> None:
    """Tell or remind those who are asked; not whoever has marked the other side no."""
    people = people_behind(db, request.asked, request.for_any)
    ids = [person.id for person in people]
    query = select(Mark.registration_id).where(Mark.registration_id.in_(ids), Mark.other_id == request.from_id)
    unwilling = set(db.scalars(query.where(Mark.mark == "no")))
    wanted = [person for person in people if person.id not in unwilling]
    _send(db, session, request, kind, wanted, request.asking, request.message)


def write_back(
    db: Session, session: InnovationSession, request: MeetingRequest, kind: str, by: Registration, note: str = ""
) -> None:
    """Tell the side that `by` does not belong to."""
    is_asker = by.organisation_id == request.asking.organisation_id
    other = request.asked if is_asker else request.asking
    _send(db, session, request, kind, people_behind(db, other, request.for_any), by, note)


def write_to_both(db: Session, session: InnovationSession, request: MeetingRequest, kind: str) -> None:
    """Tell both people of what an officer has set or taken back."""
    sides = (request.asking, request.asked)
    for person, other in (sides, sides[::-1]):
        locale, address = (person.user or person).locale, person.email or (person.user.email if person.user else "")
        if not address:
            continue
        link = link_to(request) if person.user else f"/sessions/{session.id}"
        with use_locale(locale):
            values = {"title": session.title, "organisation": other.organisation.name}
        values |= {"name": name_of(person), "person": name_of(other), "link": link}
        write_letter(db, person.user_id, address, locale, kind, **values)


def _send(
    db: Session,
    session: InnovationSession,
    request: MeetingRequest,
    kind: str,
    people: list[Registration],
    by: Registration,
    note: str,
) -> None:
    for person in people:
        if person.user is None:
            continue
        with use_locale(person.user.locale):
            values = {
                "title": session.title,
                "person": name_of(by),
                "organisation": by.organisation.name,
                "until": moment_words(request.expires_at, session.timezone),
                "reason": label("meeting_reasons", request.reason) if request.reason else "–",
            }
        user, values = person.user, values | {"name": person.user.name, "note": note or "–", "link": link_to(request)}
        write_letter(db, user.id, person.email or user.email, user.locale, kind, **values)
