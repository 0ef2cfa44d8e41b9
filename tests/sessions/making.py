"""Sessions and people made directly, for tests that start where a session stands already."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.sessions.models import InnovationSession, Interpreters, SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration

DAY = date(2027, 3, 18)


def make_session(
    db: Session, slots: int = 6, tables: int = 3, state: str = "open", **values: object
) -> InnovationSession:
    """A session of 20-minute slots from 10:00 in Almaty, a common pause in the middle, and an interpreter en-kk."""
    starts = datetime(DAY.year, DAY.month, DAY.day, 5, tzinfo=UTC)  # 10:00 in Almaty
    texts = {"titles": {"en": "Clean copper"}, "themes": {"en": "Flotation of copper tailings"}}
    announced = None if state == "draft" else clock.now()
    columns = {"state": state, "starts_on": DAY, "announced_at": announced, "region": "KZ-35"} | texts | values
    made = InnovationSession(**columns)
    made.slots = [
        SessionSlot(starts_at=begin, ends_at=begin + timedelta(minutes=20), pause_after=number == slots // 2 - 1)
        for number in range(slots)
        for begin in [starts + timedelta(minutes=20 * number + (40 if number >= slots // 2 else 0))]
    ]
    made.tables = [SessionTable(number=number + 1, room="Hall A") for number in range(tables)]
    made.interpreters = [Interpreters(languages="en-kk", number=1)]
    db.add(made)
    db.flush()
    return made


def make_person(
    db: Session, session: InnovationSession, name: str, organisation_id: int, state: str = "confirmed", **values: object
) -> Registration:
    """A registration with an account of its own, `name@example.org`."""
    user = create_user(
        SYSTEM, db, email=f"{name}@example.org", password="long enough", name=name.title(), role="company"
    )
    db.flush()
    columns = {"languages": ["en", "ru"], "locale": "en", "token": f"token-{name}"} | values
    made = Registration(
        session_id=session.id, user_id=user.id, organisation_id=organisation_id, state=state, name=name.title(),
        email=user.email, **columns,
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made
