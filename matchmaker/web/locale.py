"""The language of a request: the account's, else the cookie's, else what the browser asks for."""

from flask import Flask, request, session

from matchmaker.core.i18n import LOCALES, set_locale


def _choose() -> None:
    set_locale(session.get("locale") or request.accept_languages.best_match(LOCALES) or "ru")


def install(app: Flask) -> None:
    """Set the language before each request; the account's own follows when it is known."""
    app.before_request(_choose)
