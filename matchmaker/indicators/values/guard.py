"""The wall around what was published: SQLAlchemy itself refuses to change or delete such rows, whoever asks.

A draft may take its one step, to published or withdrawn; everything else about a row is as it was written. Statements that
change many rows at once are refused too. There is no way around it in the product: a correction is a new version.
"""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

STEP = frozenset({"state", "published_at", "published_by"})
_frozen: set[str] = set()


class Frozen(Exception):
    """Somebody tried to change what is kept as it is."""


def freeze(kind: type[Any]) -> None:
    """Let rows of this table only be added."""
    _frozen.add(kind.__tablename__)
    event.listen(kind, "before_update", _check_update)
    event.listen(kind, "before_delete", _refuse_delete)


def _check_update(mapper: Any, connection: Any, row: Any) -> None:
    changed = {one.key: one.history for one in inspect(row).attrs if one.history.has_changes()}
    step = changed.get("state")
    is_step = step is not None and list(step.deleted) == ["draft"] and changed.keys() <= STEP
    if changed and not is_step:
        raise Frozen(f"{mapper.class_.__name__} {row.id} is kept as it is: {sorted(changed)}")


def _refuse_delete(mapper: Any, connection: Any, row: Any) -> None:
    raise Frozen(f"{mapper.class_.__name__} {row.id} is kept for ever")


@event.listens_for(Session, "do_orm_execute")
def _check_statement(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.statement.table.name in _frozen:  # type: ignore[attr-defined]
        raise Frozen(f"rows of {state.statement.table.name} are not changed by statements")  # type: ignore[attr-defined]
