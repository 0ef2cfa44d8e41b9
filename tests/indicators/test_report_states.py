"""Both state machines of the annual report: every state × verb × role, and who sees which submission."""

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.machine import moves
from matchmaker.indicators.report.actions import move_cycle
from matchmaker.indicators.report.filling import add_comment, move_submission
from matchmaker.indicators.report.models import ReportCycle, Submission
from matchmaker.indicators.report.queries import load_cycle, load_submission
from matchmaker.indicators.report.rules import may_see, visible_to
from matchmaker.indicators.report.states import CYCLE, CYCLE_VERBS, SUBMISSION, SUBMISSION_VERBS
from tests.cast import Cast
from tests.indicators.reporting import YEAR, ReportRoom, report_room

ROLES = ("author", "company", "officer", "operator", "analyst", "administrator", "outsider", "anonymous")
STATES = ("awaited", "submitted", "returned", "accepted")
# verb of a submission: who may take it, and from which states to which
STEPS = {
    "submit": ({"author"}, {"awaited": "submitted", "returned": "submitted"}),
    "accept": ({"analyst", "administrator"}, {"submitted": "accepted"}),
    "return": ({"analyst", "administrator"}, {"submitted": "returned", "accepted": "returned"}),
}
SEES = {"author", "officer", "analyst", "administrator"}
TURNS = {
    "freeze": {"open": "frozen"},
    "reopen": {"frozen": "open"},
    "publish": {"frozen": "published"},
}
FAULTS = {NotFound: "absent", Forbidden: "forbidden", Conflict: "conflict", Invalid: "invalid"}


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> ReportRoom:
    """With everything filled in, so that only the rules decide."""
    made = report_room(any_app, any_cast)
    assert made.fill(then="save").status_code == 302
    return made


def tried(room: ReportRoom, state: str, role: str, verb: str, cycle: str = "open") -> str:
    """What becomes of a submission in a state when somebody takes a step; nothing stays."""
    with room.database.session(writes=True) as db:
        db.execute(update(Submission).where(Submission.id == room.author).values(state=state))
        db.execute(update(ReportCycle).values(state=cycle))
        try:
            submission = load_submission(room.cast[role], db, YEAR, room.author)
            move_submission(room.cast[role], db, submission, verb, submission.version, "Correct it.")
            return submission.state
        except tuple(FAULTS) as fault:
            return FAULTS[type(fault)]
        finally:
            db.rollback()


def expected(state: str, role: str, verb: str) -> str:
    """The same by the table above."""
    allowed, steps = STEPS[verb]
    if role not in SEES:
        return "absent"
    if state not in steps:
        return "conflict"
    return steps[state] if role in allowed else "forbidden"


def test_every_step_of_a_submission(room: ReportRoom) -> None:
    assert set(SUBMISSION_VERBS) == set(STEPS)
    cases = [(state, role, verb) for state in STATES for role in ROLES for verb in STEPS]
    assert {case: tried(room, *case) for case in cases} == {case: expected(*case) for case in cases}


@pytest.mark.parametrize("cycle", ["frozen", "published"])
def test_nothing_of_a_submission_moves_when_the_cycle_is_over(room: ReportRoom, cycle: str) -> None:
    cases = [(state, role, verb) for state in STATES for role in ROLES for verb in STEPS]
    found = {case: tried(room, *case, cycle) for case in cases}
    assert set(found.values()) == {"absent", "conflict", "forbidden"}


def test_every_step_of_the_cycle(room: ReportRoom) -> None:
    assert set(CYCLE_VERBS) == set(TURNS)

    def step(state: str, role: str, verb: str) -> str:
        with room.database.session(writes=True) as db:
            db.execute(update(ReportCycle).values(state=state))
            try:
                cycle = load_cycle(db, YEAR)
                move_cycle(room.cast[role], db, cycle, verb, without_late="1")
                return cycle.state
            except tuple(FAULTS) as fault:
                return FAULTS[type(fault)]
            finally:
                db.rollback()

    for state in ("open", "frozen", "published"):
        for role in ROLES:
            for verb in TURNS:
                wanted = TURNS[verb].get(state, "conflict") if role in ("analyst", "administrator") else "forbidden"
                assert step(state, role, verb) == wanted, (state, role, verb)


def test_a_step_on_what_one_has_not_seen_is_refused(room: ReportRoom) -> None:
    assert room.step("author", "submit") == 302
    assert room.step("analyst", "accept", version="1") == 409
    assert room.states() == ["submitted", "awaited", "open"]
    assert room.step("analyst", "accept") == 302
    assert room.states() == ["accepted", "awaited", "open"]


def test_a_return_needs_a_reason(room: ReportRoom) -> None:
    assert room.step("author", "submit") == 302
    answer = room.browser("analyst").post(f"{room.url()}/return", data={"version": room.version(), "reason": " "})
    assert (answer.status_code, "Please fill this in." in answer.text) == (422, True)
    assert room.states() == ["submitted", "awaited", "open"]


def test_who_may_say_something(room: ReportRoom) -> None:
    said = {}
    for role in ROLES:
        with room.database.session(writes=True) as db:
            try:
                add_comment(room.cast[role], db, load_submission(room.cast[role], db, YEAR, room.author), "Look.")
                said[role] = "said"
            except tuple(FAULTS) as fault:
                said[role] = FAULTS[type(fault)]
            db.rollback()
    allowed = {"author": "said", "analyst": "said", "administrator": "said", "officer": "forbidden"}
    assert said == {role: allowed.get(role, "absent") for role in ROLES}


def test_one_rule_two_readings(room: ReportRoom) -> None:
    with room.database.read() as db:
        everything = [load_submission(room.cast["analyst"], db, YEAR, one) for one in (room.author, room.company)]
        for role in ROLES:
            actor = room.cast[role]
            by_query = set(db.scalars(select(Submission.id).where(visible_to(actor))))
            assert by_query == {one.id for one in everything if may_see(actor, one)}, role


def test_the_verbs_offered_are_those_that_work(room: ReportRoom) -> None:
    def offered(db: Session, role: str) -> list[str]:
        return moves(SUBMISSION, room.cast[role], load_submission(room.cast["analyst"], db, YEAR, room.author))

    with room.database.session(writes=True) as db:
        found = {}
        for state in STATES:
            db.execute(update(Submission).where(Submission.id == room.author).values(state=state))
            found[state] = (offered(db, "author"), offered(db, "analyst"), offered(db, "officer"))
        db.rollback()
    assert found == {
        "awaited": (["submit"], [], []),
        "submitted": ([], ["accept", "return"], []),
        "returned": (["submit"], [], []),
        "accepted": ([], ["return"], []),
    }
    with room.database.read() as db:
        assert moves(CYCLE, room.cast["officer"], load_cycle(db, YEAR)) == []
