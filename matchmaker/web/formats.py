"""Values as pages show them: dates, money, numbers and Markdown in the reader's language, rendered on the server."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import nh3
from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask, request
from markdown_it import MarkdownIt
from markupsafe import Markup

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core import clock
from matchmaker.core.i18n import LOCALES, current_locale, translate, translate_plural
from matchmaker.core.moments import moment_words
from matchmaker.postings.fields import TEXTS
from matchmaker.postings.models import Posting
from matchmaker.vocabularies import label, terms
from matchmaker.web.access import actor, config

TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "code",
    "pre",
    "blockquote",
    "h3",
    "h4",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "sub",
    "sup",
}
SYMBOLS = {"KZT": "₸"}
FRESH_DAYS = 90


@lru_cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def markdown(text: str) -> Markup:
    """Markdown as HTML without anything that could act; headings start below the page's own."""
    html = (
        _markdown()
        .render(text)
        .replace("<h1>", "<h3>")
        .replace("</h1>", "</h3>")
        .replace("<h2>", "<h3>")
        .replace("</h2>", "</h3>")
    )
    return Markup(nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}))


def day(value: date | datetime | None) -> str:
    """A date written out; of a moment, the date in the reader's time zone."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(actor().timezone))
    return format_date(value, "long", locale=current_locale()) if value else ""


def moment(value: datetime | None) -> str:
    """A moment in the reader's time zone."""
    return moment_words(value, actor().timezone) if value else ""


def ago(value: datetime | None) -> str:
    """How long ago, in one unit."""
    if value is None:
        return ""
    return format_timedelta(value - clock.now(), add_direction=True, locale=current_locale())


def money(minor: int, currency: str = "KZT") -> str:
    """Minor units as an amount with its sign."""
    return f"{format_decimal(minor // 100, locale=current_locale())} {SYMBOLS.get(currency, currency)}"


def number(value: float) -> str:
    """A number with the reader's separators."""
    return _decimal(value, current_locale())


@lru_cache(4096)
def _decimal(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


def fixed(value: float, digits: int = 2) -> str:
    """A number with so many decimals, in the reader's separators: for columns and measures."""
    return format_decimal(value, f"0.{'0' * digits}", locale=current_locale())


def percent(share: float) -> str:
    """A share, 0 to 1, in whole percent."""
    return format_percent(share, locale=current_locale())


def freshness(posting: Posting) -> str:
    """fresh, ageing or stale, by the last renewal."""
    since = clock.now() - (posting.refreshed_at or posting.created_at)
    if since < timedelta(days=FRESH_DAYS):
        return "fresh"
    return "ageing" if since < timedelta(days=int(config().stale_days)) else "stale"


def page_url(page: int) -> str:
    """This address with another page number."""
    query = request.args.to_dict(flat=False) | {"page": [str(page)]}
    return f"{request.path}?{urlencode(query, doseq=True)}"


def _context() -> dict[str, Any]:
    return {
        "actor": actor() or ANONYMOUS,
        "locale": current_locale(),
        "locales": LOCALES,
        "config_demo": bool(config().demo),
        "page_url": page_url,
        "now": clock.now,
    }


def install(app: Flask) -> None:
    """Give templates the filters, the words and the reader."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(translate, translate_plural, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters = {
        "date": day, "datetime": moment, "ago": ago, "money": money, "number": number,
        "markdown": markdown, "freshness": freshness, "fixed": fixed, "percent": percent,
    }  # fmt: skip
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(
        label=label, terms=terms, limits={text.name: text for text in TEXTS}
    )  # macros are imported without the page's context
    app.context_processor(_context)
