"""Introductions that had come to the NDA of their own are introduced ones after the change of the schema."""

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory

import matchmaker
from matchmaker.cli import upgrade_schema
from matchmaker.config import Config

STATES = ("awaiting_officer", "introduced", "nda_signed", "declined", "closed")


def test_an_nda_of_an_introduction_becomes_introduced(tmp_path: Path) -> None:
    config = Config(home=str(tmp_path), database_url="")
    scripts = AlembicConfig()
    scripts.set_main_option("script_location", str(Path(matchmaker.__file__).parent / "migrations"))
    scripts.attributes["url"] = config.url
    command.upgrade(scripts, ScriptDirectory.from_config(scripts).get_revision("0011").down_revision)
    row = "INSERT INTO introductions (id, need_id, capability_id, state, note, created_at, moved_at) VALUES (?, ?, 1, ?, '', '2026-01-01', '2026-01-01')"
    with sqlite3.connect(tmp_path / "matchmaker.sqlite") as filled:
        filled.executemany(row, [(number, number, state) for number, state in enumerate(STATES)])
    filled.close()
    upgrade_schema(config)
    with sqlite3.connect(tmp_path / "matchmaker.sqlite") as read:
        found = [state for (state,) in read.execute("SELECT state FROM introductions ORDER BY id")]
    read.close()
    assert found == ["awaiting_officer", "introduced", "introduced", "declined", "closed"]
