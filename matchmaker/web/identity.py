"""Sign-in cookies: Flask-Login over the account's id and epoch, so that "sign out everywhere" ends them all."""

from flask import Flask
from flask_login import LoginManager, UserMixin, login_user

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.organisations.queries import load_actor
from matchmaker.web.access import db


class SignedIn(UserMixin):  # type: ignore[misc]  # the library is not typed
    """What Flask-Login keeps: the cookie's value and the actor behind it."""

    def __init__(self, cookie: str, actor: Actor) -> None:
        self.id = cookie
        self.actor = actor


def cookie_of(user: User) -> str:
    """What the cookie says of an account."""
    return f"{user.id}.{user.epoch}"


def sign_in_cookie(user: User) -> None:
    """Remember the account in this browser."""
    login_user(SignedIn(cookie_of(user), Actor(user_id=user.id, role=user.role)), remember=True)


def _load(cookie: str) -> SignedIn | None:
    user_id, _dot, epoch = cookie.partition(".")
    if not (user_id.isdigit() and epoch.isdigit()):
        return None
    actor = load_actor(db(), int(user_id), int(epoch))
    return SignedIn(cookie, actor) if actor else None


def install(app: Flask) -> None:
    """Attach Flask-Login to the application."""
    manager = LoginManager()
    manager.session_protection = None  # addresses of phones change between cells
    manager.init_app(
        app, add_context_processor=False
    )  # pages know `actor`; an error page has no transaction to load it in
    manager.user_loader(_load)
