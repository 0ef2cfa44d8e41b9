"""Alive and ready: /health answers whatever happens, /ready says what is not usable."""

from pathlib import Path

import pytest
from flask import Flask

from tests.apps import make_app
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import Postgres

READY = {"ready": True, "database": True, "index": True, "encoder": True}
GONE = {"ready": False, "database": False, "index": False, "encoder": False}


def asked(app: Flask, address: str) -> tuple[int, object]:
    answer = app.test_client().get(address)
    return answer.status_code, answer.json


def test_alive_and_ready(any_app: Flask, any_cast: Cast) -> None:
    assert asked(any_app, "/health") == (200, {"status": "ok"})
    assert asked(any_app, "/ready") == (200, READY)
    publish_posting(any_app.extensions["database"], any_cast)
    run_jobs(any_app)
    assert asked(any_app, "/ready") == (200, READY)


def test_not_ready_before_the_migration(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
    assert asked(app, "/ready") == (503, GONE)
    assert asked(app, "/health") == (200, {"status": "ok"})


def test_not_ready_when_the_file_is_gone(app: Flask, tmp_path: Path) -> None:
    assert asked(app, "/ready") == (200, READY)
    app.extensions["database"].engine.dispose()
    for path in tmp_path.glob("matchmaker.sqlite*"):
        path.unlink()
    assert asked(app, "/ready") == (503, GONE)
    assert asked(app, "/health") == (200, {"status": "ok"})


def test_not_ready_when_the_server_has_lost_the_database(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.fresh()
    app = make_app(url, tmp_path)
    assert asked(app, "/ready") == (200, READY)
    postgres._run(f"DROP DATABASE {url.rsplit('/', 1)[1].partition('?')[0]} WITH (FORCE)")
    assert asked(app, "/ready") == (503, GONE)
    assert asked(app, "/health") == (200, {"status": "ok"})


def test_a_page_tells_kindly_that_the_database_is_gone(app: Flask, cast: Cast, tmp_path: Path) -> None:
    from tests.conftest import sign_in

    client = sign_in(app, "author@example.org")
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    app.extensions["database"].engine.dispose()
    (tmp_path / "matchmaker.sqlite").unlink()
    answer = client.get("/", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text


@pytest.mark.parametrize("address", ["/health", "/ready"])
def test_health_is_not_kept_by_anyone_between(app: Flask, address: str) -> None:
    assert app.test_client().get(address).headers["Cache-Control"] == "no-store"
