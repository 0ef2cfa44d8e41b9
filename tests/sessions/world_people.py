"""Sessions and their people for tests that visit every page."""

from matchmaker.core.db import Database
from matchmaker.sessions.people.models import Pitch
from tests.cast import Cast
from tests.sessions.making import make_person, make_session


def session_ids(database: Database, cast: Cast) -> dict[str, int | str]:
    """An open session with people in every state, in which the author takes part with a pitch; a draft; one in the past."""
    with database.write() as db:
        session = make_session(db, calls_for_pitches=True, needs_approval=False, venues={"en": "Karaganda"})
        draft = make_session(db, state="draft", titles={"en": "Not yet"}, venues={"en": "Karaganda"})
        for state in ("invited", "waiting", "confirmed", "declined", "refused", "cancelled"):
            make_person(db, session, f"{state}-person", cast.enterprise, state=state)
        applied = make_person(db, session, "applied-person", cast.enterprise, state="applied")
        own = make_person(db, session, "pitching-person", cast.laboratory)
        own.user_id, own.email = cast["author"].user_id, "author@example.org"
        pitch = Pitch(registration_id=own.id, title="Fine copper", abstract="What we show to you. " * 3, lang="en")
        db.add(pitch)
        db.flush()
        return {"session": session.id, "session_draft": draft.id, "applied": applied.id, "pitch": pitch.id}
