"""What commands share: the parts of the application, and faults as one clear line with code 1."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import OperationalError, ProgrammingError

from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError
from matchmaker.matching.encoding import EncoderUnusable
from matchmaker.recommendations.encoder_state import as_values, say
from matchmaker.recommendations.live import LiveIndex

UNUSABLE = "Is the database running, and its schema up to date (flask --app wsgi db upgrade)?"


def database() -> Database:
    """The database of this process."""
    return current_app.extensions["database"]  # type: ignore[no-any-return]


def index() -> LiveIndex:
    """The vector index of this process."""
    return current_app.extensions["index"]  # type: ignore[no-any-return]


def config() -> Config:
    """The settings of this process."""
    return current_app.extensions["config"]  # type: ignore[no-any-return]


def plain_faults(call: Callable[..., None]) -> Callable[..., None]:
    """Show a fault of the domain, or a database that cannot be used, as one line instead of a traceback."""

    @wraps(call)
    def guarded(*args: Any, **values: Any) -> None:
        try:
            call(*args, **values)
        except DomainError as fault:
            raise click.ClickException(fault.message) from fault
        except EncoderUnusable as fault:
            raise click.ClickException(say(as_values(fault))) from fault
        except (OperationalError, ProgrammingError) as fault:
            raise click.ClickException(f"{str(fault.orig).splitlines()[0]}. {UNUSABLE}") from fault

    return guarded
