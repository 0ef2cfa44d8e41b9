"""A session whose people ask each other, for tests that visit every page."""

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.db import Database
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.asking import Question, ask
from matchmaker.sessions.requests.musts import require_meeting
from matchmaker.sessions.requests.voice import voice_of
from tests.cast import Cast
from tests.sessions.making import make_person, make_session

Ids = dict[str, int | str]


def join(db: Session, cast: Cast, session: InnovationSession, name: str, organisation_id: int, *postings: int) -> int:
    """A confirmed place for somebody of the cast."""
    made = Registration(
        session_id=session.id, user_id=cast[name].user_id, organisation_id=organisation_id, state="confirmed",
        name=name.title(), languages=["en"], posting_ids=list(postings), token=f"meet-{session.id}-{name}",
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made.id


def make_requests(database: Database, cast: Cast, ids: Ids) -> Ids:
    """The author asks the company's representative; a guest of a third organisation is a must for the author."""
    with database.write() as db:
        session = make_session(db)
        join(db, cast, session, "author", cast.laboratory, int(ids["offer"]))
        company = join(db, cast, session, "company", cast.enterprise, int(ids["need"]))
        guest, other = (make_person(db, session, name, int(ids["unverified"])) for name in ("guest", "gwen"))
        question = Question("Shall we talk?", int(ids["need"]), int(ids["offer"]))
        asked = ask(voice_of(cast["author"], db, session.id), db, session, company, question)
        must = require_meeting(voice_of(cast["officer"], db, session.id), db, session, company, other.id)
        return {"meet": session.id, "guest": guest.id, "gwen": other.id, "asked": asked.id, "must": must.id}


def fill_requests(database: Database, cast: Cast, rows: int, offers: list[int], needs: list[int]) -> None:
    """So many people, each with a posting, who ask the author, whom the author asks, and who are done."""
    with database.write() as db:
        session = make_session(db)
        own = join(db, cast, session, "author", cast.laboratory, *offers)
        author = voice_of(cast["author"], db, session.id)
        for number in range(rows):
            people = [
                make_person(db, session, f"{name}{number}", cast.enterprise, posting_ids=needs[number : number + 1])
                for name in ("asker", "asked")
            ]
            asker = voice_of(Actor(user_id=people[0].user_id), db, session.id)
            question = Question("Shall we talk?", needs[number], offers[0], for_any=True)
            ask(asker, db, session, own, question)
            ask(author, db, session, people[1].id, question)
