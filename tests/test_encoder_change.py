"""A change of encoder: the old one answers until the new one has read the last posting, then all answers are by the new.

The encoders of these tests have vectors of different lengths: an answer that mixed them would be an error.
"""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, select

import matchmaker
from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.cli import upgrade_schema
from matchmaker.config import Config
from matchmaker.core import clock, jobs
from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.core.models import Job
from matchmaker.postings.queries import load_posting
from matchmaker.postings.search import Filters
from matchmaker.recommendations.encoder_change import GRACE, want
from matchmaker.recommendations.encoder_state import Choice, choice, progress
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import recommend_for_posting, recommend_for_text, search_text
from matchmaker.recommendations.rereading import BLOCK
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import make_app, sign_in
from tests.models import sentence_model
from tests.pages import soup, text_of
from tests.test_commands import run

POSTINGS = 10
ENGLISH = {"Accept-Language": "en"}
Answers = tuple[str, list[tuple[int, float]], list[tuple[int, float]], list[int]]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a small model."""
    return str(sentence_model(tmp_path_factory.mktemp("model") / "tiny", prompts={"query": "query: "}))


@pytest.fixture
def filled(any_app: Flask, any_cast: Cast) -> Flask:
    """Capabilities and needs that the stand-in has read, with their sentences."""
    for number in range(POSTINGS):
        who, kind = (("author", "capability"), ("company", "need"))[number % 2]
        publish_posting(any_app.extensions["database"], any_cast, who, kind, title=f"Copper recovery, number {number}")
    run_jobs(any_app)
    return any_app


def other_process(app: Flask, encoder: str) -> Flask:
    """Another process on the same database that is started with another encoder."""
    config = app.extensions["config"]
    made = make_app(config.database_url, Path(config.home), encoder=encoder)
    with made.extensions["database"].write() as db:
        want(db, encoder)
    return made


def answers(app: Flask, posting_id: int = 2) -> Answers:
    """Who answers, and with what, to a typed text, to a stored need and to a search."""
    index = app.extensions["index"]
    with app.extensions["database"].read() as db:
        typed = recommend_for_text(ANONYMOUS, db, index, "need", "", "copper flotation reagent for tailings")
        need = load_posting(ANONYMOUS, db, posting_id)
        stored, _declined = recommend_for_posting(ANONYMOUS, db, index, need)
        found = search_text(ANONYMOUS, db, index, "copper", Filters())
        assert [one.posting.id for one in stored if one.posting.id <= POSTINGS and not one.pair] == [], "reasons"
    scores = [[(one.posting.id, round(one.match.score, 6)) for one in matches] for matches in (typed, stored)]
    return index.encoder_name, *scores, found


def read_by(app: Flask) -> dict[str, int]:
    with app.extensions["database"].read() as db:
        return dict(db.execute(select(IndexEntry.encoder, func.count()).group_by(IndexEntry.encoder)).all())


def step(app: Flask) -> str:
    """The next job; its name."""
    job = jobs.run_one(app.extensions["database"], app.extensions["tasks"])
    return job.name if job else ""


def later(monkeypatch: pytest.MonkeyPatch, pause: timedelta) -> None:
    moment = clock.now() + pause
    monkeypatch.setattr(clock, "now", lambda: moment)


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


def test_a_folder_that_is_missing_leaves_the_old_answers(
    filled: Flask, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, missing = answers(filled), str(tmp_path / "late")
    sentence = f"The encoder’s folder {missing} is not there."
    newcomer = other_process(filled, missing)
    for _time in range(2):  # known before anything is loaded, and after it was tried
        assert [answers(app) for app in (filled, newcomer)] == [before, before]
        ready = newcomer.test_client().get("/ready", headers=ENGLISH)
        assert (ready.status_code, ready.json["ready"], ready.json["message"]) == (200, True, sentence)
        assert run(newcomer, "index", "status").stdout.splitlines()[-1] == sentence
        assert sentence in text_of(soup(sign_in(filled, "officer@example.org").get("/desk/")).select_one("#encoders"))
        run_jobs(newcomer)
    Path(missing).symlink_to(model)
    later(monkeypatch, timedelta(minutes=1, seconds=1))
    newest = other_process(filled, missing)
    run_jobs(newest)
    assert [answers(app)[0] for app in (filled, newest)] == [missing, missing]
    assert "message" not in newest.test_client().get("/ready", headers=ENGLISH).json


def test_a_serving_encoder_that_is_gone_answers_from_its_readings(
    filled: Flask, any_cast: Cast, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    place.symlink_to(model)
    run_jobs(other_process(filled, str(place)))
    before = answers(filled)
    place.unlink()
    started = other_process(filled, str(place))
    encoder, typed, stored, _found = answers(started)
    assert (encoder, stored) == (str(place), before[2]), "postings answer from what is stored"
    assert typed, "and typed texts by their words"
    ready = started.test_client().get("/ready", headers=ENGLISH)
    assert (ready.status_code, ready.json["ready"], ready.json["encoder"]) == (200, True, False)
    assert ready.json["message"] == f"The encoder’s folder {place} is not there."
    refused = run(started, "index", "rebuild")
    assert (refused.exit_code, refused.stderr.splitlines()) == (1, [f"Error: {ready.json['message']}"])
    publish_posting(filled.extensions["database"], any_cast, title="Copper of the day after")
    run_jobs(started)
    assert read_by(started)[str(place)] == POSTINGS
    back = other_process(filled, "hashing")
    run_jobs(back)
    later(monkeypatch, GRACE)
    run_jobs(back)
    assert read_by(back) == {"hashing": POSTINGS + 1}
    assert answers(back)[0] == "hashing"


def test_a_model_replaced_under_its_name_is_told_from_the_one_that_read(
    filled: Flask, any_cast: Cast, model: str, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.symlink_to(model)
    run_jobs(other_process(filled, str(place)))
    before = answers(filled)
    place.unlink()
    place.symlink_to(sentence_model(tmp_path / "larger", dimension=24))
    started = other_process(filled, str(place))
    sentence = (
        f"The encoder {place} gives vectors of 24 numbers, its stored readings have 16: the model was replaced under its "
        "name. Give the new one a name of its own."
    )
    assert answers(started)[2] == before[2]
    assert started.test_client().get("/ready", headers=ENGLISH).json["message"] == sentence
    assert run(started, "index", "rebuild").stderr.splitlines() == [f"Error: {sentence}"]
    assert answers(started)[2] == before[2]
    new = publish_posting(filled.extensions["database"], any_cast, title="Copper of the day after")
    run_jobs(started)
    assert new not in answers(started)[3], "it waits until it can be read"
    with filled.extensions["database"].read() as db:
        found = progress(db, "hashing")
        assert (found.read, found.total, found.fault["code"]) == (POSTINGS, POSTINGS + 1, "dimension")


def test_nothing_serves_when_nothing_was_ever_read(app: Flask, cast: Cast, tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere")
    sentence = f"The encoder’s folder {missing} is not there."
    started = other_process(app, missing)
    publish_posting(app.extensions["database"], cast)
    run_jobs(started)
    ready = started.test_client().get("/ready", headers=ENGLISH)
    assert (ready.status_code, ready.json["ready"], ready.json["message"]) == (503, False, sentence)
    refused = run(started, "index", "rebuild")
    assert (refused.exit_code, refused.stderr.splitlines()) == (1, [f"Error: {sentence}"])
    run_jobs(other_process(app, "hashing"))
    assert read_by(app) == {"hashing": 1}


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


def test_a_name_that_no_table_holds_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid) as caught:
        other_process(app, "x" * 201)
    assert caught.value.errors == {"MATCHMAKER_ENCODER": "A name of 1 to 200 characters, please."}
