"""What views share in reading forms and addresses."""

import re
import secrets

from flask import request

from matchmaker.core.text import clean_line
from matchmaker.postings.search import FACETS, Filters

# One slash, then no second one; browsers drop tabs and line ends and read a backslash as a slash.
OURS = re.compile(r"/(?![/\\])[^\x00-\x1f\\]*")
TOKEN_MOST = 40


def new_token() -> str:
    """A token that makes a form count once, however often it is sent."""
    return secrets.token_urlsafe(16)


def sent_token() -> str | None:
    """The token that came back with the form, none when it cannot be one of ours."""
    token = clean_line(request.form.get("form_token", ""))
    return token if 0 < len(token) <= TOKEN_MOST else None


def whole_number(value: str | None) -> int | None:
    """A whole number from an address or a hidden field, None for anything else."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def page_number() -> int:
    """The page asked for, 1 for anything odd."""
    return max(1, whole_number(request.args.get("page")) or 1)


def read_filters() -> Filters:
    """The filters in the address; empty values are none."""
    chosen = {name: tuple(filter(None, map(clean_line, request.args.getlist(name)))) for name in FACETS}
    low, high = (whole_number(request.args.get(name)) for name in ("trl_min", "trl_max"))
    return Filters(**chosen, trl_min=low, trl_max=high)


def safe_next(fallback: str) -> str:
    """Where to go after a form: an address on this site, never another's."""
    target = request.values.get("next", "")
    return target if OURS.fullmatch(target) else fallback
