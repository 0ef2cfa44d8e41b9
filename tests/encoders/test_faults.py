"""An encoder that cannot be used: it is said in one sentence, and what was read before goes on answering."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.core.errors import Invalid
from matchmaker.recommendations.encoder_change import GRACE
from matchmaker.recommendations.encoder_state import progress
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.encoders.making import ENGLISH, POSTINGS, answers, later, other_process, read_by
from tests.models import sentence_model
from tests.pages import soup, text_of
from tests.test_commands import run


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


def test_a_name_that_no_table_holds_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid) as caught:
        other_process(app, "x" * 201)
    assert caught.value.errors == {"MATCHMAKER_ENCODER": "A name of 1 to 200 characters, please."}
