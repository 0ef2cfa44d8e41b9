"""What makes thousands of short tests quick, without touching what they test."""

import gc
from typing import Any

from sqlalchemy import Engine, create_engine

from matchmaker.core import db

_first: dict[str, Engine] = {}


def _create_engine(url: str, **options: Any) -> Engine:
    """An engine that knows the statements which earlier ones of its kind have compiled."""
    made = create_engine(url, **options)
    known = _first.setdefault(made.dialect.name, made)
    made.dialect, made._compiled_cache = known.dialect, known._compiled_cache
    return made


def share_statements() -> None:
    """Compile a statement once for all databases of the tests, as one server does for all requests."""
    db.create_engine = _create_engine


def collect_less() -> None:
    """Leave alone what was imported, and look for garbage less often: the libraries make millions of objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
