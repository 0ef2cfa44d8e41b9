"""Weights from answers, end to end: learned, guarded, adopted, followed by every process, and taken back."""

from dataclasses import replace
from itertools import product

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import audit
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.matching.fusion import shipped
from matchmaker.matching.relearning import FEATURES, Learned
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import Interest, Introduction
from matchmaker.recommendations.queries import recommend_for_posting
from matchmaker.recommendations.weights.actions import keep_learned, use_weights
from matchmaker.recommendations.weights.answers import examples, graded_answers
from matchmaker.recommendations.weights.models import FusionVersion
from matchmaker.recommendations.weights.queries import SHIPPED_ID, weight_sets
from tests.cast import ROLES, Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import soup, text_of
from tests.weights import store_set, values

ORE = {
    "title": "Flotation of copper ore",
    "summary": "Copper ore is floated and copper concentrate is won from it. " * 2,
}
MILK = {
    "title": "Fermenting of mare milk",
    "summary": "Mare milk is fermented with a starter and bottled in cold. " * 2,
}
TEXTS = {"07": ORE, "10": MILK}
FEW, MANY = 4, 90


def states(app: Flask) -> list[tuple[str, str]]:
    with app.extensions["database"].read() as db:
        return [(one.version, one.state) for one in db.scalars(select(FusionVersion).order_by(FusionVersion.id))]


def in_use(app: Flask, index: LiveIndex) -> str:
    with app.extensions["database"].read() as db:
        index.catch_up(db)
    return index.fusion.version


def fit(app: Flask, *more: str) -> Result:
    result = app.test_cli_runner().invoke(args=["matching", "fit", *more])
    assert result.exit_code == 0, result.output
    return result


def simulate(app: Flask, cast: Cast, needs: int) -> None:
    """Two capabilities of each sector; needs whose text is of the one sector and whose owners want the other."""
    database = app.extensions["database"]
    offers = {sector: [publish_posting(database, cast, sectors=[sector], **TEXTS[sector])] for sector in TEXTS}
    for number in range(needs):
        wanted, other = ("07", "10") if number % 2 else ("10", "07")
        own = publish_posting(database, cast, "company", "need", sectors=[wanted], **TEXTS[other])
        with database.write() as db:
            for sector, given in ((wanted, "interested"), (other, "declined")):
                reason = "not_relevant" if given == "declined" else ""
                db.add_all(Interest(own_id=own, other_id=one, answer=given, reason=reason) for one in offers[sector])
    run_jobs(app)


def test_weights_are_learned_adopted_followed_and_taken_back(app: Flask, cast: Cast) -> None:
    simulate(app, cast, MANY)
    database, follower = app.extensions["database"], LiveIndex("hashing")
    assert in_use(app, follower) == shipped().version

    def best() -> str:
        with database.write() as db:
            db.query(Interest).filter_by(own_id=3).delete()
            db.flush()
            found, _declined = recommend_for_posting(SYSTEM, db, follower, load_posting(SYSTEM, db, 3))
            title = found[0].posting.title
            db.rollback()
        return title

    assert best() == ORE["title"]  # the text is of ore, the sector is food
    dry = fit(app, "--dry-run").output
    assert ("Nothing is kept. The candidate ranks better." in dry, states(app)) == (True, [])
    kept = fit(app).output
    ((version, state),) = states(app)
    assert (state, f"Kept as {version}, in use. The candidate ranks better." in kept) == ("in_use", True)
    assert (in_use(app, follower), best()) == (version, MILK["title"])
    with database.read() as db:
        row = db.scalars(select(FusionVersion)).one()
        held_back = row.learned_from["held_back"]
        assert row.learned_from == {"answers": 2 * MANY, "lists": MANY - held_back, "held_back": held_back}
        assert (held_back >= 20, row.figures["base"], row.figures["after"]) == (True, shipped().version, 1.0)
        assert row.figures["before"] < 0.7
        assert row.values["points"]["sectors"] > 1.5 * shipped().points["sectors"]
    again = fit(app).output
    assert "rejected. The candidate does not rank better." in again
    with database.write() as db:
        use_weights(cast["operator"], db, "hashing", SHIPPED_ID)
    assert (in_use(app, follower), best()) == (shipped().version, ORE["title"])
    assert [state for _version, state in states(app)] == ["retired", "rejected"]


def test_few_answers_are_kept_as_rejected(any_app: Flask, any_cast: Cast) -> None:
    assert "There is nothing to learn from" in fit(any_app).output
    simulate(any_app, any_cast, FEW)
    assert "At least 20 held-back lists are needed to judge, and there are" in fit(any_app).output
    assert [state for _version, state in states(any_app)] == ["rejected"]
    assert in_use(any_app, any_app.extensions["index"]) == shipped().version


def interest(own: int, other: int, answer: str, reason: str = "") -> Interest:
    return Interest(own_id=own, other_id=other, answer=answer, reason=reason)


def test_answers_become_grades(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    offer = publish_posting(database, any_cast)
    needs = [publish_posting(database, any_cast, "company", "need") for _count in range(9)]
    reasons = ["not_relevant", "wrong_region", "budget", "trl_too_low", "competitor"]
    with database.write() as db:
        db.add_all(interest(offer, need, "interested") for need in needs[:4])
        db.add_all(interest(need, offer, "interested") for need in needs[:3])
        states_of = zip(needs[:3], ("introduced", "declined", "closed"), strict=True)
        db.add_all(Introduction(need_id=need, capability_id=offer, state=state) for need, state in states_of)
        pairs = zip(needs[4:], reasons, strict=True)
        db.add_all(interest(offer, need, "declined", reason) for need, reason in pairs)
    run_jobs(any_app)
    with database.read() as db:
        graded = graded_answers(db)
        (example,) = examples(db, LiveIndex("hashing"))
    assert list(graded) == [offer]  # the needs' owners have only said yes
    grades = [3, 2, 3, 2, 0, 0, 0, 0]
    blamed = ["", "", "", "", "", "region", "budget", "trl"]
    assert [(one.other, one.grade, one.blamed) for one in graded[offer]] == list(
        zip(needs[:8], grades, blamed, strict=True)
    )
    assert (example.own, example.grades.tolist(), list(example.blamed)) == (offer, grades, blamed)
    assert example.shares.shape == (8, len(FEATURES))
    assert ((example.shares >= 0) & (example.shares <= 1.5)).all()


def learned(base: str, after: float) -> Learned:
    return Learned(replace(shipped(), version=base), shipped(), 0.5, after, 40, 20, 200)


def keep(app: Flask, one: Learned) -> str:
    with app.extensions["database"].write() as db:
        return keep_learned(SYSTEM, db, "hashing", one).version


def test_every_past_set_stays_and_one_is_in_use(any_app: Flask) -> None:
    one = keep(any_app, learned(shipped().version, 0.6))
    two = keep(any_app, learned(one, 0.7))
    three = keep(any_app, learned(two, 0.4))
    assert states(any_app) == [(one, "retired"), (two, "in_use"), (three, "rejected")]
    with pytest.raises(Conflict):
        keep(any_app, learned(one, 0.9))  # measured against weights that are no longer in use
    with any_app.extensions["database"].read() as db:
        sets = [(found.version, found.state, found.may_return) for found in weight_sets(db, "hashing")]
        assert weight_sets(db, "another")[0].version == shipped().version
    assert sets == [
        (three, "rejected", False),
        (two, "in_use", False),
        (one, "retired", True),
        (shipped().version, "retired", True),
    ]


def test_going_back_is_audited_and_only_to_what_was_in_use(any_app: Flask, any_cast: Cast) -> None:
    database, operator = any_app.extensions["database"], any_cast["operator"]
    with database.write() as db:
        old, new, bad = (store_set(db, name, state).id for name, state in
                         (("old", "retired"), ("new", "in_use"), ("bad", "rejected")))  # fmt: skip
        foreign = store_set(db, "foreign", "retired")
        foreign.encoder = "another"
        strange = store_set(db, "strange", "retired")
        strange.values = {"version": "strange", "points": {"smell": 100}}
        ids = [foreign.id, strange.id]
    for version_id, fault in ((new, Conflict), (bad, Conflict), (ids[0], NotFound), (ids[1], Conflict), (99, NotFound)):
        with pytest.raises(fault), database.write() as db:
            use_weights(operator, db, "hashing", version_id)
    for name in set(ROLES) - {"operator", "administrator"}:
        with pytest.raises(Forbidden), database.write() as db:
            use_weights(any_cast[name], db, "hashing", old)
    follower = LiveIndex("hashing")
    assert in_use(any_app, follower) == "new"
    with database.write() as db:
        use_weights(operator, db, "hashing", old)
    assert in_use(any_app, follower) == "old"
    with database.read() as db:
        (line,) = audit.trail(db, "fusionversion", old)
        assert (line.verb, line.actor_id, line.after) == ("adopt", operator.user_id, {"state": "in_use"})
        row = db.get_one(FusionVersion, old)
        assert (row.adopted_by, row.adopted_at is not None) == (operator.user_id, True)


def test_the_database_lets_one_set_be_in_use(any_app: Flask) -> None:
    with any_app.extensions["database"].write() as db:
        store_set(db, "one", "in_use")
    with pytest.raises(IntegrityError), any_app.extensions["database"].write() as db:
        store_set(db, "two", "in_use")


def test_stored_weights_of_another_engine_are_not_used(app: Flask) -> None:
    with app.extensions["database"].write() as db:
        store_set(db, "strange", "in_use").values = {"version": "strange", "points": {"smell": 100}}
    assert in_use(app, LiveIndex("hashing")) == shipped().version


def test_a_score_is_made_of_the_points_in_use(any_app: Flask, any_cast: Cast) -> None:
    database, index = any_app.extensions["database"], any_app.extensions["index"]
    publish_posting(database, any_cast)
    publish_posting(database, any_cast, "company", "need")
    run_jobs(any_app)
    with database.write() as db:
        store_set(db, "trl only", "in_use", trl=100.0)
    with database.read() as db:
        own = load_posting(any_cast["author"], db, 1)
        (found,) = recommend_for_posting(any_cast["author"], db, index, own)[0]
    assert {name: points for name, points in found.match.contributions.items() if points} == {"trl": 100.0}
    assert values("x", trl=100.0)["points"]["trl"] == 100.0


def page(client: FlaskClient, query: str = "") -> tuple[list[str], list[list[str]], list[str]]:
    """Heads of the comparison, its rows, and what the buttons lead to."""
    found = soup(client.get(f"/matching/{query}"))
    heads = [text_of(cell) for cell in found.select(".weights thead th")]
    rows = [[text_of(cell) for cell in row.select("th, td.num")] for row in found.select(".weights tbody tr")]
    return heads, rows, [str(form["action"]) for form in found.select("main form")]


@pytest.mark.parametrize(("name", "may"), [("officer", False), ("operator", True), ("administrator", True)])
def test_the_page_shows_two_sets_beside_each_other(app: Flask, cast: Cast, name: str, may: bool) -> None:
    client = sign_in(app, f"{name}@example.org")
    heads, rows, forms = page(client)
    assert (heads, len(rows), forms) == (
        ["Aspect", f"Shipped with the engine ({shipped().version}) In use", ""],
        11,
        [],
    )
    assert "Nothing has been learned from answers yet." in client.get("/matching/").text
    with app.extensions["database"].write() as db:
        ids = [store_set(db, name, state, trl=100.0).id for name, state in
               (("older", "retired"), ("newer", "in_use"), ("worse", "rejected"))]  # fmt: skip
    heads, rows, forms = page(client)
    assert heads[1:3] == ["newer In use", "worse Not adopted"]
    assert [row for row in rows if row[0] == "Stage of development"] == [["Stage of development", "100.00", "100.00"]]
    assert forms == ([f"/matching/{ids[0]}/use", "/matching/0/use"] if may else [])
    assert "it does not rank the held-back answers better" in client.get("/matching/").text
    heads, rows, _forms = page(client, "?set=0")
    assert heads[2] == f"Shipped with the engine ({shipped().version}) Not in use"
    assert rows[0] == ["Meaning of the texts", "0.00", f"{shipped().points['meaning']:.2f}"]
    assert page(client, "?set=nonsense") == page(client, "?set=99") == page(client)


def test_one_click_goes_back(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        ids = {name: store_set(db, name, state).id for name, state in (("older", "retired"), ("newer", "in_use"))}
    client = sign_in(any_app, "operator@example.org")
    clicked = [
        client.post(f"/matching/{number}/use").status_code for number in (ids["older"], ids["older"], SHIPPED_ID)
    ]
    assert clicked == [302, 409, 302]
    assert states(any_app) == [("older", "retired"), ("newer", "retired")]
    text = soup(client.get("/matching/")).select_one("table:not(.weights)")
    assert "Operator" in text_of(text)


@pytest.mark.parametrize(
    ("name", "address", "leads"),
    [(*pair, True) for pair in product(["officer"], ["/desk/", "/overview"])]
    + [("operator", "/overview", True), ("analyst", "/overview", False)],
)
def test_where_the_page_is_found(app: Flask, cast: Cast, name: str, address: str, leads: bool) -> None:
    found = soup(sign_in(app, f"{name}@example.org").get(address))
    assert bool(found.select("a[href='/matching/']")) is leads
