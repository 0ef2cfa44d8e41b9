"""A session with people of two organisations who ask each other: what the tests of requests start from."""

from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.notifications.models import Mail
from matchmaker.organisations.queries import actor_of
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests import answering
from matchmaker.sessions.requests.asking import Question, ask
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.queries import load_request
from matchmaker.sessions.requests.voice import Voice, voice_of
from tests.cast import Cast
from tests.sessions.making import make_person, make_session

PEOPLE = {"ann": "laboratory", "art": "laboratory", "ben": "enterprise", "bea": "enterprise"}


@dataclass
class Room:
    """A session in which ann and art of the laboratory, ben and bea of the enterprise take part."""

    app: Flask
    cast: Cast
    session_id: int
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database of the application."""
        return self.app.extensions["database"]

    def actor(self, db: Session, name: str) -> Actor:
        """A person of the session, or one of the cast."""
        if name in self.ids:
            return actor_of(db, db.scalars(select(User).where(User.email == f"{name}@example.org")).one())
        return self.cast[name]

    def voice(self, db: Session, name: str) -> Voice:
        """Who speaks."""
        return voice_of(self.actor(db, name), db, self.session_id)

    def ask(self, name: str, other: str, **question: object) -> MeetingRequest:
        """One asks the other."""
        with self.database.write() as db:
            session = db.get_one(InnovationSession, self.session_id)
            asked = Question(**question)
            return ask(self.voice(db, name), db, session, self.ids[other], asked)

    def step(self, name: str, verb: str, request_id: int, *values: object, **more: object) -> MeetingRequest:
        """One takes a step with a request."""
        with self.database.write() as db:
            session = db.get_one(InnovationSession, self.session_id)
            request = load_request(self.cast["officer"], db, self.session_id, request_id)
            return getattr(answering, verb)(self.voice(db, name), db, session, request, *values, **more)

    def state(self, request_id: int) -> str:
        """What is stored."""
        with self.database.read() as db:
            return db.get_one(MeetingRequest, request_id).state

    def change(self, **values: object) -> None:
        """Set columns of the session."""
        with self.database.write() as db:
            session = db.get_one(InnovationSession, self.session_id)
            for name, value in values.items():
                setattr(session, name, value)

    def leave(self, name: str) -> None:
        """Cancel a registration."""
        with self.database.write() as db:
            db.get_one(Registration, self.ids[name]).state = "cancelled"

    def mails(self) -> list[tuple[str, str]]:
        """Who was written to, and with which subject."""
        with self.database.read() as db:
            found = db.execute(select(Mail.address, Mail.subject).order_by(Mail.id)).all()
        return [(address.partition("@")[0], subject) for address, subject in found if "Published" not in subject]


def make_room(app: Flask, cast: Cast, **session: object) -> Room:
    """The session and its people, without postings."""
    with app.extensions["database"].write() as db:
        made = make_session(db, **session)
        room = Room(app, cast, made.id)
        for name, side in PEOPLE.items():
            room.ids[name] = make_person(db, made, name, getattr(cast, side)).id
    return room
