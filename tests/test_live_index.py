"""The index of a process follows every change, and one rebuilt from scratch gives the same answers (law 3)."""

import random
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM, Actor
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.machine import moves
from matchmaker.postings.actions import edit_posting, expire_postings, move_posting, save_translation
from matchmaker.postings.draft import read_draft
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from matchmaker.postings.search import Filters
from matchmaker.postings.states import STATES
from matchmaker.recommendations.jobs import disagreements
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import recommend_for_text, search_text
from tests.cast import Cast, draft_posting, form, publish_posting, run_jobs

Found = list[tuple[int, float]]


def answers(database: Database, index: LiveIndex, actor: Actor = ANONYMOUS) -> tuple[Found, list[int]]:
    with database.read() as db:
        found = recommend_for_text(actor, db, index, "need", "", "copper flotation reagent tailings", limit=50)
        ids = search_text(actor, db, index, "copper", Filters())
    return [(one.posting.id, round(one.match.score, 9)) for one in found], ids


def rebuilt() -> LiveIndex:
    """An index that has read nothing yet."""
    return LiveIndex("hashing")


def found_by(app: Flask, index: LiveIndex, actor: Actor = ANONYMOUS) -> list[int]:
    run_jobs(app)
    return sorted(answers(app.extensions["database"], index, actor)[1])


def change(app: Flask, actor: Actor, posting_id: int, verb: str, **fields: object) -> None:
    with app.extensions["database"].write() as db:
        posting = load_posting(actor, db, posting_id)
        if verb == "edit":
            edit_posting(actor, db, posting, read_draft(form(**fields)), posting.version)
        else:
            move_posting(actor, db, posting, verb, note="A note.")


def test_the_index_follows_every_step(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    database, index, author = any_app.extensions["database"], LiveIndex("hashing"), any_cast["author"]
    assert found_by(any_app, index) == []
    one, two = (publish_posting(database, any_cast) for _each in range(2))
    assert found_by(any_app, index) == [one, two]
    for verb, fields, found in (
        ("pause", {}, [two]),
        ("resume", {}, [one, two]),
        ("edit", {"visibility": "members"}, [two]),
        ("edit", {"visibility": "anonymous"}, [one, two]),
        ("withdraw", {}, [two]),
        ("reopen", {}, [two]),
        ("submit", {}, [two]),
    ):
        change(any_app, author, one, verb, **fields)
        assert found_by(any_app, index) == found, (verb, fields)
    change(any_app, any_cast["officer"], one, "publish")
    assert found_by(any_app, index) == [one, two]
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=366))
    assert found_by(any_app, index) == []
    with database.write() as db:
        assert expire_postings(SYSTEM, db) == 2
    change(any_app, author, two, "renew")
    assert found_by(any_app, index) == [two]


def test_members_and_guests_find_what_is_meant_for_them(any_app: Flask, any_cast: Cast) -> None:
    database, index = any_app.extensions["database"], LiveIndex("hashing")
    members = publish_posting(database, any_cast, visibility="members")
    guests = publish_posting(database, any_cast, visibility="invited", invited=[str(any_cast.enterprise)])
    found = {name: found_by(any_app, index, any_cast[name]) for name in ("anonymous", "outsider", "company", "officer")}
    assert found == {"anonymous": [], "outsider": [members], "company": [members, guests], "officer": [members, guests]}
    change(any_app, any_cast["author"], guests, "edit", visibility="invited", invited=[])
    assert found_by(any_app, index, any_cast["company"]) == [members]


def test_an_edited_text_is_found_by_its_new_words(any_app: Flask, any_cast: Cast) -> None:
    database, index = any_app.extensions["database"], LiveIndex("hashing")
    posting_id = publish_posting(database, any_cast)
    texts = {"title": "Волокуша для угля", "summary": "Волокуша возит уголь."}
    change(any_app, any_cast["author"], posting_id, "edit", title="Hydrocyclone for quartzite slurries")
    run_jobs(any_app)
    with database.write() as db:
        assert search_text(ANONYMOUS, db, index, "quartzite", Filters()) == [posting_id]
        assert search_text(ANONYMOUS, db, index, "волокуша", Filters()) == []
        save_translation(any_cast["author"], db, load_posting(any_cast["author"], db, posting_id), "ru", texts)
    run_jobs(any_app)
    with database.read() as db:
        assert search_text(ANONYMOUS, db, index, "волокуша", Filters()) == [posting_id]


def step(app: Flask, cast: Cast, chance: random.Random) -> None:
    """Any permitted step of any posting, an edit, or a new draft."""
    with app.extensions["database"].write() as db:
        ids = list(db.scalars(select(Posting.id).order_by(Posting.id)))
        if chance.random() < 0.15 or not ids:
            kind = chance.choice(["capability", "need"])
            draft_posting(db, cast["author"], cast.laboratory, kind, title=f"Copper {chance.random()}")
            return
        posting = load_posting(cast["officer"], db, chance.choice(ids))
        verb = chance.choice(["edit", *moves(STATES, cast["officer"], posting)])
    if verb == "edit" and posting.state == "withdrawn":
        return
    visibility = chance.choice(["public", "members", "anonymous"])
    fields = {"kind": posting.kind, "visibility": visibility, "keywords": f"copper, {chance.random()}"}
    change(app, cast["officer"], posting.id, verb, **fields)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_rebuilt_index_gives_the_same_answers(any_app: Flask, any_cast: Cast, seed: int) -> None:
    database, follower, chance = any_app.extensions["database"], LiveIndex("hashing"), random.Random(seed)
    for _count in range(6):
        publish_posting(database, any_cast)
    for number in range(24):
        step(any_app, any_cast, chance)
        if number % 4 == 0:
            run_jobs(any_app)
            for actor in (ANONYMOUS, any_cast["company"], any_cast["officer"]):
                assert answers(database, follower, actor) == answers(database, rebuilt(), actor)
    ids = [publish_posting(database, any_cast) for _count in range(2)]
    run_jobs(any_app)
    assert set(ids) <= set(answers(database, follower)[1])
    assert answers(database, follower) == answers(database, rebuilt())


def test_readings_agree_with_postings(database: Database, app: Flask, cast: Cast) -> None:
    posting_id = publish_posting(database, cast)
    for count in (1, 0):
        with database.read() as db:
            assert len(disagreements(db, "hashing", [load_posting(cast["author"], db, posting_id)])) == count
        run_jobs(app)


def test_a_fault_on_the_way_loses_no_change(any_app: Flask, any_cast: Cast) -> None:
    database, index = any_app.extensions["database"], LiveIndex("hashing")
    assert found_by(any_app, index) == []
    one, two = (publish_posting(database, any_cast) for _each in range(2))
    run_jobs(any_app)

    def set_vector(vector: bytes) -> bytes:
        with database.write() as db:
            entry = db.get_one(IndexEntry, (two, "hashing"))
            entry.vector, before = vector, entry.vector
        return before

    good = set_vector(b"not a vector")
    with pytest.raises(ValueError, match="must match exactly"):
        answers(database, index)
    set_vector(good)
    assert sorted(answers(database, index)[1]) == [one, two]


def test_a_reader_with_an_older_view_does_not_spoil_what_others_find(
    app: Flask, database: Database, cast: Cast
) -> None:
    index, posting_id = LiveIndex("hashing"), publish_posting(database, cast)
    assert found_by(app, index) == [posting_id]
    with database.read() as old:
        assert load_posting(ANONYMOUS, old, posting_id).state == "published"
        change(app, cast["author"], posting_id, "edit", visibility="invited")
        run_jobs(app)
        with database.read() as db:
            index.catch_up(db)
        search_text(ANONYMOUS, old, index, "copper", Filters())
    assert answers(database, index) == ([], [])
