"""The README documents every setting of config.py, with its default, and no other."""

import dataclasses
import re

import pytest

from matchmaker.config import Config
from matchmaker.paths import TEMPLATES

README = TEMPLATES.parent / "README.md"
ROW = re.compile(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? *\| *(.*?) *\|$", re.MULTILINE)
SETTINGS = {field.metadata["env"]: field.metadata["default"] for field in dataclasses.fields(Config)}


def rows() -> list[tuple[str, str, str]]:
    """Name, default and meaning of every row of the settings table."""
    return ROW.findall(README.read_text(encoding="utf-8"))


def test_every_setting_is_in_the_table_with_its_default() -> None:
    assert {name: default for name, default, _meaning in rows()} == SETTINGS


def test_every_setting_stands_once_and_is_explained() -> None:
    assert len(rows()) == len(SETTINGS)
    assert [name for name, _default, meaning in rows() if not meaning] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_read_from_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "chosen")
    field = next(field for field in dataclasses.fields(Config) if field.metadata["env"] == name)
    assert getattr(Config(), field.name) == "chosen"
    monkeypatch.delenv(name)
    assert getattr(Config(), field.name) == SETTINGS[name]
