"""What commands share: faults as one clear line with code 1."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from matchmaker.core.errors import DomainError
from matchmaker.matching.encoding import EncoderUnusable
from matchmaker.recommendations.encoder_state import as_values, say

UNUSABLE = "Is the database running, and its schema up to date (flask --app wsgi db upgrade)?"


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
