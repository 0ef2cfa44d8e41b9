"""The database: one transaction per command, opened and committed by the entry point (law 1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, select, text
from sqlalchemy.orm import Session

ADVISORY_LOCK = 7_350_114  # any constant: serialises writers of the change sequence on PostgreSQL


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions behind our back
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=15000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
        # A deferred transaction that turns into a writer fails at once when another wrote meanwhile.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
    A row with a version is locked first and read then: read and locked in one, a newer version would be an error.
    """
    db.flush()  # else what this transaction has changed itself would be read over
    mapper = inspect(type(thing))
    if mapper.version_id_col is None:
        db.refresh(thing, columns, with_for_update=True)
        return
    row = [key == value for key, value in zip(mapper.primary_key, mapper.primary_key_from_instance(thing), strict=True)]
    db.execute(select(*mapper.primary_key).where(*row).with_for_update())
    db.refresh(thing, {*columns, mapper.version_id_col.key})


def lock_sequence(db: Session) -> None:
    """Make commits of the change sequence follow its numbers.

    PostgreSQL hands out sequence numbers before commit, so a reader could see 2 and never 1;
    the lock lasts to the end of the transaction. SQLite has one writer at a time anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
