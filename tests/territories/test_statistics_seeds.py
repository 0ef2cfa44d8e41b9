"""The demo's statistics: twenty of twenty regions, each figure with source and year, made-up ones marked."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.core.tables import Row, read_table
from matchmaker.paths import SEEDS
from matchmaker.territories.seeds.statistics import DIMENSIONS, STATISTICS, VALUES, load_statistics
from matchmaker.territories.statistics.panel import load_panel
from matchmaker.territories.statistics.profile import stand
from matchmaker.territories.statistics.reckoning import pose
from matchmaker.territories.statistics.runs import find_result
from matchmaker.territories.statistics.settings import Settings
from matchmaker.vocabularies import terms

OWN = SEEDS / "statistics"


@pytest.fixture(scope="module")
def values() -> list[Row]:
    return list(read_table(OWN / "values.csv", VALUES))


def test_twenty_statistics_of_twenty_regions(values: list[Row]) -> None:
    found = Counter(row["statistic"] for row in values)
    regions = defaultdict(set)
    for row in values:
        regions[row["statistic"]].add(row["region"])
    assert len(found) == 20
    assert set(found.values()) == {20}
    assert all(told == set(terms("regions")) for told in regions.values())


def test_every_figure_has_a_source_and_made_up_ones_are_marked(values: list[Row]) -> None:
    assert {row["demo"] for row in values} == {"", "demo"}
    assert all(row["year"] and (row["source"] or row["demo"]) for row in values)
    assert all("stat.gov.kz" in row["source"] for row in values if not row["demo"])


@pytest.mark.parametrize(
    ("code", "total", "within"),
    [("rd_expenditure", 121_600, 100), ("emissions", 2314.8, 0.1), ("population", 19_766, 5)],
)
def test_published_figures_add_up_to_the_published_total(
    values: list[Row], code: str, total: float, within: float
) -> None:
    """Internal R&D expenditure of 2022 (bn tenge 121.6), emissions of 2022, population on 1 January 2023, of the country."""
    assert sum(float(row["value"]) for row in values if row["statistic"] == code) == pytest.approx(total, abs=within)


def test_names_in_three_languages() -> None:
    for file, columns in (("dimensions.csv", DIMENSIONS), ("statistics.csv", STATISTICS)):
        for row in read_table(OWN / file, columns):
            assert len({row["name_kk"], row["name_ru"], row["name_en"]}) == 3, row["code"]


def test_they_are_loaded_once_and_rank_all_regions(app: Flask, database: Database, cast: object) -> None:
    with database.write() as db:
        assert load_statistics(db, SEEDS) == 25
    with database.write() as db:
        assert load_statistics(db, SEEDS) == 0
    with database.read() as db:
        panel = load_panel(db)
        problem = pose(panel, Settings())
        standing = stand(problem, find_result(db, problem))
    assert (len(standing.places), problem.empty) == (20, [])
    assert panel.has_demo()
    first = standing.places[0]
    assert (first.rank, first.low) == (1, 1)


def test_a_broken_row_says_where_it_is(database: Database, cast: object, tmp_path: Path) -> None:
    own = tmp_path / "statistics"
    own.mkdir()
    for name in ("dimensions.csv", "statistics.csv", "values.csv"):
        text = (OWN / name).read_text(encoding="utf-8")
        (own / name).write_text(text.replace("KZ-11,2022,1736.0504", "KZ-11,2022,lots", 1), encoding="utf-8")
    with pytest.raises(Invalid) as fault, database.write() as db:
        load_statistics(db, tmp_path)
    assert str(fault.value) == "values.csv, line 3, column value: “lots” is not a number."


def test_a_folder_without_statistics_loads_nothing(database: Database, cast: object, tmp_path: Path) -> None:
    with database.write() as db:
        assert load_statistics(db, tmp_path) == 0
