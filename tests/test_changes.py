"""The change sequence: every commit is seen once by everyone who follows, whatever overlaps."""

import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from matchmaker.core import changes
from matchmaker.core.db import Database


def announce(database: Database, *posting_ids: int) -> None:
    with database.write() as db:
        for posting_id in posting_ids:
            changes.announce(db, posting_id)


def news(database: Database, seq: int) -> tuple[int, list[int]]:
    with database.read() as db:
        return changes.since(db, seq)


def start(call: Callable[..., None], *args: object) -> threading.Thread:
    thread = threading.Thread(target=call, args=args)
    thread.start()
    return thread


def test_each_posting_comes_once_in_the_order_of_change(any_app: Flask) -> None:
    database = any_app.extensions["database"]
    assert news(database, 0) == (0, [])
    announce(database, 5, 3, 5)
    last, found = news(database, 0)
    assert found == [5, 3]
    assert news(database, last) == (last, [])
    announce(database, 3)
    assert news(database, last) == (last + 1, [3])


def test_what_is_rolled_back_was_never_announced(any_app: Flask) -> None:
    database = any_app.extensions["database"]
    with database.session(writes=True) as db:
        changes.announce(db, 1)
        db.flush()
        db.rollback()
    announce(database, 2)
    assert news(database, 0)[1] == [2]


def test_nothing_is_skipped_when_transactions_overlap(postgres_app: Flask) -> None:
    database = postgres_app.extensions["database"]
    with database.write() as slow:
        changes.announce(slow, 1)
        slow.flush()  # it has its number, and is not committed
        quick = start(announce, database, 2)
        quick.join(0.5)  # without the lock it would end here, with a later number
        seen, first = news(database, 0)
    quick.join()
    assert first + news(database, seen)[1] == [1, 2]


def test_a_follower_misses_nothing_of_many_writers(any_app: Flask) -> None:
    database = any_app.extensions["database"]

    def write(own: int) -> None:
        for number in range(15):
            announce(database, own * 100 + number)

    threads, seq, seen = [start(write, own) for own in range(4)], 0, []
    while any(thread.is_alive() for thread in threads):
        last, found = news(database, seq)
        seq, seen = max(seq, last), seen + found
    seen += news(database, seq)[1]
    assert sorted(seen) == [own * 100 + number for own in range(4) for number in range(15)]


def test_a_transaction_that_began_earlier_says_so(app: Flask) -> None:
    database = app.extensions["database"]
    announce(database, 1)
    with database.read() as old:
        assert old.scalar(select(changes.latest())) == 1
        announce(database, 2)
        assert changes.since(old, 2) == (0, [])
    assert news(database, 1) == (2, [2])
