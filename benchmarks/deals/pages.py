"""Pages of a deal with a long history beside those of one that has just begun, in turn; then lists of many deals.

Each deal has a database of its own, so that whatever grows with the history of all deals counts too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.deals.filling import fill_deal, more_deals
from benchmarks.deals.stage import PASSWORD, Cast, email_of, make_cast
from benchmarks.request import count_queries, seconds
from benchmarks.stage import open_app, sqlite_config

SMALL_EVENTS, SMALL_FILES, MOST_TIMES, MOST_QUERIES = 10, 2, 3.0, 8
DEALS = (200, 2)
ROOMS = ("", "/nda", "/documents", "/money", "/work", "/room", "/funding")
LISTS = ("/", "/deals/", "/deals/table", "/deals/tasks")
READERS = ("officer", "provider")


@dataclass
class House:
    """An application with one deal and a browser for each reader."""

    app: Flask
    cast: Cast
    deal: int
    browsers: dict[str, FlaskClient]

    def size(self, reader: str, address: str) -> int:
        """Bytes of a page, which must be there."""
        answer = self.browsers[reader].get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} for {reader}: {answer.status_code}")
        return len(answer.data)


@contextmanager
def house(events: int, files: int) -> Iterator[House]:
    """A new application on SQLite with a deal of so many events and files."""
    with sqlite_config() as config:
        app = open_app(replace(config, encoder="hashing", rate_limit=""))
        app.config["WTF_CSRF_ENABLED"] = False
        database = app.extensions["database"]
        cast = make_cast(database)
        with database.write() as db:
            deal = fill_deal(db, cast, events, files)
        yield House(app, cast, deal, {reader: _signed_in(app, reader) for reader in READERS})
        database.engine.dispose()


def _signed_in(app: Flask, reader: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": email_of(reader), "password": PASSWORD})
    return client


def compare(large: House, small: House, reader: str, path: str, repeats: int, most: float) -> bool:
    """Print one page of both; whether it keeps to the bounds."""
    calls = [partial(one.size, reader, path.format(deal=one.deal)) for one in (large, small)]
    sizes = [call() for call in calls]  # and both are warm
    queries = [count_queries(one.app, call) for one, call in zip((large, small), calls, strict=True)]
    times = np.array([[seconds(call) for call in calls] for _repeat in range(repeats)])
    ratio, medians = float(np.median(times[:, 0] / times[:, 1])), 1000 * np.median(times, axis=0)
    is_sound = ratio <= most and queries[0] == queries[1] <= MOST_QUERIES
    print(
        f"{path.replace('{deal}', 'N'):22} {reader:9} {medians[0]:7.1f} {medians[1]:7.1f} {ratio:6.2f}  "
        f"{queries[0]:3} {queries[1]:3}  {sizes[0] / 1024:7.1f} {sizes[1] / 1024:7.1f}{'' if is_sound else '  !'}"
    )
    return is_sound


def head(large: str, small: str) -> None:
    """Print what the columns are: large before small, times as the median of the ratios of each turn."""
    print(f"\n{large} beside {small}; a line that ends in ! is out of bounds")
    print(f"{'page':22} {'reader':9} {'ms':>15} {'ratio':>6}  {'queries':>7}  {'KiB':>15}")


def measure(events: int, files: int, repeats: int) -> bool:
    """Print every page; whether all keep to the bounds."""
    with house(events, files) as large, house(SMALL_EVENTS, SMALL_FILES) as small:
        head(f"a deal with {events} events and {files} files", f"one with {SMALL_EVENTS} and {SMALL_FILES}")
        pages = [(f"/deals/{{deal}}{room}", reader) for room in ROOMS for reader in READERS]
        found = [compare(large, small, reader, path, repeats, MOST_TIMES) for path, reader in pages]
        for one, deals in zip((large, small), DEALS, strict=True):
            with one.app.extensions["database"].write() as db:
                more_deals(db, one.cast, deals - 1)
        head(f"{DEALS[0]} deals", f"{DEALS[1]}, as far as queries go")
        lists = [(path, reader) for path in LISTS for reader in READERS]
        found += [compare(large, small, reader, path, repeats, float("inf")) for path, reader in lists]
    return all(found)
