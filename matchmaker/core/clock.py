"""The present moment, in one place so that tests and the demo's history can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def real_today() -> date:
    """The date in UTC, whatever moment it has been set to."""
    return datetime.now(UTC).date()


def today() -> date:
    """The present date in UTC."""
    return now().date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let it be another moment inside the block, for this thread alone: what is done there has happened then."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
