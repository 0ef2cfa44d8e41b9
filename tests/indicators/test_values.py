"""Values: entered with a document or taken from the platform, published in versions that nobody can change."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.audit import trail
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, Forbidden, Invalid
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.values import actions, queries
from matchmaker.indicators.values.draft import Cell, Proof, ValueDraft
from matchmaker.indicators.values.due import due_values, take_missing
from matchmaker.indicators.values.guard import Frozen
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from tests.apps import make_app
from tests.cast import Cast, publish_posting
from tests.conftest import sign_in
from tests.deals.making import say
from tests.indicators.making import PROOF, make_direction, make_indicator, make_value, sha
from tests.test_access_matrix import CALLS, ROLES
from tests.test_access_matrix import call as make_call
from tests.world import World, copy_database, make_world

CELL = Cell("KZ", 2025)


def states(db: Session) -> list[tuple[int, float, str, str]]:
    """Version, value, state and reason of every row."""
    found = db.scalars(select(IndicatorValue).order_by(IndicatorValue.id))
    return [(one.version, one.value, one.state, one.reason) for one in found]


def test_a_value_from_its_draft_to_its_correction(any_app: Flask, any_cast: Cast) -> None:
    owner, ministry = any_cast["author"], any_cast["analyst"]
    with any_app.extensions["database"].write() as db:
        made = make_indicator(db, make_direction(db), owner_id=any_cast.laboratory)
        first = actions.enter_value(owner, db, made, ValueDraft(CELL, 120, "Report, page 3"), PROOF)
        assert (first.state, first.origin, first.evidence.sha256) == ("draft", "entered", sha(PROOF.content))
        second = actions.enter_value(owner, db, made, ValueDraft(CELL, 125), PROOF)
        assert states(db) == [(1, 120, "withdrawn", ""), (2, 125, "draft", "")]
        assert second.evidence_id == first.evidence_id  # the same bytes are kept once
        actions.move_value(ministry, db, queries.load_value(ministry, db, made.id, second.id), "publish")
        with pytest.raises(Invalid) as fault:
            actions.enter_value(owner, db, made, ValueDraft(CELL, 119), PROOF)
        assert list(fault.value.errors) == ["reason"]
        third = actions.enter_value(
            owner, db, made, ValueDraft(CELL, 119, reason="Twice counted", keeps_evidence=True), None
        )
        assert queries.last_published(db, made.id, "KZ", 2025) is second  # a draft changes nothing
        actions.move_value(ministry, db, third, "publish")
        assert states(db) == [
            (1, 120, "withdrawn", ""), (2, 125, "published", ""), (3, 119, "published", "Twice counted"),
        ]  # fmt: skip
        assert queries.last_published(db, made.id, "KZ", 2025) is third
        versions = queries.versions_of(any_cast["anonymous"], db, made.id)
        assert [(one.value.version, one.entered_by, one.published_by) for one in versions] == [
            (3, "Author", "Analyst"), (2, "Author", "Analyst"),
        ]  # fmt: skip
        assert [one.verb for one in trail(db, "indicatorvalue", third.id)] == ["enter", "publish"]


def test_the_same_form_sent_twice_is_one_draft(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        made = make_indicator(db, make_direction(db))
        for _time in range(3):
            actions.enter_value(cast["analyst"], db, made, ValueDraft(CELL, 120), PROOF)
        assert states(db) == [(1, 120, "draft", "")]


def test_who_may_do_what(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        made = make_indicator(db, make_direction(db), owner_id=cast.laboratory)
        enter = {
            name: say(lambda name=name: actions.enter_value(cast[name], db, made, ValueDraft(CELL, 1), PROOF).state)
            for name in ROLES
        }
        value = queries.latest_of(db, made.id, "KZ", 2025)
        assert value is not None
        publish = {
            name: say(lambda name=name: actions.move_value(cast[name], db, value, "publish").state)
            for name in ("author", "officer", "operator", "outsider", "analyst", "administrator")
        }
    allowed = {"author", "analyst", "administrator"}
    assert enter == {name: "draft" if name in allowed else "Forbidden" for name in ROLES}
    assert publish == {
        "author": "Forbidden", "officer": "Forbidden", "operator": "Forbidden", "outsider": "Forbidden",
        "analyst": "published", "administrator": "Conflict",
    }  # fmt: skip


def test_what_the_platform_feeds_is_typed_by_nobody_and_the_other_way_round(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        direction = make_direction(db)
        fed, typed = make_indicator(db, direction, "a", query="deals_opened"), make_indicator(db, direction, "b")
        with pytest.raises(Invalid) as fault:
            actions.enter_value(cast["analyst"], db, fed, ValueDraft(CELL, 1), PROOF)
        assert fault.value.errors == {
            "value": "The platform gives the values of this indicator: take the value from it."
        }
        with pytest.raises(Invalid) as fault:
            actions.take_value(cast["analyst"], db, typed, CELL)
        assert fault.value.errors == {
            "value": "No query of the platform feeds this indicator: enter the value with a document."
        }


@pytest.fixture
def published(app: Flask, cast: Cast) -> tuple[Database, int, int]:
    """A published value and its document."""
    with app.extensions["database"].write() as db:
        value = make_value(db, make_indicator(db, make_direction(db)))
        return app.extensions["database"], value.id, int(value.evidence_id or 0)


CHANGES: dict[str, Callable[[Session, int, int], object]] = {
    "value": lambda db, one, _proof: setattr(db.get_one(IndicatorValue, one), "value", 1.0),
    "state": lambda db, one, _proof: setattr(db.get_one(IndicatorValue, one), "state", "draft"),
    "withdrawn": lambda db, one, _proof: setattr(db.get_one(IndicatorValue, one), "state", "withdrawn"),
    "note": lambda db, one, _proof: setattr(db.get_one(IndicatorValue, one), "note", "x"),
    "demo": lambda db, one, _proof: setattr(db.get_one(IndicatorValue, one), "is_demo", True),
    "document": lambda db, one, _proof: setattr(db.get_one(IndicatorValue, one), "evidence_id", None),
    "delete": lambda db, one, _proof: db.delete(db.get_one(IndicatorValue, one)),
    "update all": lambda db, _one, _proof: db.execute(update(IndicatorValue).values(value=1)),
    "update table": lambda db, _one, _proof: db.execute(update(IndicatorValue.__table__).values(value=1)),
    "delete all": lambda db, _one, _proof: db.execute(delete(IndicatorValue)),
    "query update": lambda db, _one, _proof: db.query(IndicatorValue).update({"value": 1}),
    "query delete": lambda db, _one, _proof: db.query(IndicatorValue).delete(),
    "bytes": lambda db, _one, proof: setattr(db.get_one(Evidence, proof), "content", b"x"),
    "hash": lambda db, _one, proof: setattr(db.get_one(Evidence, proof), "sha256", "0" * 64),
    "delete document": lambda db, _one, proof: db.delete(db.get_one(Evidence, proof)),
    "delete documents": lambda db, _one, _proof: db.execute(delete(Evidence)),
}


@pytest.mark.parametrize("how", CHANGES)
def test_sqlalchemy_itself_refuses_to_change_what_is_published(published: tuple[Database, int, int], how: str) -> None:
    database, value, proof = published
    with pytest.raises(Frozen), database.write() as db:
        CHANGES[how](db, value, proof)
        db.flush()
    with database.read() as db:
        kept = db.get_one(IndicatorValue, value)
        assert (kept.value, kept.state, kept.note, kept.is_demo) == (120, "published", "From the report", False)
        assert db.get_one(Evidence, proof).sha256 == sha(PROOF.content)


def test_a_draft_is_not_rewritten_either_it_only_takes_its_step(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        made = make_indicator(db, make_direction(db))
        value = actions.enter_value(cast["analyst"], db, made, ValueDraft(CELL, 120), PROOF)
        value.value = 7
        with pytest.raises(Frozen):
            db.flush()


def test_an_indicator_with_values_cannot_be_deleted(published: tuple[Database, int, int]) -> None:
    database, value, _proof = published
    with pytest.raises(Exception, match=r"(?i)constraint|null"), database.write() as db:
        db.delete(db.get_one(Indicator, db.get_one(IndicatorValue, value).indicator_id))


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One of everything."""
    home = tmp_path_factory.mktemp("frozen")
    copy_database(sqlite_template, home / "live.sqlite")
    made = make_world(make_app(f"sqlite:///{home / 'live.sqlite'}", home, demo="1"))
    yield made
    made.database.engine.dispose()


def frozen_rows(database: Database) -> tuple[list[object], list[object]]:
    """Every published value and every document, as they are stored."""
    with database.read() as db:
        values = db.connection().exec_driver_sql("SELECT * FROM indicator_values WHERE state = 'published' ORDER BY id")
        proofs = db.connection().exec_driver_sql("SELECT * FROM evidence ORDER BY id")
        return [tuple(row) for row in values], [tuple(row) for row in proofs]


def writing(world: World) -> list[str]:
    """Every call of the access matrix that may write; what ends a sign-in comes last."""
    rules = {rule.endpoint: rule.methods or set() for rule in world.app.url_map.iter_rules()}
    found = [row for row in CALLS if "POST" in rules[row.partition(":")[0]]]
    return sorted(found, key=lambda row: row.startswith(("account.", "admin.")))


def test_no_role_changes_a_published_value_by_any_endpoint(world: World) -> None:
    values, proofs = frozen_rows(world.database)
    assert values and proofs
    clients: dict[str, FlaskClient] = {
        role: world.app.test_client() if role == "anonymous" else sign_in(world.app, f"{role}@example.org")
        for role in ROLES
    }
    rows = writing(world)
    assert len(rows) > 100
    for row in rows:
        for role in ROLES:
            make_call(clients[role], world, row)
        now_values, now_proofs = frozen_rows(world.database)
        assert [one for one in values if one not in now_values] == [], row
        assert now_proofs[: len(proofs)] == proofs, row


def test_two_publish_one_draft_at_once(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        made = make_indicator(db, make_direction(db))
        value = actions.enter_value(any_cast["analyst"], db, made, ValueDraft(CELL, 120), PROOF)
        number, own = made.id, value.id
    for name, found in (("analyst", "published"), ("administrator", "Conflict")):
        with database.write() as db:
            one = queries.load_value(any_cast[name], db, number, own)
            assert say(lambda one=one, name=name: actions.move_value(any_cast[name], db, one, "publish").state) == found


def test_what_is_due(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    database: Database = app.extensions["database"]
    publish_posting(database, cast)
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 4, 15, tzinfo=UTC))
    with database.write() as db:
        direction = make_direction(db)
        own = make_indicator(db, direction, "own", owner_id=cast.laboratory)
        make_indicator(db, direction, "fed", query="organisations_registered", frequency="quarter", position=1)
        make_indicator(db, direction, "gone", is_active=False)
        assert [
            (one.indicator.code, one.period.year, str(one.period.due_on), one.is_late, one.draft_id)
            for one in due_values(cast["analyst"], db)
        ] == [("own", 2026, "2027-04-01", True, None), ("fed", 2027, "2027-04-30", False, None)]
        assert [one.indicator.code for one in due_values(cast["author"], db)] == ["own"]
        assert due_values(cast["company"], db) == []
        made = take_missing(cast["analyst"], db, is_demo=True)
        assert [(one.indicator.code, one.value, one.state, one.is_demo) for one in made] == [("fed", 2, "draft", True)]
        assert take_missing(cast["analyst"], db) == []
        value = actions.enter_value(cast["author"], db, own, ValueDraft(Cell("KZ", 2026), 130), PROOF)
        waiting = {one.indicator.code: one.draft_id for one in due_values(cast["analyst"], db)}
        assert waiting == {"own": value.id, "fed": made[0].id}
        actions.move_value(cast["analyst"], db, value, "publish")
        assert [one.indicator.code for one in due_values(cast["author"], db)] == []
        with pytest.raises(Forbidden):
            take_missing(cast["author"], db)
        with pytest.raises(Conflict):
            actions.move_value(cast["analyst"], db, value, "withdraw")


def test_the_document_of_another_kind_of_proof_is_its_own(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        made = make_indicator(db, make_direction(db))
        kept = actions.keep_evidence(cast["analyst"], db, Proof("letter.txt", "text/plain", b"Letter"))
        value = actions.enter_value(cast["analyst"], db, made, ValueDraft(CELL, 1), kept)
        assert value.evidence_id == kept.id
