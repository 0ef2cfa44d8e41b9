"""Rate limits on the doors that guessers try."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from matchmaker.web.access import config

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """Bound how often one address may call this view."""
    guarded = limiter.limit(lambda: config().rate_limit, exempt_when=lambda: not config().rate_limit)(view)
    guarded.access = view.access  # type: ignore[attr-defined]  # the declaration shows through
    return guarded


def install(app: Flask) -> None:
    """Attach the limiter."""
    limiter.init_app(app)
