"""A database of its own on a PostgreSQL server, for a measurement that leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from sqlalchemy import create_engine, text

from matchmaker.cli import upgrade_schema
from matchmaker.config import Config


@contextmanager
def scratch(url: str, home: str) -> Iterator[Config]:
    """Settings of a new database on the PostgreSQL server of this address; it is dropped afterwards."""
    admin = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT")
    name = f"matchmaker_bench_{token_hex(4)}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = admin.url.set(database=name).render_as_string(hide_password=False).replace("+psycopg", "", 1)
    config = Config(home=home, database_url=address, secret_key="bench", log_level="ERROR")
    try:
        upgrade_schema(config)
        yield config
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
