"""What views share in reading forms and addresses."""

import secrets
from urllib.parse import urlsplit

from flask import request

from matchmaker.postings.search import FACETS, Filters


def new_token() -> str:
    """A token that makes a form count once, however often it is sent."""
    return secrets.token_urlsafe(16)


def whole_number(value: str | None) -> int | None:
    """A whole number from an address or a hidden field, None for anything else."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None


def page_number() -> int:
    """The page asked for, 1 for anything odd."""
    return max(1, whole_number(request.args.get("page")) or 1)


def read_filters() -> Filters:
    """The filters in the address; empty values are none."""
    chosen = {name: tuple(value for value in request.args.getlist(name) if value) for name in FACETS}
    low, high = (whole_number(request.args.get(name)) for name in ("trl_min", "trl_max"))
    return Filters(**chosen, trl_min=low, trl_max=high)


def safe_next(fallback: str) -> str:
    """Where to go after a form: an address on this site, never another's."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc
    return target if is_ours else fallback
