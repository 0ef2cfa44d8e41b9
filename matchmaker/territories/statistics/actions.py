"""Writes of dimensions, statistics, single values and the published settings. Each has the draws made anew."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.territories.statistics.draft import DimensionDraft, StatisticDraft, ValueDraft
from matchmaker.territories.statistics.models import Dimension, PotentialSettings, Statistic, StatisticValue
from matchmaker.territories.statistics.panel import Panel
from matchmaker.territories.statistics.queries import load_dimension, load_statistic
from matchmaker.territories.statistics.reckoning import TOP, pose
from matchmaker.territories.statistics.rules import may_edit
from matchmaker.territories.statistics.runs import refresh
from matchmaker.territories.statistics.settings import ROW, Settings, published_row


def add_dimension(actor: Actor, db: Session, draft: DimensionDraft) -> Dimension:
    """A new dimension. Raises Invalid when the code is taken."""
    require(may_edit(actor))
    _check_code(db, draft.code)
    made = Dimension(**vars(draft))
    _add(db, made)
    _told(actor, db, "create", "dimension", 0, {}, {"code": made.code})
    return made


def edit_dimension(actor: Actor, db: Session, code: str, draft: DimensionDraft, version: int) -> Dimension:
    """Change a dimension. Raises Conflict when somebody else has changed it meanwhile."""
    require(may_edit(actor))
    found = load_dimension(db, code)
    _hold(db, found, version, "weight")
    columns = {name: value for name, value in vars(draft).items() if name != "code"}
    _told(actor, db, "edit", "dimension", 0, *_change(found, columns))
    return found


def add_statistic(actor: Actor, db: Session, draft: StatisticDraft) -> Statistic:
    """A new statistic. Raises Invalid when the code is taken."""
    require(may_edit(actor))
    _check_code(db, draft.code)
    made = Statistic(code=draft.code, **draft.columns())
    _add(db, made)
    _told(actor, db, "create", "statistic", made.id, {}, {"code": made.code})
    return made


def edit_statistic(actor: Actor, db: Session, statistic_id: int, draft: StatisticDraft, version: int) -> Statistic:
    """Change a statistic. Raises Conflict when somebody else has changed it meanwhile."""
    require(may_edit(actor))
    found = load_statistic(db, statistic_id)
    _hold(db, found, version, "weight")
    _told(actor, db, "edit", "statistic", found.id, *_change(found, draft.columns()))
    return found


def set_value(actor: Actor, db: Session, statistic_id: int, draft: ValueDraft) -> Statistic:
    """Store, change or take away one value. Raises Invalid for a statistic that the platform counts."""
    require(may_edit(actor))
    statistic = load_statistic(db, statistic_id)
    if statistic.query:
        raise Invalid({"value": _("The platform counts this statistic itself; nobody types it.")})
    hold(db, statistic, "query")  # two who write the same value come one after the other
    where = StatisticValue.statistic_id == statistic_id, StatisticValue.region == draft.region
    row = db.scalar(select(StatisticValue).where(*where, StatisticValue.year == draft.year))
    before = {"value": row.value, "source": row.source} if row else {}
    _store(db, statistic_id, row, draft)
    after = {"region": draft.region, "year": draft.year, "value": draft.value, "source": draft.source}
    _told(actor, db, "value", "statistic", statistic_id, before, after)
    return statistic


def _store(db: Session, statistic_id: int, row: StatisticValue | None, draft: ValueDraft) -> None:
    if draft.value is None:
        if row is not None:
            db.delete(row)
        return
    if row is None:
        row = StatisticValue(statistic_id=statistic_id, region=draft.region, year=draft.year)
        db.add(row)
    row.value, row.source, row.is_demo, row.import_id = draft.value, draft.source, draft.is_demo, None


def publish_settings(actor: Actor, db: Session, panel: Panel, settings: Settings, version: int) -> PotentialSettings:
    """Make the settings those in force for everybody. Raises Invalid for weights that do not add up, Unusable, Conflict."""
    require(may_edit(actor))
    pose(panel, settings)
    row = published_row(db)
    before = dict(row.choices) if row else {}
    if row is None:
        row = PotentialSettings(id=ROW)
        row.choices = settings.as_choices()
        _add(db, row)
    else:
        _hold(db, row, version, "choices")
        row.choices = settings.as_choices()
    row.user_id, row.changed_at = actor.user_id, clock.now()
    _told(actor, db, "publish", "potentialsettings", ROW, before, row.choices)
    return row


def _check_code(db: Session, code: str) -> None:
    """Dimensions and statistics stand in one framework, so no code may be there twice."""
    taken = db.scalar(select(Statistic.id).where(Statistic.code == code)) or db.get(Dimension, code)
    if taken or code == TOP:
        raise Invalid({"code": _("This short name is taken. Choose another.")})


def _add(db: Session, made: object) -> None:
    try:
        with db.begin_nested():
            db.add(made)
            db.flush()
    except IntegrityError as fault:
        raise Conflict(_("Somebody has saved the same thing at the same moment. Look at it again.")) from fault


def _hold(db: Session, thing: Any, version: int, column: str) -> None:
    hold(db, thing, column)
    if thing.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile."))


def _change(thing: Any, columns: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write what differs; returns it as it was and as it is."""
    changed = {name: value for name, value in columns.items() if getattr(thing, name) != value}
    before = {name: getattr(thing, name) for name in changed}
    for name, value in changed.items():
        setattr(thing, name, value)
    return before, changed


def _told(
    actor: Actor, db: Session, verb: str, subject: str, subject_id: int, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """The audit trail, and the draws anew."""
    audit.record(db, actor.user_id, verb, subject, subject_id, before, after)
    refresh(db)
