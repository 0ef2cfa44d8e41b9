"""Statistics made directly, for tests of the potential and of imports."""

from sqlalchemy.orm import Session

from matchmaker.core.db import Database
from matchmaker.territories.statistics.models import Dimension, Statistic, StatisticValue
from matchmaker.vocabularies import terms

REGIONS = list(terms("regions"))


def make_statistic(db: Session, code: str, dimension: str = "science", **columns: object) -> Statistic:
    """A statistic, and its dimension when there is none yet."""
    if db.get(Dimension, dimension) is None:
        names = {lang: f"{dimension.title()} {lang}" for lang in ("kk", "ru", "en")}
        db.add(Dimension(code=dimension, names=names))
        db.flush()
    names = {"kk": f"{code} қаз", "ru": f"{code} рус", "en": code.replace("_", " ").title()}
    made = Statistic(code=code, dimension_code=dimension, **({"names": names} | columns))
    db.add(made)
    db.flush()
    return made


def set_values(
    db: Session, statistic: Statistic, values: dict[str, float], year: int = 2022, is_demo: bool = False
) -> None:
    """Values of one year by region."""
    for region, value in values.items():
        columns = {"statistic_id": statistic.id, "region": region, "year": year, "value": value}
        db.add(StatisticValue(**columns, source="Bureau of National Statistics", is_demo=is_demo))
    db.flush()


def make_panel(database: Database) -> None:
    """Two dimensions with two statistics each, known of all regions; the second of each is better when less."""
    with database.write() as db:
        for number, (code, dimension) in enumerate(
            [("researchers", "science"), ("dropouts", "science"), ("wage", "economy"), ("unemployment", "economy")]
        ):
            one = make_statistic(db, code, dimension, direction=-1 if number % 2 else 1)
            set_values(db, one, {region: float((place * (3 + number)) % 23) for place, region in enumerate(REGIONS)})
