"""A state machine's table: only its moves happen, and each leaves one line of the audit trail."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from matchmaker.accounts.actor import Actor
from matchmaker.core.audit import trail
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.core.machine import Move, Table, moves, walk
from matchmaker.core.models import Base


class Kitchen(DeclarativeBase):
    """Tables of these tests."""


class Kettle(Kitchen):
    """Something with a state."""

    __tablename__ = "kettles"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="cold")


def anyone(actor: Actor, kettle: Kettle) -> bool:
    return True


def cook(actor: Actor, kettle: Kettle) -> bool:
    return actor.role == "cook"


STATES: Table = {
    ("cold", "heat"): Move("hot", cook),
    ("hot", "cool"): Move("cold", anyone),
    ("hot", "heat"): Move("boiling", cook),
    ("boiling", "cool"): Move("hot", anyone),
    ("cold", "sell"): Move("sold", anyone),
}
COOK, GUEST = Actor(role="cook"), Actor(role="guest")
GONE = "Somebody has changed this meanwhile: the step is no longer possible. Look at it again."
Line = tuple[int | None, str, dict[str, object], dict[str, object]]


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database with kettles and an audit trail."""
    path: Path = tmp_path_factory.mktemp("kitchen") / "kitchen.sqlite"
    database = Database(f"sqlite:///{path}")
    Kitchen.metadata.create_all(database.engine)
    Base.metadata.create_all(database.engine)
    return database


def put_kettle(database: Database, state: str = "cold") -> int:
    with database.write() as db:
        kettle = Kettle(state=state)
        db.add(kettle)
    return kettle.id


def lines(db: Session, kettle_id: int) -> list[Line]:
    return [(entry.actor_id, entry.verb, entry.before, entry.after) for entry in trail(db, "kettle", kettle_id)]


def outcome(database: Database, kettle_id: int) -> tuple[str, list[Line]]:
    with database.read() as db:
        return db.get_one(Kettle, kettle_id).state, lines(db, kettle_id)


def test_a_step_changes_the_state_and_is_recorded(kitchen: Database) -> None:
    kettle_id = put_kettle(kitchen)
    with kitchen.write() as db:
        walk(db, STATES, COOK, db.get_one(Kettle, kettle_id), "heat", why="tea")
    trace = [(None, "heat", {"state": "cold"}, {"state": "hot", "why": "tea"})]
    assert outcome(kitchen, kettle_id) == ("hot", trace)


@pytest.mark.parametrize(
    ("actor", "verb", "fault", "message"),
    [
        (COOK, "cool", Conflict, GONE),
        (COOK, "paint", Conflict, GONE),
        (GUEST, "heat", Forbidden, "Your role does not allow this step."),
    ],
)
def test_a_refused_step_changes_nothing(
    kitchen: Database, actor: Actor, verb: str, fault: type[Exception], message: str
) -> None:
    kettle_id = put_kettle(kitchen)
    with kitchen.write() as db, pytest.raises(fault) as caught:
        walk(db, STATES, actor, db.get_one(Kettle, kettle_id), verb)
    assert str(caught.value) == message
    assert outcome(kitchen, kettle_id) == ("cold", [])


def test_a_step_goes_back_with_its_transaction(kitchen: Database) -> None:
    kettle_id = put_kettle(kitchen)
    with pytest.raises(ZeroDivisionError), kitchen.write() as db:
        walk(db, STATES, COOK, db.get_one(Kettle, kettle_id), "heat")
        raise ZeroDivisionError
    assert outcome(kitchen, kettle_id) == ("cold", [])


@pytest.mark.parametrize(
    ("actor", "state", "verbs"),
    [(COOK, "cold", ["heat", "sell"]), (GUEST, "cold", ["sell"]), (COOK, "hot", ["cool", "heat"]), (COOK, "sold", [])],
)
def test_moves_are_those_that_the_actor_may_use_now(actor: Actor, state: str, verbs: list[str]) -> None:
    assert moves(STATES, actor, Kettle(state=state)) == verbs


STEPS = st.lists(
    st.tuples(st.sampled_from([COOK, GUEST]), st.sampled_from(["heat", "cool", "sell", "paint"])), max_size=10
)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(STEPS)
def test_any_walk_keeps_to_the_table(kitchen: Database, steps: list[tuple[Actor, str]]) -> None:
    kettle_id, expected = put_kettle(kitchen), []
    with kitchen.write() as db:
        kettle = db.get_one(Kettle, kettle_id)
        for actor, verb in steps:
            offered, before = moves(STATES, actor, kettle), kettle.state
            try:
                walk(db, STATES, actor, kettle, verb)
            except (Conflict, Forbidden):
                assert (kettle.state, verb in offered) == (before, False)
            else:
                assert verb in offered
                expected.append((None, verb, {"state": before}, {"state": STATES[before, verb].to}))
    assert outcome(kitchen, kettle_id) == (kettle.state, expected)
