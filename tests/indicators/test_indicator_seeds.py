"""The demo's indicators: thirty in all directions, planned to 2035, published figures told from made-up ones, loaded once."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES
from matchmaker.indicators.models import Direction, Indicator, IndicatorTarget
from matchmaker.indicators.seeds import load_indicators
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from matchmaker.indicators.values.overview import Asked, overview
from matchmaker.paths import SEEDS
from matchmaker.seeding import seed_organisations


def counts(database: Database) -> list[int]:
    """How many rows each table of indicators holds."""
    tables = (Direction, Indicator, IndicatorTarget, IndicatorValue, Evidence)
    with database.read() as db:
        return [db.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


@pytest.fixture
def loaded(app: Flask) -> Database:
    """The demo's organisations and indicators."""
    with app.extensions["database"].write() as db:
        seed_organisations(db, SEEDS)
        assert load_indicators(db, SEEDS) == 30
    return app.extensions["database"]


def test_thirty_indicators_in_all_directions_are_loaded_once(loaded: Database) -> None:
    before = counts(loaded)
    with loaded.write() as db:
        assert load_indicators(db, SEEDS) == 0
    assert counts(loaded) == before
    with loaded.read() as db:
        indicators = list(db.scalars(select(Indicator)))
        assert {one.direction_id for one in indicators} == set(db.scalars(select(Direction.id)))
        texts = ("names", "units", "formulas", "sources")
        assert [one.code for one in indicators for text in texts if sorted(getattr(one, text)) != sorted(LOCALES)] == []
        planned = dict(db.execute(select(IndicatorTarget.indicator_id, func.count()).where(
            IndicatorTarget.place == "KZ").group_by(IndicatorTarget.indicator_id)).all())  # fmt: skip
        assert planned == {one.id: 10 for one in indicators}
        assert [one.code for one in indicators if not one.is_demo] == []  # the approved table is not public


def test_published_figures_are_told_from_made_up_ones_and_each_is_proved(loaded: Database) -> None:
    with loaded.read() as db:
        query = select(Indicator.code, IndicatorValue.year, IndicatorValue.value, IndicatorValue.evidence_id)
        found = query.join(IndicatorValue.indicator).where(IndicatorValue.is_demo.is_(False))
        rows = db.execute(found.order_by(Indicator.code, IndicatorValue.year)).all()
    assert [(code, year, value) for code, year, value, _proof in rows] == [
        ("ins-05", 2021, 79), ("ins-05", 2024, 78), ("ins-05", 2025, 81), ("int-08", 2021, 10.5), ("res-05", 2021, 109.3),
        ("res-05", 2022, 121.6), ("res-05", 2023, 172.6), ("res-06", 2021, 58.3), ("res-06", 2022, 67.1),
        ("res-06", 2023, 74.3),
    ]  # fmt: skip
    assert all(proof for *_rest, proof in rows)


def test_every_status_but_no_target_is_there(loaded: Database) -> None:
    with loaded.read() as db:
        found = overview(ANONYMOUS, db, Asked())
        assert [code for code, number in found.counts.items() if not number] == ["no_target"]
        assert [line.indicator.code for line in overview(ANONYMOUS, db, Asked(standing="critical")).lines] == [
            "for-03", "for-07", "res-06",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("indicators.csv", "for-06,formation", "for-06,nowhere", "column direction"),
        ("indicators.csv", "koksai-mc", "nobody", "column owner"),
        ("targets.csv", "ins-05,KZ,77", "ins-05,KZ,ten", "column 2026"),
        ("values.csv", "res-06,KZ,2023,74.3", "res-06,KZ,2023,74.35", "line 8, column value"),
    ],
)
def test_a_broken_row_says_where_it_is(app: Flask, tmp_path: Path, file: str, old: str, new: str, words: str) -> None:
    shutil.copytree(SEEDS / "indicators", tmp_path / "indicators")
    path = tmp_path / "indicators" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Invalid) as fault, app.extensions["database"].write() as db:
        seed_organisations(db, SEEDS)
        load_indicators(db, tmp_path)
    assert file in str(fault.value) and words in str(fault.value)


def test_a_folder_without_indicators_loads_none(app: Flask, tmp_path: Path) -> None:
    with app.extensions["database"].write() as db:
        assert load_indicators(db, tmp_path) == 0
