"""The demo's infrastructure projects: ten, all marked as demo, loaded once, and sums that hold."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.errors import Invalid
from matchmaker.core.tables import read_table
from matchmaker.organisations.models import Organisation
from matchmaker.paths import SEEDS
from matchmaker.seeding import seed_organisations
from matchmaker.territories.projects.investors.interests import interests_in
from matchmaker.territories.projects.investors.matching import fits_for
from matchmaker.territories.projects.investors.profiles import offer_of, profile_of, wish_of
from matchmaker.territories.projects.mix import mix_of
from matchmaker.territories.projects.models import InvestorProfile, Project
from matchmaker.territories.projects.queries import funding_of, open_projects, projects_of, steps_of
from matchmaker.territories.seeds.projects import PROJECTS, load_projects
from tests.cast import Cast
from tests.territories.making import make_manager, make_territory

OWN = SEEDS / "territories"
KEYS = sorted({row["territory"] for row in read_table(OWN / "projects.csv", PROJECTS)})


def test_the_territories_of_the_file_are_those_of_the_seeds() -> None:
    names = (
        (OWN / "territories.csv").read_text(encoding="utf-8")
        if (OWN / "territories.csv").exists()
        else "\n".join(["", *KEYS])
    )
    assert (len(KEYS), [key for key in KEYS if f"\n{key}" not in names]) == (2, [])


@pytest.fixture
def seeded(any_app: Flask, any_cast: Cast) -> Flask:
    """The two territories, the organisations of the seeds, and the projects."""
    with any_app.extensions["database"].write() as db:
        for number, key in enumerate(KEYS, 1):
            make_territory(db, any_cast, seed_key=key, manager_id=make_manager(db, any_cast, number))
        seed_organisations(db, SEEDS)
        db.flush()
        assert load_projects(db, SEEDS) == 10
    return any_app


def test_ten_projects_in_three_languages_marked_as_demo(seeded: Flask, any_cast: Cast) -> None:
    with seeded.extensions["database"].read() as db:
        found = list(db.scalars(select(Project)))
        assert [len(projects_of(any_cast["officer"], db, place)) for place in (1, 2)] == [4, 6]
        assert {one.is_demo for one in found} == {True}
        assert all(set(one.names) == set(one.descriptions) == {"kk", "ru", "en"} for one in found)
        assert {one.stage for one in found} == {"idea", "feasibility", "design", "construction", "commissioned"}
        for one in found:
            mix = mix_of(one.cost_minor, funding_of(db, one.id))
            assert (mix.gap_minor > 0, one.stage != "commissioned" and one.seed_key != "tq-networks") == (
                one.is_open,
                one.is_open,
            )
            steps = steps_of(db, one.id)
            assert sum(step.cost_minor or 0 for step in steps) <= one.cost_minor
            assert steps and all(set(step.names) == {"kk", "ru", "en"} for step in steps)


def test_an_investor_a_bank_and_an_institution_find_something(seeded: Flask) -> None:
    with seeded.extensions["database"].read() as db:
        offers = [offer_of(one) for one in open_projects(db)]
        for profile in db.scalars(select(InvestorProfile)):
            organisation = db.get_one(Organisation, profile.organisation_id)
            fits = fits_for(wish_of(profile_of(db, organisation)), offers)
            assert (any(one.is_open for one in fits), all(one.is_open for one in fits)) == (True, False), (
                organisation.name_en
            )
        campus = db.scalars(select(Project).where(Project.seed_key == "tq-campus")).one()
        assert [(one.organisation.seed_key, one.answer) for one in interests_in(db, campus.id)] == [
            ("uly-zhol-bank", "talk")
        ]
        assert {one.organisation.seed_key for one in funding_of(db, campus.id) if one.organisation} == {"uly-zhol-bank"}


def test_loading_again_changes_nothing(seeded: Flask) -> None:
    database = seeded.extensions["database"]
    with database.write() as db:
        assert load_projects(db, SEEDS) == 0
    with database.read() as db:
        counts = [db.scalar(select(func.count()).select_from(table)) for table in (Project, InvestorProfile)]
    assert counts == [10, 3]


def test_without_files_nothing_is_loaded_and_a_territory_that_is_not_there_is_named(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught, app.extensions["database"].write() as db:
        assert load_projects(db, tmp_path) == 0
        load_projects(db, SEEDS)
    assert caught.value.errors == {"projects.csv, line 3, column territory": "“technoqala” is not a key of this demo."}


def test_a_fault_names_its_place(app: Flask, cast: Cast, tmp_path: Path) -> None:
    shutil.copytree(OWN, tmp_path / "territories")
    path = tmp_path / "territories" / "projects.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",38500000000,", ",-5,"), encoding="utf-8")
    with pytest.raises(Invalid) as caught, app.extensions["database"].write() as db:
        make_territory(db, cast, seed_key=KEYS[1])
        load_projects(db, tmp_path)
    assert caught.value.errors == {
        "projects.csv, line 3, column cost": "An amount cannot be negative. Write it without the minus sign."
    }
