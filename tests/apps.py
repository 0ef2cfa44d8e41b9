"""Applications for tests. Putting one together takes longer than most tests, so what one test has used the next one takes,

with a database, an index and settings of its own. `make_app` makes one that nobody has used.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from matchmaker.app import create_app, equip
from matchmaker.config import Config


@dataclass(frozen=True)
class Used:
    """An application with what it was when it was new."""

    app: Flask
    config: dict[str, Any]
    extensions: dict[str, Any]
    views: int

    def is_as_made(self) -> bool:
        """Whether no test has added pages."""
        return len(self.app.view_functions) == self.views

    def renewed(self, config: Config) -> Flask:
        """As if it were new, with other settings."""
        self.app.config.clear()
        self.app.config.update(self.config)
        self.app.extensions = dict(self.extensions)
        self.app._got_first_request = False  # so that a test may add pages
        equip(self.app, config)
        return as_in_tests(self.app)


_free: list[Used] = []


def config_for(url: str, home: Path, **more: str) -> Config:
    """Settings of a test: the quick stand-in for the encoder, no rate limit."""
    settings = {"home": str(home), "database_url": url, "encoder": "hashing", "secret_key": "test", "rate_limit": ""}
    return Config(**settings | {"log_level": "ERROR"} | more)


def as_in_tests(app: Flask) -> Flask:
    """Faults are raised, and forms need no token."""
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


def make_app(url: str, home: Path, **more: str) -> Flask:
    """An application of its own, as another process would have it."""
    return as_in_tests(create_app(config_for(url, home, **more)))


@contextmanager
def lent_app(url: str, home: Path) -> Iterator[Flask]:
    """An application for one test."""
    used = _free.pop() if _free else _made(url, home)
    app = used.renewed(config_for(url, home))
    yield app
    app.extensions["database"].engine.dispose()
    if used.is_as_made():
        _free.append(used)


def _made(url: str, home: Path) -> Used:
    app = create_app(config_for(url, home))
    return Used(app, dict(app.config), dict(app.extensions), len(app.view_functions))
