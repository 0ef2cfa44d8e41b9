"""What every room of indicators brings to the tests that visit all pages.

Each `world_<room>.py` has `make_part(database, cast, ids) -> ids` for one thing of each sort, `fill_part(database, cast, rows)`
for so many of each, and `PAGES`, pairs of a role and an address after `fill_part` (which gives its things ids of its own).
"""

from importlib import import_module
from pathlib import Path

from matchmaker.core.db import Database
from tests.cast import Cast

Ids = dict[str, int | str]
PARTS = [import_module(f"{__package__}.{path.stem}") for path in sorted(Path(__file__).parent.glob("world_*.py"))]
PAGES: tuple[tuple[str, str], ...] = sum((part.PAGES for part in PARTS), ())


def make_indicators(database: Database, cast: Cast, ids: Ids) -> Ids:
    """One thing of each sort, and the ids by name."""
    found: Ids = {}
    for part in PARTS:
        found |= part.make_part(database, cast, ids | found)
    return found


def fill_indicators(database: Database, cast: Cast, rows: int) -> None:
    """So many things of each sort."""
    for part in PARTS:
        part.fill_part(database, cast, rows)
