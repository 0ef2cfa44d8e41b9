"""Writes of directions, indicators and targets. Every change stays in the trail with what was there before."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean
from matchmaker.indicators.draft import DirectionDraft, IndicatorDraft
from matchmaker.indicators.models import Direction, Indicator, IndicatorTarget
from matchmaker.indicators.rules import may_edit

REASON_MOST = 1000
Cells = dict[tuple[str, int], float]


def add_direction(actor: Actor, db: Session, draft: DirectionDraft) -> Direction:
    """A new direction. Raises Invalid when its code is taken."""
    require(may_edit(actor))
    _check_free(db, Direction, draft.code)
    made = Direction(**asdict(draft))
    db.add(made)
    db.flush()
    audit.record(db, actor.user_id, "create", "direction", made.id, {}, asdict(draft))
    return made


def edit_direction(actor: Actor, db: Session, direction: Direction, draft: DirectionDraft, version: int) -> Direction:
    """Change a direction. Raises Conflict when somebody else has saved since `version`."""
    require(may_edit(actor))
    _take(db, direction, version)
    _check_free(db, Direction, draft.code, direction.id)
    _write(actor, db, direction, asdict(draft), "direction")
    return direction


def add_indicator(actor: Actor, db: Session, draft: IndicatorDraft, form_token: str | None = None) -> Indicator:
    """A new indicator. The same form sent twice gives the one that the first has made."""
    require(may_edit(actor))
    if form_token and (there := db.scalar(select(Indicator).where(Indicator.form_token == form_token))):
        return there
    _check_free(db, Indicator, draft.code)
    made = Indicator(**asdict(draft), form_token=form_token)
    db.add(made)
    db.flush()
    audit.record(db, actor.user_id, "create", "indicator", made.id, {}, {"code": draft.code})
    return made


def edit_indicator(
    actor: Actor, db: Session, indicator: Indicator, draft: IndicatorDraft, version: int, reason: str
) -> Indicator:
    """Change a definition, for a reason that everybody can read. Raises Conflict when somebody else has saved since."""
    require(may_edit(actor))
    why = _reason(reason)
    _take(db, indicator, version)
    _check_free(db, Indicator, draft.code, indicator.id)
    _write(actor, db, indicator, asdict(draft), "indicator", why)
    return indicator


def set_targets(
    actor: Actor, db: Session, indicator: Indicator, places: list[str], cells: Cells, version: int, reason: str
) -> Indicator:
    """Let the targets of these places be those of the table; all but the first need a reason.

    The indicator is loaded with its targets.
    """
    require(may_edit(actor))
    why = _reason(reason) if indicator.targets else clean(reason)[:REASON_MOST]
    _take(db, indicator, version)
    before = {(one.place, one.year): one.value for one in indicator.targets if one.place in places}
    if before == cells:
        return indicator
    _put_targets(indicator, places, cells)
    flag_modified(indicator, "names")  # whoever edits the definition at the same time learns of it
    changed = sorted({*before, *cells}, key=str)
    was, now = ({f"{p} {y}": s.get((p, y)) for p, y in changed if before.get((p, y)) != cells.get((p, y))}
                for s in (before, cells))  # fmt: skip
    audit.record(db, actor.user_id, "set_targets", "indicator", indicator.id, was, now | {"reason": why})
    return indicator


def _put_targets(indicator: Indicator, places: list[str], cells: Cells) -> None:
    there = {(one.place, one.year): one for one in indicator.targets}
    for cell, value in cells.items():
        if cell in there:
            there[cell].value = value
        else:
            indicator.targets.append(IndicatorTarget(place=cell[0], year=cell[1], value=value))
    for cell, one in there.items():
        if cell[0] in places and cell not in cells:
            indicator.targets.remove(one)


def _reason(reason: str) -> str:
    found = clean(reason)[:REASON_MOST]
    if not found:
        raise Invalid({"reason": _("Say why: readers of published figures see each change with its reason.")})
    return found


def _take(db: Session, thing: Direction | Indicator, version: int) -> None:
    """Hold it. Raises Conflict unless it is the version that the actor has seen."""
    hold(db, thing, "code")
    if thing.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))


def _check_free(db: Session, kind: type[Direction] | type[Indicator], code: str, own: int | None = None) -> None:
    taken = db.scalar(select(kind.id).where(kind.code == code))
    if taken is not None and taken != own:
        raise Invalid({"code": _("The code “%(code)s” is taken. Choose another.", code=code)})


def _write(
    actor: Actor, db: Session, thing: Direction | Indicator, values: dict[str, Any], subject: str, why: str = ""
) -> None:
    before = {name: getattr(thing, name) for name, value in values.items() if getattr(thing, name) != value}
    after = {name: values[name] for name in before}
    for name, value in after.items():
        setattr(thing, name, value)
    if before:
        audit.record(db, actor.user_id, "edit", subject, thing.id, before, after | ({"reason": why} if why else {}))
