"""Letters of a session to its people, each in the receiver's language."""

from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core.i18n import use_locale, worded
from matchmaker.notifications.actions import write_letter
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.times import day_words


def tell(db: Session, session: InnovationSession, registration: Registration, kind: str, **values: str) -> None:
    """Write to somebody about their place; nobody is written to without an address or whose account is closed."""
    user = db.get(User, registration.user_id) if registration.user_id else None
    if not registration.email or (user and not user.is_active):
        return
    name, address, locale = registration.name, registration.email, registration.locale
    if user:
        name, locale = user.name, user.locale
    with use_locale(locale):
        about = {"title": worded(session.titles), "theme": worded(session.themes), "day": day_words(session)}
        place = worded(session.venues) if session.mode != "online" else session.online_url
    about |= {"place": place, "link": f"/sessions/{session.id}"}
    write_letter(db, registration.user_id, address, locale, kind, name=name, **about | values)
