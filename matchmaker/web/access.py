"""The door of every view: who may pass, and the one transaction of the request (law 1)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Response, current_app, g, make_response, request
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import ANONYMOUS, Actor
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.errors import Forbidden
from matchmaker.core.i18n import _, set_locale
from matchmaker.recommendations.live import LiveIndex

ROLES = frozenset({"researcher", "company", "officer", "operator", "analyst", "administrator"})
LEVELS = {
    "public": ROLES | {"anonymous"},
    "signed_in": ROLES,
    "poster": ROLES - {"analyst"},
    "officer": frozenset({"officer", "administrator"}),
    "operator": frozenset({"operator", "administrator"}),
    "staff": frozenset({"officer", "operator", "administrator"}),
    "overseer": frozenset({"officer", "operator", "analyst", "administrator"}),
    "ministry": frozenset({"analyst", "administrator"}),
    "administrator": frozenset({"administrator"}),
}
View = Callable[..., Any]


class SignInFirst(Exception):
    """The page needs an account; the visitor has shown none."""


def config() -> Config:
    """The settings of this process."""
    return cast(Config, current_app.extensions["config"])


def database() -> Database:
    """The database of this process."""
    return cast(Database, current_app.extensions["database"])


def index() -> LiveIndex:
    """The vector index of this process."""
    return cast(LiveIndex, current_app.extensions["index"])


def db() -> Session:
    """The transaction of this request."""
    return cast(Session, g.db)


def actor() -> Actor:
    """Who makes this request."""
    return cast(Actor, g.get("actor", ANONYMOUS))


def access(level: str, *, reads: bool = False) -> Callable[[View], View]:
    """Declare who may call a view, and run it in one transaction: a POST writes unless `reads`, a GET never does."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Response:
            writes = request.method == "POST" and not reads
            with database().session(writes) as g.db:
                _identify()
                _admit(level)
                response = make_response(view(**values))
                if writes and response.status_code < 400:
                    g.db.commit()
                return response

        guarded.access = level  # type: ignore[attr-defined]  # read by the test of the access matrix
        return guarded

    return declare


def identify_for_error() -> None:
    """Find out who reads an error page when no view has (no such address, a stale form): its language and menu are theirs."""
    if "actor" in g:
        return
    try:
        with database().read() as g.db:
            _identify()
    except SQLAlchemyError:  # the database may be what failed
        g.actor = ANONYMOUS


def _identify() -> None:
    g.actor = current_user.actor if current_user.is_authenticated else ANONYMOUS
    if g.actor.is_signed_in:
        set_locale(g.actor.locale)


def _admit(level: str) -> None:
    if g.actor.role in LEVELS[level]:
        return
    if not g.actor.is_signed_in:
        raise SignInFirst
    raise Forbidden(_("This page is for another role."))
