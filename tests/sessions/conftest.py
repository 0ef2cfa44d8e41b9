"""What the tests of sessions share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.paths import SEEDS
from matchmaker.seeding import seed_all
from tests.conftest import make_app


@pytest.fixture(scope="session")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the whole demo, for tests that only look."""
    home = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, home / "matchmaker.sqlite")
    app = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
    with app.extensions["database"].write() as db:
        seed_all(db, SEEDS)
    yield app
    app.extensions["database"].engine.dispose()
