"""The demo's territories: as announced, with sources; what is made up is marked; loaded once; a broken row says where."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES
from matchmaker.core.tables import read_table
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.paths import SEEDS
from matchmaker.seeding import seed_accounts, seed_organisations
from matchmaker.territories.models import Territory, TerritoryMove
from matchmaker.territories.queries import list_territories
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.queries import resident_counts
from matchmaker.territories.seeds.loading import MANAGERS, SITES, TERRITORIES, load_territories
from matchmaker.territories.structure.models import Site
from matchmaker.vocabularies import terms

OWN = SEEDS / "territories"


def counts(database: Database) -> list[int]:
    """How many territories, steps, sites and residencies there are."""
    tables = (Territory, TerritoryMove, Site, Residency)
    with database.read() as db:
        return [db.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


def test_two_territories_are_loaded_once(any_app: Flask) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        seed_organisations(db, SEEDS)
        seed_accounts(db)
        assert load_territories(db, SEEDS) == 2
    first = counts(database)
    assert (first[:3], first[3] >= 12) == ([2, 5, 22], True)
    with database.write() as db:
        assert load_territories(db, SEEDS) == 0
    assert counts(database) == first
    with database.read() as db:
        found = list_territories(ANONYMOUS, db)
        assert [(one.seed_key, one.region, one.state, one.is_demo) for one in found] == [
            ("technoqala", "KZ-19", "designated", True), ("kurchatov", "KZ-10", "assessment", False),
        ]  # fmt: skip
        assert resident_counts(db) == {found[0].id: 6, found[1].id: 2}
        runs = select(Membership.organisation_id).join(Organisation).where(Organisation.kind == "managing_company")
        assert found[0].manager_id in set(db.scalars(runs))


def test_what_is_told_is_published_or_marked() -> None:
    assert [row["key"] for row in read_table(OWN / "territories.csv", TERRITORIES) if not row["source"]] == []
    sites = list(read_table(OWN / "sites.csv", SITES))
    assert [row["key"] for row in sites if bool(row["source"]) == (row["demo"] == "1")] == []
    assert {row["kind"] for row in sites if row["territory"] == "technoqala"} == set(terms("site_kinds"))


def test_texts_are_there_in_every_language() -> None:
    for name, columns in (("managers", MANAGERS), ("territories", TERRITORIES), ("sites", SITES)):
        for row in read_table(OWN / f"{name}.csv", columns):
            empty = [
                column for column in columns if column.endswith(tuple(f"_{one}" for one in LOCALES)) and not row[column]
            ]
            assert (row["key"], empty) == (row["key"], [])


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("territories.csv", "technoqala-mc", "nobody-mc", "territories.csv, line 3, column manager"),
        ("sites.csv", "technoqala,technopark", "technoqala,palace", "sites.csv, line 3, column kind"),
        ("sites.csv", ",alatau-volt-ec,", ",nobody,", "sites.csv, line 8, column organisation"),
        ("moves.csv", "2025-03-14", "in March", "moves.csv, line 3, column decided_on"),
        ("residents.csv", "admitted,mining", "adopted,mining", "residents.csv, line 3, column state"),
        ("residents.csv", ",35,KZT", ",many,KZT", "residents.csv, line 3, column jobs"),
    ],
)
def test_a_broken_row_says_where(app: Flask, tmp_path: Path, file: str, old: str, new: str, place: str) -> None:
    shutil.copytree(OWN, tmp_path / "territories")
    path = tmp_path / "territories" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with app.extensions["database"].write() as db:
        seed_organisations(db, SEEDS)
        with pytest.raises(Invalid) as fault:
            load_territories(db, tmp_path)
        db.rollback()
    assert list(fault.value.errors) == [place]
