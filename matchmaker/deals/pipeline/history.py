"""The whole history of a deal: its steps with their reasons, and everything else that the audit trail tells, newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CompoundSelect, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core.models import Audit
from matchmaker.deals.models import DealMove

PAGE = 40


@dataclass(frozen=True)
class Event:
    """One line of the history. from_stage, to_stage, reason and note: of a step; before and after: of anything else."""

    at: datetime
    who: str
    verb: str
    from_stage: str
    to_stage: str
    reason: str
    note: str
    before: dict[str, Any]
    after: dict[str, Any]


def history_of(db: Session, deal_id: int, page: int = 1) -> tuple[list[Event], int]:
    """One page, and how many events there are in all: one query. Callers have loaded the deal for their actor."""
    lines = _lines(deal_id).subquery()
    query = select(lines, User.name, func.count().over().label("total")).outerjoin(User, User.id == lines.c.user_id)
    query = query.order_by(lines.c.at.desc(), lines.c.is_step.desc(), lines.c.id.desc())
    rows = db.execute(query.offset((page - 1) * PAGE).limit(PAGE)).all()
    return [_event(row) for row in rows], rows[0].total if rows else 0


def _lines(deal_id: int) -> CompoundSelect[Any]:
    """Moves and audit lines in the same columns."""
    nothing, empty = cast(null(), JSON), literal("")
    step = DealMove
    steps = select(
        step.at, step.user_id, step.verb, step.from_stage, step.to_stage, step.reason, step.note,
        nothing.label("before"), nothing.label("after"), literal(1).label("is_step"), step.id,
    ).where(step.deal_id == deal_id)  # fmt: skip
    rest = select(
        Audit.at, Audit.actor_id, Audit.verb, empty, empty, empty, empty,
        Audit.before, Audit.after, literal(0), Audit.id,
    ).where(Audit.subject == "deal", Audit.subject_id == deal_id)  # fmt: skip
    rest = rest.where(Audit.after["stage"].as_string().is_(None))  # steps are told by the moves, which know more
    return union_all(steps, rest)


def _event(row: Any) -> Event:
    values = {name: getattr(row, name) for name in ("at", "verb", "from_stage", "to_stage", "reason", "note")}
    return Event(who=row.name or "", before=row.before or {}, after=row.after or {}, **values)
