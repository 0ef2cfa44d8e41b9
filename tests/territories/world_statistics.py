"""Statistics of regions in the world of the tests that visit every page: two typed ones, one of the platform, one import."""

from matchmaker.core.db import Database
from matchmaker.territories.statistics.importing.actions import Upload, mark_of, receive_import
from matchmaker.territories.statistics.models import Dimension, Statistic, StatisticValue
from matchmaker.vocabularies import terms
from tests.cast import Cast

Ids = dict[str, int | str]
FILE = b"region;researchers 2023\nKZ-ALA;12 000,5\nKZ-AST;3 000\nKZ-10;n. a.\n"
PAGES = (
    ("anonymous", "/potential/"),
    ("analyst", "/potential/?normalise=rank&weights=equal"),
    ("author", "/potential/regions/KZ-75"),
    ("analyst", "/potential/compare?one=KZ-75&two=KZ-71"),
    ("anonymous", "/potential/method"),
    ("analyst", "/potential/settings"),
    ("analyst", "/potential/data/"),
    ("analyst", "/potential/data/600"),
    ("anonymous", "/potential/data/602"),
    ("analyst", "/potential/data/600/edit"),
    ("analyst", "/potential/data/new"),
    ("analyst", "/potential/data/dimensions/science"),
    ("analyst", "/potential/data/imports"),
    ("analyst", "/potential/data/imports/600"),
)


def _dimension() -> Dimension:
    return Dimension(code="science", names={"kk": "Ғылым", "ru": "Наука", "en": "Science"})


def _statistic(number: int, code: str, **more: object) -> Statistic:
    names = {"kk": f"Көрсеткіш {number}", "ru": f"Показатель {number}", "en": f"Statistic {number}"}
    return Statistic(id=number, code=code, dimension_code="science", names=names, units={"en": "people"}, **more)


def _value(statistic: Statistic, region: str, value: float, year: int = 2022) -> StatisticValue:
    columns = {"statistic_id": statistic.id, "region": region, "year": year, "value": value}
    return StatisticValue(**columns, source="Bureau of National Statistics", is_demo=region == "KZ-10")


def _upload(database: Database, cast: Cast, number: int) -> str:
    """An import with a given id; returns the mark of what was understood."""
    with database.write() as db:
        made = receive_import(cast["analyst"], db, Upload("figures.csv", FILE, "Bureau"), 2**20)
        mark = mark_of(made)
        if made.id != number:
            db.expunge(made)
            db.connection().exec_driver_sql(f"UPDATE statistic_imports SET id = {number} WHERE id = {made.id}")
        return mark


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """A dimension, two statistics known of all regions but one, one counted by the platform, an import not yet stored."""
    with database.write() as db:
        db.add(_dimension())
        db.flush()
        researchers, patents = _statistic(600, "researchers"), _statistic(601, "patents", direction=-1)
        db.add_all([researchers, patents, _statistic(602, "needs_here", query="needs")])
        db.flush()
        for place, region in enumerate(list(terms("regions"))[:-1]):
            db.add_all([_value(researchers, region, 10.0 + place), _value(patents, region, (place * 7) % 11)])
    return {"statistic": 600, "statistic_import": 600, "import_mark": _upload(database, cast, 600)}


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """So many statistics, each with two years of all regions, and as many imports."""
    with database.write() as db:
        db.add(_dimension())
        db.flush()
        db.add_all([_statistic(600, "researchers"), _statistic(602, "needs_here", query="needs")])
        made = [_statistic(610 + number, f"made_{number}") for number in range(rows)]
        db.add_all(made)
        db.flush()
        for one in [db.get_one(Statistic, 600), *made]:
            for place, region in enumerate(terms("regions")):
                db.add_all([_value(one, region, float((place * one.id) % 37), year) for year in (2021, 2022)])
    for number in range(rows):
        _upload(database, cast, 600 + number)
