"""Words of pages, mails and errors in the reader's language, for floors that know no Flask.

The locale is a context variable: the entry point sets it, everything below calls `_`.
Catalogues are gettext files compiled by `make messages`; English is the source language.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations

LOCALES = ("kk", "ru", "en")
CATALOGUES = Path(__file__).parent.parent / "translations"
_locale: ContextVar[str] = ContextVar("locale", default="en")


@lru_cache
def catalogue(locale: str) -> NullTranslations:
    """The compiled catalogue of a locale; English, the source, has none."""
    return Translations.load(str(CATALOGUES), [locale])


def current_locale() -> str:
    """The locale in force: kk, ru or en."""
    return _locale.get()


def set_locale(locale: str) -> None:
    """Set the locale for the rest of this context (a web request)."""
    _locale.set(locale if locale in LOCALES else "en")


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block: for mails and jobs."""
    token = _locale.set(locale if locale in LOCALES else "en")
    try:
        yield
    finally:
        _locale.reset(token)


def worded(texts: Mapping[str, Any], locale: str = "") -> str:
    """A text by language in a language, the reader's by default, else in any other."""
    return str(texts.get(locale or current_locale()) or next((text for text in texts.values() if text), ""))


def translate(message: str) -> str:
    """The message in the current locale, its placeholders untouched."""
    return catalogue(_locale.get()).gettext(message)


def translate_plural(one: str, many: str, number: int) -> str:
    """The form of a counted message that fits `number`, placeholders untouched."""
    return catalogue(_locale.get()).ngettext(one, many, number)


def _(message: str, **values: object) -> str:
    """The message in the current locale with `%(name)s` filled in."""
    text = translate(message)
    return text % values if values else text


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """The counted message in the current locale with `%(name)s` filled in."""
    return translate_plural(one, many, number) % {"number": number, **values}
