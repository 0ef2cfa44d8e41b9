"""Laws 4 and 8: what a role may not see reaches no recommendation, search, count or explanation of it."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.actions import create_posting, move_posting
from matchmaker.postings.draft import read_draft
from matchmaker.postings.fields import VISIBILITIES
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting, postings_of, rows, whole
from matchmaker.postings.search import CODED, FACETS, Filters, browse, count_facets, permitted
from matchmaker.recommendations.actions import answer
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry, Interest
from matchmaker.recommendations.queries import (
    recommend_for_organisation,
    recommend_for_posting,
    recommend_for_text,
    search_text,
)
from matchmaker.recommendations.wording import Recommendation
from tests.apps import make_app
from tests.cast import ROLES, Cast, form, make_cast, publish_posting, run_jobs

NAMES = st.sampled_from([*ROLES, "anonymous"])
KINDS = ("capability", "need")
SECRET = "xyzzysecret"
HIDDEN_OWNERS = ("Flotation Laboratory", "Copper Works", "Hidden Bank")
slow = settings(derandomize=True, deadline=None, max_examples=25)


class World:
    """Postings of both kinds, three owners, every visibility, live and paused; one invites the enterprise."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.database, self.index, self.cast = app.extensions["database"], LiveIndex("hashing"), cast
        self.invited: dict[int, frozenset[int]] = {}
        with self.database.write() as db:
            bank = Organisation(kind="bank", region="KZ-75", name_kk="", name_ru="", name_en="Hidden Bank")
            bank.verified_at = db.get_one(Organisation, cast.laboratory).verified_at
            db.add(bank)
            db.flush()
            for owner in (cast.laboratory, cast.enterprise, bank.id):
                for kind, visibility, verb in product(KINDS, VISIBILITIES, ("", "pause")):
                    self.publish(db, owner, kind, visibility, verb)
        run_jobs(app)

    def publish(self, db: Session, owner: int, kind: str, visibility: str, verb: str) -> None:
        guests = [str(self.cast.enterprise)] if visibility == "invited" else []
        number = len(self.invited)
        values = {"title": f"Copper flotation word{number}", "visibility": visibility, "invited": guests}
        values |= {
            "fields": ["2.5", "1.4"] if number % 3 else ["2.5"],
            "lang": "en",
            "confidential": f"{SECRET} {number}",
        }
        posting = create_posting(SYSTEM, db, owner, read_draft(form(kind, **values)))
        db.flush()
        for step in filter(None, ("submit", "publish", verb)):
            move_posting(SYSTEM, db, posting, step)
        self.invited[posting.id] = frozenset(map(int, guests))

    def visible(self, db: Session, actor: Actor) -> list[Posting]:
        """The live postings an actor may see, by the rule itself."""
        everything = rows(db, whole().where(Posting.state == "published"))
        return [one for one in everything if rules.may_see(actor, one, self.invited[one.id])]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Made once: these tests only read, or roll back."""
    home = tmp_path_factory.mktemp("world")
    shutil.copy(sqlite_template, home / "matchmaker.sqlite")
    app = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
    yield World(app, make_cast(app.extensions["database"]))
    app.extensions["database"].engine.dispose()


def ids(postings: list[Posting]) -> list[int]:
    return sorted(one.id for one in postings)


def carried(posting: Posting, facet: str) -> list[str]:
    """The codes of a facet that a posting may show."""
    if facet in CODED:
        return posting.codes_of(facet)
    if facet in ("kind", "lang"):
        return [getattr(posting, facet)]
    value = posting.organisation.region if facet == "region" else posting.organisation.kind
    return [] if posting.visibility == "anonymous" else [value]


def check_words(actor: Actor, found: list[Recommendation]) -> None:
    """No secret, and no owner of an anonymous posting, in anything that a recommendation says."""
    for one in found:
        said = "\n".join([*one.sentences(), *one.shared_terms, str(one.notes), str(one.pair)])
        assert SECRET not in said
        if one.posting.visibility == "anonymous":
            assert [name for name in (*HIDDEN_OWNERS, "partner is of") if name in said] == []


FILTERS = st.builds(
    Filters,
    kind=st.sampled_from([(), ("need",), KINDS]),
    region=st.sampled_from([(), ("KZ-35",), ("KZ-62", "KZ-75")]),
    fields=st.sampled_from([(), ("1.4",)]),
    organisation_kind=st.sampled_from([(), ("enterprise",), ("bank",)]),
    trl_min=st.sampled_from([None, 6, 7]),
)


def passes(posting: Posting, filters: Filters) -> bool:
    chosen = filters.chosen().items()
    codes = all(set(carried(posting, name)) & set(wanted) for name, wanted in chosen)
    return codes and (filters.trl_min is None or (posting.trl or 0) >= filters.trl_min)


@slow
@given(name=NAMES, filters=FILTERS)
def test_search_browse_and_counts_hold_what_the_role_may_see(world: World, name: str, filters: Filters) -> None:
    actor = world.cast[name]
    with world.database.read() as db:
        expected = [one for one in world.visible(db, actor) if passes(one, filters)]
        found, total = browse(actor, db, filters, page=1)
        assert (sorted(db.scalars(permitted(actor, filters))), total) == (ids(expected), len(expected))
        assert set(ids(found)) <= set(ids(expected))
        searched = search_text(actor, db, world.index, "copper flotation", filters)
        assert sorted(searched) == ids(expected)
        counts = {facet: Counter(code for one in expected for code in carried(one, facet)) for facet in FACETS}
        assert count_facets(db, permitted(actor, filters)) == count_facets(db, searched) == counts


@slow
@given(name=NAMES, number=st.integers(0, 47))
def test_the_words_of_a_hidden_posting_find_nothing(world: World, name: str, number: int) -> None:
    actor = world.cast[name]
    posting_id = list(world.invited)[number]
    with world.database.read() as db:
        found = search_text(actor, db, world.index, f"copper flotation word{number}", Filters())
        assert sorted(found) == ids(world.visible(db, actor))
        assert found[0] == posting_id or posting_id not in found
        assert search_text(actor, db, world.index, f"{SECRET}", Filters()) == []


@slow
@given(name=NAMES, kind=st.sampled_from(KINDS))
def test_a_text_is_answered_with_what_the_role_may_see_and_does_not_own(world: World, name: str, kind: str) -> None:
    actor = world.cast[name]
    with world.database.read() as db:
        found = recommend_for_text(actor, db, world.index, kind, "", "copper flotation", None, limit=100)
        expected = [one for one in world.visible(db, actor) if one.kind != kind]
        others = [one for one in expected if one.organisation_id not in actor.organisations]
        assert sorted(one.posting.id for one in found) == ids(others)
        check_words(actor, found)


def decline(world: World, db: Session, own: Posting, other: Posting, given: str) -> None:
    reason = "other" if given == "declined" else ""
    db.merge(Interest(own_id=own.id, other_id=other.id, answer=given, reason=reason))


PAIRS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["declined", "interested"]), st.booleans()), max_size=6)


@slow
@given(name=st.sampled_from(["author", "company", "officer"]), number=st.integers(0, 47), given_answers=PAIRS)
def test_a_posting_is_never_shown_own_hidden_or_declined_ones(
    world: World, name: str, number: int, given_answers: list[tuple[int, str, bool]]
) -> None:
    actor, posting_id = world.cast[name], list(world.invited)[number]
    with world.database.session(writes=True) as db:
        own = rows(db, whole().where(Posting.id == posting_id))[0]
        expected = {one.id: one for one in world.visible(db, actor) if one.kind != own.kind}
        sides = actor.organisations | {own.organisation_id}
        expected = {key: one for key, one in expected.items() if one.organisation_id not in sides}
        declined = set()
        for place, given, turned in given_answers:
            other = list(expected.values())[place % len(expected)]
            decline(world, db, *((other, own) if turned else (own, other)), given)
        db.flush()
        for row in db.query(Interest).filter_by(answer="declined"):
            declined |= {row.own_id, row.other_id} - {own.id}
        found, count = recommend_for_posting(actor, db, world.index, own, limit=100)
        assert {one.posting.id for one in found} == set(expected) - declined
        assert count == len(declined)
        check_words(actor, found)


@pytest.mark.parametrize("name", ["author", "company", "officer", "operator", "outsider", "anonymous"])
def test_an_organisation_is_shown_what_its_reader_may_see(world: World, name: str) -> None:
    actor, laboratory = world.cast[name], world.cast.laboratory
    with world.database.read() as db:
        seen = world.visible(db, actor)
        for posting, found in recommend_for_organisation(actor, db, world.index, laboratory, each=100):
            sides = actor.organisations | {laboratory}
            expected = [one for one in seen if one.kind != posting.kind and one.organisation_id not in sides]
            assert sorted(one.posting.id for one in found) == ids(expected)
            check_words(actor, found)
        listed = [one for one in seen if one.organisation_id == laboratory]
        if laboratory not in actor.organisations and not actor.is_officer:
            listed = [one for one in listed if one.visibility != "anonymous"]
        assert ids(postings_of(actor, db, laboratory)) == ids(listed)


@pytest.mark.parametrize("first", ["theirs", "ours"])
def test_a_pair_one_side_declined_is_gone_for_both(any_app: Flask, any_cast: Cast, first: str) -> None:
    database, index = any_app.extensions["database"], LiveIndex("hashing")
    pair = [publish_posting(database, any_cast, "author"), publish_posting(database, any_cast, "company", "need")]
    run_jobs(any_app)
    with database.write() as db:
        offer, need = (load_posting(any_cast["officer"], db, one) for one in pair)
        steps = [("company", need, offer, "declined", "trl_too_low"), ("author", offer, need, "interested", "")]
        for name, own, other, given, reason in steps if first == "theirs" else reversed(steps):
            answer(any_cast[name], db, own, other, given, reason)
            db.flush()
    with database.read() as db:
        for name, own_id in (("author", pair[0]), ("company", pair[1])):
            own = load_posting(any_cast[name], db, own_id)
            assert recommend_for_posting(any_cast[name], db, index, own) == ([], 1), name


def test_nothing_stored_for_the_index_holds_a_secret(world: World) -> None:
    names = [field.name for field in fields(Filters)]
    assert "confidential" not in names
    with world.database.read() as db:
        stored = db.query(IndexEntry).all()
        assert len(stored) == len(world.invited)
        assert [one.posting_id for one in stored if SECRET in f"{one.terms}{one.sentences}"] == []
