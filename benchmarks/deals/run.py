"""`python -m benchmarks.deals`: pages of a long deal beside a short one, then many who press one button; code 1 for a fault.

`--database` names a PostgreSQL server on which a database is made for the second part and dropped again; `postgresql` alone
takes TEST_PG_URL or the bundled server. SQLite is measured in any case.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.deals import pages, pressing
from benchmarks.deals.scratch import scratch
from benchmarks.stage import postgres_config, sqlite_config
from matchmaker.config import Config


@contextmanager
def chosen(database: str) -> Iterator[Config | None]:
    """The PostgreSQL that was asked for; None when there is none."""
    if database == "postgresql":
        with postgres_config() as config:
            yield config
    elif database:
        with tempfile.TemporaryDirectory() as home, scratch(database, home) as config:
            yield config
    else:
        yield None


def main() -> None:
    """Both measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("events", 1000), ("files", 200), ("repeats", 15), ("clients", 20)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--database", default="", metavar="URL")
    args = parser.parse_args()
    found = [pages.measure(args.events, args.files, args.repeats)]
    with sqlite_config() as config:
        found.append(pressing.measure(config, args.clients))
    with chosen(args.database) as postgres:
        if postgres:
            found.append(pressing.measure(postgres, args.clients))
    if not all(found):
        sys.exit(1)
