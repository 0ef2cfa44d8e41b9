"""Search: text and filters in a shareable address; without text, the latest first."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import Select

from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.postings.models import Posting
from matchmaker.postings.search import FACETS, PAGE, Filters, browse, count_facets, permitted
from matchmaker.recommendations.queries import page_of, search_text
from matchmaker.vocabularies import label
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import page_number, read_filters

blueprint = Blueprint("search", __name__)
SHOWN = 12
QUERY_MOST = 2000


def _titles() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "region": _("Region"),
        "fields": _("Field of science"),
        "sectors": _("Sector"),
        "cooperation": _("Form of cooperation"),
        "organisation_kind": _("Kind of organisation"),
        "sdg": _("Sustainable development goal"),
        "lang": _("Language"),
    }


def _address(name: str, code: str) -> str:
    """This search with one filter switched."""
    query = request.args.to_dict(flat=False)
    query.pop("page", None)
    chosen = query.get(name, [])
    query[name] = [one for one in chosen if one != code] if code in chosen else [*chosen, code]
    return f"{url_for('search.index')}?{urlencode(query, doseq=True)}"


def _facets(counts: dict[str, Counter[str]], filters: Filters) -> list[dict[str, Any]]:
    titles, chosen = _titles(), filters.chosen()
    return [
        {"name": name, "title": titles[name], "items": _items(name, counts[name], chosen.get(name, ()))}
        for name in FACETS
        if counts[name] or chosen.get(name)
    ]


def most_frequent(counts: Counter[str]) -> list[str]:
    """The codes that stand first, equal ones by code: the order in which a database counts may tell of hidden rows."""
    return sorted(counts, key=lambda code: (-counts[code], code))[:SHOWN]


def _items(name: str, counts: Counter[str], chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    codes = list(dict.fromkeys([*chosen, *most_frequent(counts)]))
    return [
        {
            "code": code,
            "label": label(FACETS[name], code),
            "count": counts[code],
            "selected": code in chosen,
            "url": _address(name, code),
        }
        for code in codes
    ]


def _active(filters: Filters) -> list[dict[str, str]]:
    pairs = ((name, code) for name, codes in filters.chosen().items() for code in codes)
    return [{"label": label(FACETS[name], code), "url": _address(name, code)} for name, code in pairs]


def _found(text: str, filters: Filters, page: int) -> tuple[list[Posting], int, Select[int] | Sequence[int]]:
    if not text:
        results, total = browse(actor(), db(), filters, page)
        return results, total, permitted(actor(), filters)
    ids = search_text(actor(), db(), index(), text, filters)
    return page_of(actor(), db(), ids, page), len(ids), ids


@blueprint.get("/search", endpoint="index")
@access("public")
def search() -> str:
    """Results with the number of results by facet."""
    filters, page, text = read_filters(), page_number(), clean_line(request.args.get("text", ""))[:QUERY_MOST]
    results, total, ids = _found(text, filters, page)
    return render_template(
        "search.html",
        query={"text": text, **vars(filters)},
        results=results,
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE)),
        facets=_facets(count_facets(db(), ids), filters),
        active=_active(filters),
    )
