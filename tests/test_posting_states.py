"""The life of a posting: every (state, verb, role) moves, conflicts or is forbidden as the table below says."""

from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core import audit, clock
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid
from matchmaker.notifications.models import Mail
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.actions import approve_edit, edit_posting, expire_postings, move_posting, save_translation
from matchmaker.postings.draft import read_draft
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import first, review_queue, whole
from tests.cast import ROLES, Cast, draft_posting, form, publish_posting

OFFICERS, OWN = {"officer", "administrator"}, {"author", "officer", "administrator"}
TABLE = {
    "draft": {"submit": ("in_review", OWN), "withdraw": ("withdrawn", OWN)},
    "in_review": {
        "publish": ("published", OFFICERS),
        "return": ("draft", OFFICERS),
        "recall": ("draft", OWN),
        "withdraw": ("withdrawn", OWN),
    },
    "published": {
        "renew": ("published", OWN),
        "pause": ("paused", OWN),
        "expire": ("expired", OFFICERS),
        "withdraw": ("withdrawn", OWN),
    },
    "paused": {"resume": ("published", OWN), "expire": ("expired", OFFICERS), "withdraw": ("withdrawn", OWN)},
    "expired": {"renew": ("published", OWN), "withdraw": ("withdrawn", OWN)},
    "withdrawn": {"reopen": ("draft", OWN)},
}
VERBS = ("submit", "publish", "return", "recall", "renew", "pause", "resume", "expire", "withdraw", "reopen")
NAMES = (*ROLES, "anonymous")


def get(db: Session, posting_id: int) -> Posting:
    found = first(db, whole().where(Posting.id == posting_id))
    assert found is not None
    return found


def expected(state: str, verb: str, name: str) -> str:
    """The state reached, or the name of the fault."""
    if verb not in TABLE[state]:
        return "Conflict"
    to, who = TABLE[state][verb]
    return to if name in who else "Forbidden"


def step(db: Session, actor: Actor, posting: Posting, verb: str) -> str:
    try:
        return move_posting(actor, db, posting, verb, "A note.").state
    except DomainError as fault:
        return type(fault).__name__


def one_step(database: Database, posting_id: int, actor: Actor, state: str, verb: str) -> tuple[str, list[object]]:
    """The outcome of a step from a state and the audit line it wrote; everything is rolled back."""
    with database.session(writes=True) as db:
        posting = get(db, posting_id)
        posting.state = state
        known = len(audit.trail(db, "posting", posting_id))
        outcome = step(db, actor, posting, verb)
        db.flush()
        lines = audit.trail(db, "posting", posting_id)[known:]
        return outcome, [(one.actor_id, one.verb, one.before, one.after) for one in lines]


def test_every_step_of_every_role_is_as_the_table_says(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        posting_id = draft_posting(db, any_cast["author"], any_cast.laboratory).id
    for state, verb, name in product(TABLE, VERBS, NAMES):
        outcome = expected(state, verb, name)
        line = (any_cast[name].user_id, verb, {"state": state}, {"state": outcome, "note": "A note."})
        lines = [line] if outcome in TABLE else []
        assert one_step(database, posting_id, any_cast[name], state, verb) == (outcome, lines), (state, verb, name)
    with database.read() as db:
        assert [one.verb for one in audit.trail(db, "posting", posting_id)] == ["create"]


@settings(derandomize=True, deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(["author", "officer", "company"])), max_size=14)
)
def test_a_random_life_leaves_the_trail_it_took(database: Database, cast: Cast, steps: list[tuple[str, str]]) -> None:
    with database.session(writes=True) as db:
        posting = draft_posting(db, cast["author"], cast.laboratory)
        state, path = "draft", []
        for verb, name in steps:
            outcome = expected(state, verb, name)
            assert step(db, cast[name], posting, verb) == outcome
            if outcome in TABLE:
                path.append((verb, state, outcome))
                state = outcome
        trail = audit.trail(db, "posting", posting.id)[1:]
        assert [(one.verb, one.before["state"], one.after["state"]) for one in trail] == path


def test_an_incomplete_draft_is_not_submitted(database: Database, cast: Cast) -> None:
    with database.write() as db:
        posting = draft_posting(db, cast["author"], cast.laboratory, "need", summary="", trl="", deadline_on="")
        with pytest.raises(Invalid) as fault:
            move_posting(cast["author"], db, posting, "submit")
        assert (sorted(fault.value.errors), posting.state) == (["deadline_on", "summary", "trl"], "draft")


def test_a_return_needs_a_note_and_a_publication_a_verified_organisation(database: Database, cast: Cast) -> None:
    with database.write() as db:
        posting = draft_posting(db, cast["author"], cast.laboratory)
        move_posting(cast["author"], db, posting, "submit")
        db.get_one(Organisation, cast.laboratory).verified_at = None
        for verb, field in (("return", "note"), ("publish", "organisation_id")):
            with pytest.raises(Invalid) as fault:
                move_posting(cast["officer"], db, posting, verb, "  ")
            assert (list(fault.value.errors), posting.state) == ([field], "in_review")


def test_validity_is_granted_renewed_and_swept(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    database, author = any_app.extensions["database"], any_cast["author"]
    ids = [publish_posting(database, any_cast) for _each in range(3)]
    start = clock.now()
    with database.write() as db:
        move_posting(author, db, get(db, ids[0]), "pause")
        move_posting(author, db, get(db, ids[1]), "renew", days=400)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(days=366))
    with database.read() as db:
        assert [rules.may_see(any_cast["company"], get(db, one)) for one in ids] == [False, True, False]
    for swept in (2, 0):
        with database.write() as db:
            assert expire_postings(SYSTEM, db) == swept
    with database.write() as db:
        assert [get(db, one).state for one in ids] == ["expired", "published", "expired"]
        trail = audit.trail(db, "posting", ids[0])
        assert (trail[-1].verb, trail[-1].before, trail[-1].after) == (
            "expire",
            {"state": "paused"},
            {"state": "expired"},
        )
        posting = move_posting(author, db, get(db, ids[0]), "renew", days=10)
        assert (posting.state, posting.expires_at) == ("published", clock.now() + timedelta(days=10))


def test_an_edit_of_what_is_published_waits_for_a_second_look(database: Database, cast: Cast) -> None:
    posting_id = publish_posting(database, cast)
    with database.write() as db:
        edit_posting(cast["author"], db, get(db, posting_id), read_draft(form(trl="8")), 1)
        assert [one.id for one in review_queue(db)] == [posting_id]
        with pytest.raises(Forbidden):
            approve_edit(cast["author"], db, get(db, posting_id))
        approve_edit(cast["officer"], db, get(db, posting_id))
        assert review_queue(db) == []
        with pytest.raises(Invalid):
            edit_posting(cast["author"], db, get(db, posting_id), read_draft(form(summary="")), 2)
        assert (get(db, posting_id).state, get(db, posting_id).trl) == ("published", 8)


def test_a_stale_form_changes_nothing(any_app: Flask, any_cast: Cast) -> None:
    database, author = any_app.extensions["database"], any_cast["author"]
    posting_id = publish_posting(database, any_cast)
    with database.write() as db:
        edit_posting(author, db, get(db, posting_id), read_draft(form(trl="7")), 1)
    with pytest.raises(Conflict), database.write() as db:
        edit_posting(author, db, get(db, posting_id), read_draft(form(trl="3")), 1)
    with database.read() as db:
        assert (get(db, posting_id).trl, get(db, posting_id).version) == (7, 2)
        assert audit.trail(db, "posting", posting_id)[-1].after == {"trl": "7"}


def test_writers_that_overlap_do_not_overwrite_each_other(postgres_app: Flask) -> None:
    database, cast = postgres_app.extensions["database"], postgres_app.extensions["cast"]
    posting_id = publish_posting(database, cast)
    with pytest.raises(Conflict), database.write() as late:
        shown = get(late, posting_id)
        with database.write() as quick:
            edit_posting(cast["author"], quick, get(quick, posting_id), read_draft(form(trl="7")), 1)
        edit_posting(cast["officer"], late, shown, read_draft(form(trl="3")), 1)
    with pytest.raises(Conflict), database.write() as late:
        shown = get(late, posting_id)
        with database.write() as quick:
            move_posting(cast["author"], quick, get(quick, posting_id), "pause")
        move_posting(cast["officer"], late, shown, "pause")
    with database.read() as db:
        assert (get(db, posting_id).trl, get(db, posting_id).state) == (7, "paused")
        assert db.query(Mail).count() == 1


def test_a_translation_has_its_origin_and_only_officers_verify_it(database: Database, cast: Cast) -> None:
    posting_id, texts = publish_posting(database, cast), {"title": "Реагент", "summary": "Реагент для флотации."}
    with database.write() as db:
        with pytest.raises(Forbidden):
            save_translation(cast["author"], db, get(db, posting_id), "ru", texts, "verified")
        with pytest.raises(Invalid):
            save_translation(cast["author"], db, get(db, posting_id), "en", texts)
        save_translation(cast["author"], db, get(db, posting_id), "ru", texts, "machine")
        save_translation(cast["officer"], db, get(db, posting_id), "ru", texts, "verified")
    with database.read() as db:
        assert [(text.lang, text.origin) for text in get(db, posting_id).texts] == [
            ("en", "author"),
            ("ru", "verified"),
        ]
