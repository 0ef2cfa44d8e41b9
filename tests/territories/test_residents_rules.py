"""Who may see which residencies, read twice; and the life of a residency as a table, walked at random."""

from itertools import product

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM, Actor
from matchmaker.accounts.models import User
from matchmaker.core.machine import moves
from matchmaker.organisations.queries import actor_of
from matchmaker.territories.models import Territory
from matchmaker.territories.residents import rules
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.states import DECISIONS, LIVE, OWN_STEPS, STATES
from matchmaker.vocabularies import terms
from tests.cast import ROLES, Cast
from tests.territories.making import make_manager, make_territory
from tests.territories.world_base import application

STATE_NAMES = tuple(terms("residency_states"))


def test_residencies_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        own = make_territory(db, any_cast)
        other = make_territory(db, any_cast, manager_id=make_manager(db, any_cast, 2))
        db.query(Territory).filter(Territory.id == other.id).update({"manager_id": any_cast.enterprise})
        for territory, state, organisation in product(
            (own, other), STATE_NAMES, (any_cast.laboratory, any_cast.enterprise)
        ):
            db.add(application(territory, organisation, state))
        db.flush()
        db.expire_all()
        everything = list(db.scalars(select(Residency).options(joinedload(Residency.territory))))
        people = [actor_of(db, user) for user in db.scalars(select(User).order_by(User.id))]
        seen = []
        for actor in (
            *people,
            ANONYMOUS,
            SYSTEM,
            Actor(role="operator", organisations=frozenset({any_cast.enterprise})),
        ):
            by_rule = {one.id for one in everything if rules.may_see(actor, one)}
            assert set(db.scalars(select(Residency.id).where(rules.visible_to(actor)))) == by_rule, actor
            seen.append(len(by_rule))
    # author, company, officer, operator, analyst, administrator, outsider, anonymous, system, operator elsewhere
    assert seen == [14, 14, 24, 14, 24, 24, 4, 4, 24, 19]
    assert len(ROLES) == 7


def test_the_states_are_those_of_the_vocabulary() -> None:
    assert {state for state, _verb in STATES} | {move.to for move in STATES.values()} == set(STATE_NAMES)
    assert {verb for _state, verb in STATES} == {*DECISIONS, *OWN_STEPS, "send"}


SIDES = {
    "operator": Actor(user_id=1, role="operator", organisations=frozenset({9}), managed=frozenset({9})),
    "applicant": Actor(user_id=2, role="company", organisations=frozenset({5}), managed=frozenset({5})),
    "member": Actor(user_id=3, role="company", organisations=frozenset({5})),
    "officer": Actor(user_id=4, role="officer"),
    "analyst": Actor(user_id=5, role="analyst"),
    "both": Actor(user_id=6, role="operator", organisations=frozenset({5, 9}), managed=frozenset({9})),
    "nobody": ANONYMOUS,
}


@given(st.sampled_from(sorted(SIDES)), st.sampled_from(STATE_NAMES))
def test_each_side_has_its_own_steps(who: str, state: str) -> None:
    residency = Residency(state=state, organisation_id=5, territory=Territory(id=1, manager_id=9, state="designated"))
    found = set(moves(STATES, SIDES[who], residency))
    if who == "operator":
        assert found <= set(DECISIONS) and bool(found) == (state in LIVE)
    elif who == "applicant":
        assert found <= {*OWN_STEPS, "send"} and bool(found) == (state in LIVE)
    else:
        assert found == set()


@given(st.lists(st.sampled_from([verb for _state, verb in STATES]), max_size=12))
def test_what_is_over_stays_over(verbs: list[str]) -> None:
    state, was_over = "applied", False
    for verb in verbs:
        assert not (was_over and (state, verb) in STATES)
        state = STATES[state, verb].to if (state, verb) in STATES else state
        was_over = state not in LIVE
