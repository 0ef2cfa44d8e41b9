"""A change of encoder: the old one answers until the new one has read the last posting, then all answers are by the new.

The encoders of these tests have vectors of different lengths: an answer that mixed them would be an error.
"""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import select

import matchmaker
from matchmaker.cli import upgrade_schema
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.recommendations.encoder_change import GRACE
from matchmaker.recommendations.encoder_state import Choice, choice
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.rereading import BLOCK
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.encoders.making import POSTINGS, answers, later, other_process, read_by, step
from tests.pages import soup, text_of
from tests.test_commands import run


def test_the_old_encoder_answers_until_the_new_one_has_read_the_last(
    filled: Flask, any_cast: Cast, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(filled)
    newcomer = other_process(filled, model)
    apps, seen = (filled, newcomer), []
    while read_by(filled).get(model, 0) < POSTINGS:
        assert [answers(app) for app in apps] == [before, before]
        assert step(newcomer) == "read_anew"
        seen.append(read_by(filled)[model])
    assert (before[0], seen) == ("hashing", [BLOCK, 2 * BLOCK, POSTINGS])
    after = [answers(app) for app in apps]
    assert after[0] == after[1]
    assert (after[0][0], after[0] != before) == (model, True)
    assert [app.extensions["index"].index.vectors.dimension for app in apps] == [16, 16]
    assert read_by(filled) == {"hashing": POSTINGS, model: POSTINGS}
    later(monkeypatch, GRACE)
    run_jobs(filled)
    assert read_by(filled) == {model: POSTINGS}
    assert [answers(app) for app in apps] == after
    assert answers(other_process(filled, model)) == after[0], "and in a process that has just started"


def test_what_is_published_meanwhile_is_read_by_both(filled: Flask, any_cast: Cast, model: str) -> None:
    newcomer = other_process(filled, model)
    assert step(newcomer) == "read_anew"
    new = publish_posting(filled.extensions["database"], any_cast, title="Copper reagent of today")
    assert {step(filled), step(filled)} == {"embed_posting", "deliver_mail"}
    assert read_by(filled) == {"hashing": POSTINGS + 1, model: BLOCK + 1}
    encoder, typed, *_rest = answers(filled)
    assert (encoder, new in {posting_id for posting_id, _score in typed}) == ("hashing", True)
    run_jobs(newcomer)
    encoder, typed, *_rest = answers(filled)
    assert (encoder, new in {posting_id for posting_id, _score in typed}) == (model, True)


def test_a_request_goes_on_with_the_edition_it_began_with(filled: Flask, model: str) -> None:
    index, database = filled.extensions["index"], filled.extensions["database"]
    with database.read() as db:
        live = index.catch_up(db)
        run_jobs(other_process(filled, model))
        with database.read() as another:
            assert index.catch_up(another).encoder_name == model
        everything = index.permitted(db, "all", lambda: list(range(1, POSTINGS + 1)))
        assert live.rank(live.engine.read_typed("copper"), None, everything, 3)
        assert (live.encoder_name, live.encoder.fault) == ("hashing", None)


def test_an_edited_posting_is_read_anew_by_both(filled: Flask, any_cast: Cast, model: str) -> None:
    from tests.test_live_index import change

    newcomer = other_process(filled, model)
    assert step(newcomer) == "read_anew"
    change(filled, any_cast["author"], 1, "edit", title="Hydrocyclone for quartzite slurries")
    run_jobs(newcomer)
    with filled.extensions["database"].read() as db:
        hashes = db.scalars(select(IndexEntry.content_hash).where(IndexEntry.posting_id == 1)).all()
    assert len(hashes) == 2
    assert len(set(hashes)) == 1


def test_progress_is_shown_to_officers_and_on_the_command_line(filled: Flask, model: str) -> None:
    officer, lines = sign_in(filled, "officer@example.org"), ["Serving: hashing, 10 of 10 postings read."]
    assert run(filled, "index", "status").stdout.splitlines() == lines
    assert soup(officer.get("/desk/")).select_one("#encoders") is None
    newcomer = other_process(filled, model)
    step(newcomer)
    shown = soup(officer.get("/desk/")).select_one("#encoders")
    assert f"Read by {model}: 4 of 10" in text_of(shown)
    assert dict(shown.progress.attrs) == {"id": "encoder-progress", "value": "4", "max": "10"}
    wanted = f"Wanted: {model}, 4 of 10 postings read; it serves when all are."
    assert run(filled, "index", "status").stdout.splitlines() == [*lines, wanted]
    run_jobs(newcomer)
    assert run(newcomer, "index", "status").stdout.splitlines() == [f"Serving: {model}, 10 of 10 postings read."]
    assert soup(officer.get("/desk/")).select_one("#encoders") is None


def test_check_and_rebuild_go_by_what_serves(filled: Flask, model: str) -> None:
    newcomer = other_process(filled, model)
    for _time in range(2):
        checked = run(newcomer, "index", "check")
        assert (checked.exit_code, checked.stdout.splitlines()[-1][:40]) == (
            0,
            "10 postings, 0 without a reading of thei",
        )
        before = answers(filled)
        rebuilt = run(newcomer, "index", "rebuild")
        assert (rebuilt.exit_code, rebuilt.stdout.splitlines()[-1]) == (0, "10 postings read.")
        run_jobs(newcomer)
    assert before[0] == model
    assert answers(filled) == before


def test_a_change_that_is_taken_back(filled: Flask, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(filled)
    step(other_process(filled, model))
    back = other_process(filled, "hashing")
    later(monkeypatch, GRACE)
    run_jobs(back)
    assert read_by(filled) == {"hashing": POSTINGS}
    assert [answers(filled), answers(back)] == [before, before]


def test_two_processes_that_start_ask_once(filled: Flask, model: str) -> None:
    for _time in range(2):
        other_process(filled, model)
    with filled.extensions["database"].read() as db:
        assert db.scalars(select(Job.args).where(Job.name == "read_anew")).all() == [{"encoder": model}]


def test_the_first_encoder_serves_at_once(any_app: Flask) -> None:
    other_process(any_app, "hashing")
    with any_app.extensions["database"].read() as db:
        assert (choice(db, "other").names, db.scalars(select(Job.name)).all()) == (("hashing",), [])


def test_a_database_of_before_knows_who_served(tmp_path: Path) -> None:
    config = Config(home=str(tmp_path), database_url="")
    scripts = AlembicConfig()
    scripts.set_main_option("script_location", str(Path(matchmaker.__file__).parent / "migrations"))
    scripts.attributes["url"] = config.url
    before = ScriptDirectory.from_config(scripts).get_revision("0004").down_revision
    command.upgrade(scripts, before)
    entry = "INSERT INTO index_entries VALUES (?, ?, '', '', '{}', '[]', '', '2026-01-01', '', 1)"
    with sqlite3.connect(tmp_path / "matchmaker.sqlite") as filled:
        filled.executemany(entry, [(1, "older"), (1, "bundled"), (2, "bundled")])
    filled.close()
    upgrade_schema(config)
    with Database(config.url).read() as db:
        assert choice(db, "another") == Choice("bundled", "bundled")
