"""The whole report as plain data at one moment, in all languages: what is frozen, and what every file is made from.

Each figure carries its value, version, target, standing, note and evidence (name, SHA-256); each indicator its formula and
source. `sha256` is the hash of everything else, so that anybody can see that nothing was changed.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core.i18n import LOCALES
from matchmaker.indicators.models import COUNTRY, Direction, Indicator, IndicatorTarget
from matchmaker.indicators.report.models import ReportCycle, Submission
from matchmaker.indicators.standing import expected, standing
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from matchmaker.territories.models import Territory
from matchmaker.vocabularies import terms

Data = dict[str, Any]
Slot = tuple[int, str]
STATED = ("critical", "at_risk", "on_course", "no_target", "no_value")  # the order of summaries: the worst first
COUNTRY_NAMES = {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}


def snapshot_of(db: Session, cycle: ReportCycle) -> Data:
    """The report on the cycle's year as it stands now."""
    data: Data = {"year": cycle.year, "preface": cycle.preface, "frozen_at": _moment(cycle.frozen_at)}
    data |= {"submit_by": cycle.submit_by.isoformat(), "publish_by": cycle.publish_by.isoformat()}
    data |= {"directions": _directions(db, cycle.year), "bodies": _bodies(db, cycle)}
    return data | {"sha256": digest(data)}


def digest(data: Data) -> str:
    """The hash of a report's data, without the hash itself."""
    kept = {name: value for name, value in data.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def figures_in(data: Data) -> Iterable[tuple[Data, Data, Data]]:
    """Every figure of the report with its direction and its indicator."""
    for direction in data["directions"]:
        for indicator in direction["indicators"]:
            for figure in indicator["figures"]:
                yield direction, indicator, figure


def leading(indicator: Data) -> Data | None:
    """The figure that speaks for an indicator: the country's, else the only one; none of several places does."""
    first: Data = indicator["figures"][0]
    return first if first["place"] == COUNTRY or len(indicator["figures"]) == 1 else None


def standing_in(indicator: Data) -> str:
    """How an indicator stands: as the figure that speaks for it, else as the place that stands worst."""
    if one := leading(indicator):
        return str(one["standing"])
    found = {figure["standing"] for figure in indicator["figures"]}
    return next(code for code in STATED if code in found)


def standings_in(data: Data) -> dict[str, int]:
    """How many indicators stand how."""
    found = [standing_in(one) for part in data["directions"] for one in part["indicators"]]
    return {code: found.count(code) for code in STATED}


def _moment(at: Any) -> str:
    return at.isoformat() if at else ""


def _directions(db: Session, year: int) -> list[Data]:
    query = select(Indicator).join(Direction).where(Indicator.is_active)
    query = query.options(joinedload(Indicator.direction), joinedload(Indicator.owner))
    ordered = query.order_by(Direction.position, Direction.id, Indicator.position, Indicator.id)
    values, targets, names = _values(db, year), _targets(db), _place_names(db)
    found: dict[int, Data] = {}
    for one in db.scalars(ordered):
        head = {"code": one.direction.code, "names": one.direction.names, "indicators": []}
        part = found.setdefault(one.direction_id, head)
        wanted = {place: _wanted(one, year, targets.get((one.id, place), {})) for place in names}
        part["indicators"].append(_indicator(one, values, wanted, names))
    return list(found.values())


def _values(db: Session, year: int) -> dict[Slot, IndicatorValue]:
    """The published values of a year, of each the last version."""
    query = select(IndicatorValue).where(IndicatorValue.year == year, IndicatorValue.state == "published")
    rows = db.scalars(query.options(joinedload(IndicatorValue.evidence)).order_by(IndicatorValue.version))
    return {(row.indicator_id, row.place): row for row in rows}


def _targets(db: Session) -> dict[Slot, dict[int, float]]:
    """The targets by year."""
    found: dict[Slot, dict[int, float]] = {}
    for row in db.scalars(select(IndicatorTarget)):
        found.setdefault((row.indicator_id, row.place), {})[row.year] = row.value
    return found


def _wanted(one: Indicator, year: int, targets: dict[int, float]) -> float | None:
    """What the year asks for in a place that has targets."""
    return expected(year, targets, one.baseline_year, one.baseline) if targets else None


def _place_names(db: Session) -> dict[str, Data]:
    """Names of places in the order of the report: the country, the regions, the territories."""
    regions = {code: dict(term.labels) for code, term in terms("regions").items()}
    rows = db.scalars(select(Territory).order_by(Territory.id))
    return {COUNTRY: COUNTRY_NAMES} | regions | {f"t{row.id}": dict(row.names) for row in rows}


def _indicator(
    one: Indicator, values: dict[Slot, IndicatorValue], wanted: dict[str, float | None], names: dict[str, Data]
) -> Data:
    places = [place for place in names if (one.id, place) in values or wanted[place] is not None] or [COUNTRY]
    columns = ("code", "names", "units", "formulas", "sources", "frequency", "better", "decimals", "baseline_year")
    data = {name: getattr(one, name) for name in (*columns, "baseline", "critical", "is_demo")}
    data |= {"id": one.id, "is_counted": bool(one.query), "owner": _owner(one)}
    figures = [
        _figure(one, place, values.get((one.id, place)), wanted[place]) | {"names": names[place]} for place in places
    ]
    return data | {"figures": figures}


def _owner(one: Indicator) -> Data:
    return {lang: getattr(one.owner, f"name_{lang}") for lang in LOCALES} if one.owner else {}


def _figure(one: Indicator, place: str, value: IndicatorValue | None, target: float | None) -> Data:
    """Baseline and critical level are the country's: a region has its own target only."""
    baseline, critical = (one.baseline, one.critical) if place == COUNTRY else (None, None)
    amount = value.value if value else None
    data = {"place": place, "value": amount, "target": target}
    data["standing"] = standing(amount, target, one.better, baseline, critical)
    if value is None:
        return data | {"version": None, "origin": "", "note": "", "is_demo": False, "evidence": None}
    data |= {"version": value.version, "origin": value.origin, "note": value.note, "is_demo": value.is_demo}
    return data | {"evidence": _evidence(value.evidence)}


def _evidence(one: Evidence | None) -> Data | None:
    return {"id": one.id, "name": one.filename, "sha256": one.sha256, "size": one.size} if one else None


def _bodies(db: Session, cycle: ReportCycle) -> list[Data]:
    query = select(Submission).where(Submission.cycle_id == cycle.id).options(joinedload(Submission.body))
    return [
        {
            "names": one.body.names, "kind": one.body.kind, "region": one.body.region, "state": one.state,
            "submitted_at": _moment(one.submitted_at), "text": one.text if one.state == "accepted" else "",
            "lang": one.lang, "is_demo": one.is_demo,
        }
        for one in db.scalars(query.order_by(Submission.id))
    ]  # fmt: skip
