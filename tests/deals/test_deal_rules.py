"""Who sees a deal: one rule in two readings, over every way of being on it; and what leaving an organisation means."""

from itertools import product

from flask import Flask
from sqlalchemy import literal, select

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM, Actor
from matchmaker.deals import rules
from matchmaker.deals.models import Deal, DealPerson
from tests.cast import ROLES, Cast
from tests.deals.making import make_deal

SIDES = ("", "provider", "recipient")
HOMES = (frozenset[int](), frozenset({1}), frozenset({2}), frozenset({1, 2}))


def actors(cast: Cast) -> list[Actor]:
    """The cast, and the author's account with every belonging there can be, as member and as manager."""
    me = cast["author"].user_id
    odd = [
        Actor(user_id=me, role=role, organisations=homes, managed=managed)
        for role, homes, managed in product(("researcher", "officer"), HOMES, HOMES)
        if managed <= homes
    ]
    return [*(cast[name] for name in ROLES), ANONYMOUS, SYSTEM, *odd]


def test_deals_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    assert (any_cast.laboratory, any_cast.enterprise) == (1, 2)
    with any_app.extensions["database"].write() as db:
        deals = []
        for side, signs in product(SIDES, (False, True)):
            deal = make_deal(db, any_cast)
            deal.people = (
                [DealPerson(user_id=any_cast["author"].user_id, side=side, is_signatory=signs)] if side else []
            )
            deals.append(deal)
        db.flush()
        seen = []
        for actor in actors(any_cast):
            by_rule = {one.id for one in deals if rules.may_see(actor, one)}
            assert set(db.scalars(select(Deal.id).where(rules.visible_to(actor)))) == by_rule, actor
            seen.append(len(by_rule))
            for side in rules.PARTIES:
                speaks = {one.id for one in deals if rules.side_of(actor, one) == side}
                assert set(db.scalars(select(Deal.id).where(rules.speaks_for(actor, literal(side))))) == speaks, actor
    # the cast; nobody, the system; the author's account by its organisations and those it manages; as an officer
    assert seen == [6, 6, 6, 0, 0, 6, 0, 0, 6, 0, 2, 6, 2, 6, 4, 6, 6, 6, *[6] * 9]


def test_who_has_left_the_organisation_speaks_for_nobody(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
    here = cast["author"]
    gone = Actor(user_id=here.user_id, role=here.role, organisations=frozenset({cast.enterprise}))
    found = {
        who: (rules.side_of(one, deal), rules.is_signatory(one, deal)) for who, one in (("here", here), ("gone", gone))
    }
    assert found == {"here": ("provider", True), "gone": ("", False)}


def test_what_each_may_do(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
    told = {
        name: (
            rules.side_of(cast[name], deal), rules.may_open(cast[name]), rules.may_work(cast[name], deal),
            rules.may_run(cast[name], deal), rules.may_withdraw(cast[name], deal),
            [side for side in rules.PARTIES if rules.may_name_people(cast[name], deal, side)],
        )
        for name in ROLES
    }  # fmt: skip
    both = ["provider", "recipient"]
    nobody = ("", False, False, False, False, [])
    assert told == {
        "author": ("provider", True, True, False, True, ["provider"]),
        "company": ("recipient", True, True, False, True, ["recipient"]),
        "officer": ("officer", True, True, True, True, both),
        "administrator": ("officer", True, True, True, True, both),
        "operator": nobody,
        "analyst": nobody,
        "outsider": nobody,
    }
