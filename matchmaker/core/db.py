"""The database: one transaction per command, opened and committed by the entry point (law 1)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matchmaker.core.turns import LOCKED, Line, begin_writing

GIVEN_UP = ("40001", "40P01", "55P03")  # PostgreSQL: could not serialise, a ring of waiters, a lock not to be had
ADVISORY_LOCK = 7_350_114  # any constant: serialises writers of the change sequence on PostgreSQL


def _tune_sqlite(engine: Engine) -> None:
    line = Line()

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        if not writes:
            connection.exec_driver_sql("BEGIN")
            return
        try:
            if not connection.info.get("has_turn"):
                line.enter()
                connection.info["has_turn"] = True
            # A deferred transaction that turns into a writer fails at once when another wrote meanwhile.
            begin_writing(connection.connection.dbapi_connection)
        except sqlite3.OperationalError as fault:
            raise OperationalError("BEGIN IMMEDIATE", None, fault) from fault

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, record: Any) -> None:
        if record.info.pop("has_turn", False):
            line.leave()


def is_busy(fault: OperationalError) -> bool:
    """Whether the database has only no time for this now: others held what it wants, in a ring or for too long."""
    if isinstance(fault.orig, sqlite3.Error):
        return str(fault.orig) == LOCKED
    return getattr(fault.orig, "sqlstate", "") in GIVEN_UP


class Database:
    """An engine with two doors: `write()` commits at the end of the block, `read()` cannot write."""

    def __init__(self, url: str) -> None:
        # hide_parameters: a statement that fails is logged, and its values may be confidential (law 8)
        self.engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            _tune_sqlite(self.engine)
        self._reader = self.engine.execution_options(writes=False, postgresql_readonly=True)
        self._writer = self.engine.execution_options(writes=True)

    def session(self, writes: bool) -> Session:
        """A session the caller commits and closes itself (the web wrapper)."""
        return Session(self._writer if writes else self._reader, expire_on_commit=False)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One command: committed when the block ends, rolled back when it raises."""
        with self.session(writes=True) as db, db.begin():
            yield db

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction; an attempt to write in it is an error of the database."""
        with self.session(writes=False) as db:
            yield db


def hold(db: Session, thing: object, *columns: str) -> None:
    """Let nobody else change this row until the transaction ends, and read these columns of it again.

    On PostgreSQL two commands can have read the same row; the second waits here and sees what the first has made of it.
    Who only points at the row (a foreign key) does not wait. Hold a session before its people, these before requests.
    A row with a version is locked first and read then: read and locked in one, a newer version would be an error.
    """
    db.flush()  # else what this transaction has changed itself would be read over
    mapper = inspect(type(thing))
    if mapper.version_id_col is None:
        db.refresh(thing, columns, with_for_update={"key_share": True})
        return
    row = [key == value for key, value in zip(mapper.primary_key, mapper.primary_key_from_instance(thing), strict=True)]
    db.execute(select(*mapper.primary_key).where(*row).with_for_update(key_share=True))
    db.refresh(thing, {*columns, mapper.version_id_col.key})


def lock_sequence(db: Session) -> None:
    """Make commits of the change sequence follow its numbers.

    PostgreSQL hands out sequence numbers before commit, so a reader could see 2 and never 1;
    the lock lasts to the end of the transaction. SQLite has one writer at a time anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
