"""The pages of science cities, potential, indicators and the report: who looks at which, and what their addresses are filled with."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.indicators.models import Direction, Indicator
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.models import Project
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.statistics.models import Statistic

POTENTIAL = (
    "/potential/ /potential/?sort=name /potential/regions/KZ-75 /potential/regions/KZ-62 /potential/method"
    " /potential/compare?one=KZ-75&two=KZ-10 /potential/data/ /potential/data/{statistic}"
)
INDICATORS = "/indicators/ /indicators/?standing=critical /indicators/{indicator} /indicators/{indicator}/trace"
KEEPING = (
    "/indicators/directions /indicators/directions/{direction} /indicators/due /indicators/new"
    " /indicators/{indicator}/edit /indicators/{indicator}/targets"
    " /indicators/{entered}/values/new /potential/data/new /potential/settings /potential/data/imports"
    " /potential/data/{statistic}/edit /potential/data/dimensions/new"
)
REPORTING = (
    "/reports/ /reports/{year} /reports/{year}?view=report /reports/{year}/submissions/{submission} /reports/new"
    " /reports/{year}/edit /reports/bodies /reports/bodies/{body} /reports/bodies/new"
)
ROOMS_OF_A_TERRITORY = (
    "/territories/{territory} /territories/{territory}/facilities /facilities/{facility}"
    " /territories/{territory}/projects /projects/{project}"
)
RUNNING = (
    "/territories/{territory}/facilities/new /facilities/{facility}/edit /bookings/waiting /bookings/"
    " /territories/{territory}/projects/new /projects/{project}/edit /projects/{project}/steps /projects/{project}/funding"
)
CITIES = {
    ("anonymous", "kk"): f"{ROOMS_OF_A_TERRITORY} {POTENTIAL}",
    ("anonymous", "ru"): f"{INDICATORS} {POTENTIAL}",
    ("anonymous", "en"): f"{INDICATORS} /reports/",
    ("company", "ru"): f"{ROOMS_OF_A_TERRITORY} /bookings/",
    ("investor", "ru"): "/ /investors/ /investors/profile /territories/{territory}/projects /projects/{project}",
    ("investor", "kk"): "/investors/ /investors/profile",
    ("operator", "kk"): f"{ROOMS_OF_A_TERRITORY} {RUNNING} /radar/",
    ("officer", "ru"): "/radar/ /radar/?by=fields /reports/",
    ("analyst", "ru"): f"/ {KEEPING} {REPORTING}",
    ("analyst", "en"): f"/radar/ {KEEPING} {REPORTING}",
    ("analyst", "kk"): f"/radar/ {INDICATORS} {REPORTING}",
}
OF_NOBODY = "/potential/ /potential/method /potential/data/ /indicators/ /reports/"


def city_names(db: Session) -> dict[str, Any]:
    """Things of the first territory of the demo, and of the first indicator below its critical level."""
    territories = {one.seed_key: one.id for one in db.scalars(select(Territory))}
    asked = {one.seed_key: one.id for one in db.scalars(select(Residency))}
    indicators = {one.code: one.id for one in db.scalars(select(Indicator))}
    found = {"territory": territories.get("technoqala"), "candidate": territories.get("kurchatov")}
    found |= {"asked": asked.get("tq-tilset"), "returned": asked.get("tq-nura")}
    found |= {"facility": _first(db, Facility.id, Facility.seed_key == "xrd")}
    found |= {"project": _first(db, Project.id, Project.seed_key == "tq-biolab")}
    found |= {"statistic": _first(db, Statistic.id), "direction": _first(db, Direction.id)}
    found |= {"indicator": indicators.get("res-05"), "entered": indicators.get("res-05")}
    found |= {"year": _first(db, ReportCycle.year), "body": _first(db, ReportingBody.id)}
    return found | {"submission": _first(db, Submission.id, Submission.state == "submitted")}


def _first(db: Session, column: Any, *where: Any) -> Any:
    return db.scalars(select(column).where(*where).order_by(column)).first()
