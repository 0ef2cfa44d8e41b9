"""Law 2 for facilities and bookings: the rule and its SQL twin select the same rows, whoever asks."""

from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM, Actor
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.organisations.queries import actor_of
from matchmaker.territories.facilities import rules
from matchmaker.territories.facilities.models import Booking, Facility
from matchmaker.territories.models import Territory
from matchmaker.territories.rules import may_run
from tests.cast import Cast
from tests.territories.making import make_manager, make_territory
from tests.territories.making_facilities import make_facility


def test_rules_and_their_twins(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        territories = [make_territory(db, any_cast), make_territory(db, any_cast)]
        territories[1].manager_id = None
        other = make_manager(db, any_cast, 2)
        owners = (any_cast.laboratory, any_cast.enterprise, other)
        for territory, owner, is_open in product(territories, owners, (True, False)):
            facility = make_facility(db, territory, organisation_id=owner, is_open=is_open)
            for state, who in product(("asked", "confirmed", "refused", "cancelled"), owners[:2]):
                times = {"starts_at": clock.now(), "ends_at": clock.now()}
                db.add(Booking(facility_id=facility.id, organisation_id=who, state=state, **times))
        db.flush()
        facilities = list(db.scalars(select(Facility).options(joinedload(Facility.territory))))
        bookings = list(db.scalars(select(Booking).options(joinedload(Booking.facility))))
        assert (len(facilities), len(bookings)) == (12, 96)
        people = [actor_of(db, user) for user in db.scalars(select(User))]
        analyst = Actor(user_id=1, role="analyst", organisations=frozenset({any_cast.laboratory}))
        for actor in (*people, ANONYMOUS, SYSTEM, analyst):
            seen = select(Facility.id).join(Facility.territory).where(rules.visible_to(actor))
            assert set(db.scalars(seen)) == {one.id for one in facilities if rules.may_see(actor, one)}
            run = select(Territory.id).where(rules.run_by(actor))
            assert set(db.scalars(run)) == {one.id for one in territories if may_run(actor, one)}
            held = select(Booking.id).join(Booking.facility).join(Facility.territory)
            found = set(db.scalars(held.where(rules.bookings_visible_to(actor))))
            assert found == {one.id for one in bookings if rules.may_see_booking(actor, one)}
