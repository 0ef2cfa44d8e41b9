"""Law 2 in sessions: `may_see` and `visible_to` select the same rows, over every role and every state there can be.

Pitches, meetings and agendas have no SQL twin: they are loaded by session or by person, and then judged by one rule.
"""

from datetime import timedelta
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core import clock
from matchmaker.organisations.models import Organisation
from matchmaker.sessions import rules as session_rules
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import rules as people_rules
from matchmaker.sessions.people.models import Registration, new_secret
from matchmaker.sessions.requests import rules as request_rules
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.states import ALL
from matchmaker.sessions.requests.voice import Voice
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.sessions.making import make_session
from tests.test_rules import actors

SESSION_STATES = ("draft", "open", "closed", "released", "finished", "cancelled")
OWN_STATES = ("", *terms("registration_states"))  # empty: no registration


def test_sessions_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        for state, announced_at in product(SESSION_STATES, (None, clock.now())):
            make_session(db, state=state, announced_at=announced_at)
        everything, seen = list(db.scalars(select(InnovationSession))), []
        for actor in actors(any_cast):
            by_rule = {one.id for one in everything if session_rules.may_see(actor, one)}
            assert set(db.scalars(select(InnovationSession.id).where(session_rules.visible_to(actor)))) == by_rule, (
                actor
            )
            seen.append(len(by_rule))
    # author, company, officer, operator, analyst, administrator, outsider; nobody, the system; both, a cookie-less one
    assert seen == [6, 6, 12, 6, 6, 12, 6, 6, 12, 6, 6]


def join(db: Session, session: InnovationSession, state: str, home: int, user_id: int | None = None) -> Registration:
    """A place in a session, without an account by default."""
    made = Registration(session_id=session.id, organisation_id=home, state=state, user_id=user_id, token=new_secret())
    db.add(made)
    db.flush()
    return made


def test_registrations_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    """In each session the author and the company have one of all pairs of states, and there are guests in every state."""
    with any_app.extensions["database"].write() as db:
        for author, company in product(OWN_STATES, OWN_STATES):
            session = make_session(db)
            for name, state in (("author", author), ("company", company)):
                home = any_cast.laboratory if name == "author" else any_cast.enterprise
                if state:
                    join(db, session, state, home, any_cast[name].user_id)
            for state in OWN_STATES[1:]:
                join(db, session, state, any_cast.enterprise)
        everything, seen = list(db.scalars(select(Registration))), []
        for actor in actors(any_cast):
            there = {
                one.session_id
                for one in everything
                if actor.user_id and one.user_id == actor.user_id and one.state == "confirmed"
            }
            by_rule = {one.id for one in everything if people_rules.may_see(actor, one, one.session_id in there)}
            assert set(db.scalars(select(Registration.id).where(people_rules.visible_to(actor)))) == by_rule, actor
            seen.append(len(by_rule))
    own, shown = 56, 8 + 1  # guests who are confirmed where one takes part, and the other where confirmed too
    total = 64 * 7 + 2 * own
    # the author's account has the number 1: who acts with it sees the same, also without a cookie
    assert seen == [own + shown, own + shown, total, 0, 0, total, 0, 0, total, own + shown, 0]


def test_requests_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    """Every state, shared or not, of every pair of sides: oneself, a colleague, a stranger; oneself in every state."""
    with any_app.extensions["database"].write() as db:
        third = Organisation(kind="bank", region="KZ-75", name_kk="", name_ru="Банк", name_en="")
        db.add(third)
        db.flush()
        homes = {
            "own": any_cast.laboratory,
            "colleague": any_cast.laboratory,
            "other": any_cast.enterprise,
            "third": third.id,
        }
        own_of: dict[int, Registration] = {}
        for own_state, state, for_any in product(OWN_STATES[1:], ALL, (True, False)):
            session = make_session(db, slots=1, tables=1)
            user_ids = {"own": any_cast["author"].user_id}
            people = {
                name: join(db, session, own_state if name == "own" else "confirmed", home, user_ids.get(name))
                for name, home in homes.items()
            }
            own_of[session.id] = people["own"]
            for one, other in product(people.values(), repeat=2):
                if one.organisation_id < other.organisation_id:
                    until = clock.now() + timedelta(days=1)
                    made = MeetingRequest(session_id=session.id, from_id=one.id, to_id=other.id, expires_at=until)
                    made.state, made.for_any = state, for_any
                    db.add(made)
        db.flush()
        parts = joinedload(MeetingRequest.asking), joinedload(MeetingRequest.asked)
        everything, seen = list(db.scalars(select(MeetingRequest).options(*parts))), []
        for actor in actors(any_cast):
            is_author = actor.user_id == any_cast["author"].user_id
            voices = {number: Voice(actor, own if is_author else None) for number, own in own_of.items()}
            by_rule = {one.id for one in everything if request_rules.may_see(voices[one.session_id], one)}
            visible = select(MeetingRequest.id).where(request_rules.visible_to(actor))
            assert set(db.scalars(visible)) == by_rule, actor
            seen.append(len(by_rule))
    total = 84 * 5  # own and colleague ask other and third, other asks third
    author = 84 * 2 + 6 * 2  # one's own; shared ones of a colleague while one takes part
    assert seen == [author, 0, total, 0, 0, total, 0, 0, total, author, 0]
