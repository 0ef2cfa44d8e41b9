"""Law 2: `may_see` and `visible_to` select the same rows over every role, state, visibility, invitation and date."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM, Actor
from matchmaker.core import clock
from matchmaker.organisations import rules as organisation_rules
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.fields import VISIBILITIES
from matchmaker.postings.models import Invitation, Posting
from matchmaker.recommendations import rules as introduction_rules
from matchmaker.recommendations.models import Introduction
from tests.cast import ROLES, Cast

STATES = ("draft", "in_review", "published", "paused", "expired", "withdrawn")
INTRODUCTION_STATES = ("awaiting_officer", "introduced", "declined", "closed")
MOMENT = datetime.fromisoformat("2027-03-01T12:00:00+00:00")
EXPIRY = (None, *(MOMENT + timedelta(seconds=seconds) for seconds in (-1, 0, 1)))


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MOMENT)


def actors(cast: Cast) -> list[Actor]:
    both = frozenset({cast.laboratory, cast.enterprise})
    oddities = [Actor(user_id=1, role="researcher", organisations=both), Actor(role="company", organisations=both)]
    return [*(cast[name] for name in ROLES), ANONYMOUS, SYSTEM, *oddities]


def fill(db: Session, cast: Cast) -> dict[int, frozenset[int]]:
    """A posting of every kind there can be; returns who is invited to each."""
    invited: dict[int, frozenset[int]] = {}
    guests = (frozenset[int](), frozenset({cast.enterprise}), frozenset({cast.laboratory, cast.enterprise}))
    for state, visibility, expires_at, who in product(STATES, VISIBILITIES, EXPIRY, guests):
        posting = Posting(kind="need", lang="en", organisation_id=cast.laboratory, codes={})
        posting.state, posting.visibility, posting.expires_at = state, visibility, expires_at
        db.add(posting)
        db.flush()
        db.add_all(Invitation(posting_id=posting.id, organisation_id=one) for one in who)
        invited[posting.id] = who
    return invited


def test_postings_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        invited = fill(db, any_cast)
        postings = list(db.scalars(select(Posting)))
        assert len(postings) == 6 * 4 * 4 * 3
        seen = []
        for actor in actors(any_cast):
            by_rule = {one.id for one in postings if rules.may_see(actor, one, invited[one.id])}
            assert set(db.scalars(select(Posting.id).where(rules.visible_to(actor)))) == by_rule, actor
            seen.append(len(by_rule))
    # author, company, officer, operator, analyst, administrator, outsider; nobody, the system; both, a cookie-less one
    assert seen == [288, 11, 288, 9, 9, 288, 9, 6, 288, 288, 288]


def test_the_right_ones_are_seen(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        fill(db, any_cast)
        for name, open_to in (("company", {*VISIBILITIES}), ("anonymous", {"public", "anonymous"})):
            found = db.scalars(select(Posting).where(rules.visible_to(any_cast[name]))).all()
            assert {(one.state, one.expires_at) for one in found} == {("published", EXPIRY[-1])}
            assert {one.visibility for one in found} == open_to


def test_belonging_and_owning_are_one(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        fill(db, any_cast)
        postings = list(db.scalars(select(Posting)))
        for actor in actors(any_cast):
            if not actor.is_officer:
                owned = {one.id for one in postings if rules.is_own(actor, one)}
                assert set(db.scalars(select(Posting.id).where(rules.belongs_to(actor)))) == owned


def test_organisations_of_postings_are_shown_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        fill(db, any_cast)
        postings = list(db.scalars(select(Posting)))
        for actor in actors(any_cast):
            shown = {one.id for one in postings if rules.shows_organisation(actor, one)}
            assert set(db.scalars(select(Posting.id).where(rules.organisation_shown_to(actor)))) == shown, actor


def test_an_overview_counts_in_every_state_what_would_be_seen_if_it_were_live(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        invited = fill(db, any_cast)
        postings = list(db.scalars(select(Posting)))
        counted = {name: set(db.scalars(_countable(any_cast[name]))) for name in (*ROLES, "anonymous")}
        for posting in postings:
            posting.state, posting.expires_at = "published", EXPIRY[-1]
        for name, found in counted.items():
            seen = {one.id for one in postings if rules.may_see(any_cast[name], one, invited[one.id])}
            assert found == seen, name


def _countable(actor: Actor) -> Select[int]:
    return select(Posting.id).where(rules.countable_for(actor))


def test_organisations_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].read() as db:
        everyone = list(db.scalars(select(Organisation)))
        for actor in actors(any_cast):
            by_rule = {one.id for one in everyone if organisation_rules.may_see(actor, one)}
            visible = select(Organisation.id).where(organisation_rules.visible_to(actor))
            assert set(db.scalars(visible)) == by_rule == {any_cast.laboratory, any_cast.enterprise}


def introductions(db: Session, cast: Cast) -> list[Introduction]:
    """An introduction in every state between every pair of organisations, a third one among them."""
    third = Organisation(kind="bank", region="KZ-75", name_kk="", name_ru="Банк", name_en="")
    db.add(third)
    db.flush()
    owners = (cast.laboratory, cast.enterprise, third.id)
    for need, capability, state in product(owners, owners, INTRODUCTION_STATES):
        sides = [
            Posting(kind=kind, lang="en", organisation_id=owner, codes={}, state="paused")
            for kind, owner in (("need", need), ("capability", capability))
        ]
        db.add_all(sides)
        db.flush()
        db.add(Introduction(need_id=sides[0].id, capability_id=sides[1].id, state=state))
    db.flush()
    both = (joinedload(Introduction.need), joinedload(Introduction.capability))
    return list(db.scalars(select(Introduction).options(*both)))


def test_introductions_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        everything = introductions(db, any_cast)
        seen = []
        for actor in actors(any_cast):
            by_rule = {one.id for one in everything if introduction_rules.may_see(actor, one)}
            visible = select(Introduction.id).where(introduction_rules.visible_to(actor))
            assert set(db.scalars(visible)) == by_rule, actor
            seen.append(len(by_rule))
    assert seen == [20, 20, 36, 0, 0, 36, 0, 0, 36, 32, 32]
