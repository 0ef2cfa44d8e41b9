"""Databases on one PostgreSQL server. Making one takes longer than most tests, so they are emptied and used again."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from matchmaker.cli import upgrade_schema
from matchmaker.config import Config

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
VERSION = "SELECT version_num FROM alembic_version"
RESTART = "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"


def engine_of(url: str | URL) -> Engine:
    """For statements outside any transaction of the tests."""
    address = url if isinstance(url, URL) else url.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def forget_at_a_crash(server: str) -> None:
    """Nothing here outlives the tests: a server that does not wait for the disk makes databases many times faster."""
    with engine_of(server).connect() as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


class Postgres:
    """Databases, each copied from a migrated template or emptied after another test."""

    def __init__(self, server: str, name: str) -> None:
        self.admin, self.template, self.count = engine_of(server), f"{name}_template", 0
        self.free: list[str] = []
        self._run(f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)", f"CREATE DATABASE {self.template}")
        upgrade_schema(Config(database_url=self.url(self.template)))
        with engine_of(self.url(self.template)).connect() as connection:
            self.shape = shape_of(connection)

    def _run(self, *statements: str) -> None:
        with self.admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def url(self, name: str) -> str:
        """The address of a database on the server."""
        return self.admin.url.set(database=name).render_as_string(hide_password=False).replace("+psycopg", "", 1)

    def fresh(self) -> str:
        """The address of a new, migrated, empty database."""
        self.count += 1
        name = f"{self.template}_{self.count}"
        self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return self.url(name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The address of a migrated, empty database for one test."""
        url = self.free.pop() if self.free else self.fresh()
        yield url
        if self._is_emptied(url):
            self.free.append(url)

    def _is_emptied(self, url: str) -> bool:
        """Whether it is as new again: not when a test has changed its tables or still holds them."""
        with engine_of(url).connect() as connection:
            if shape_of(connection) != self.shape:
                return False
            try:
                empty(connection, self.shape[1:])
            except OperationalError:
                return False
        return True


def shape_of(connection: Connection) -> list[str]:
    """The version of the schema, and the names of its tables."""
    return [str(one) for query in (VERSION, TABLES) for one in connection.scalars(text(query))]


def empty(connection: Connection, tables: list[str]) -> None:
    """Take out every row, and number anew. Raises OperationalError when somebody holds one for two seconds."""
    connection.execute(text("SET lock_timeout = '2s'"))
    connection.execute(text("SET session_replication_role = replica"))  # in any order
    own = [name for name in tables if name != "alembic_version"]
    some = " UNION ALL ".join(f"(SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\"))" for name in own)
    for name in connection.scalars(text(some)).all():
        connection.execute(text(f'DELETE FROM "{name}"'))
    connection.execute(text(RESTART))
