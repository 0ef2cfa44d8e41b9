"""The rooms of a deal as tabs, those that are registered."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal


@dataclass(frozen=True)
class Tab:
    """One room of a deal."""

    title: str
    url: str
    is_current: bool


def _rooms() -> list[tuple[str, str]]:
    """Endpoint and title."""
    return [
        ("deals.detail", _("Deal")),
        ("deal_nda.index", _("NDA")),
        ("deal_documents.index", _("Documents")),
        ("deal_money.index", _("Money")),
        ("deal_work.index", _("Tasks")),
        ("deal_room.index", _("Messages")),
        ("deal_funding.index", _("Funding routes")),
    ]


def deal_tabs(deal: Deal) -> list[Tab]:
    """The tabs of a deal; each room refuses by itself whoever may not enter."""
    return [_tab(endpoint, title, deal) for endpoint, title in _rooms() if endpoint in current_app.view_functions]


def _tab(endpoint: str, title: str, deal: Deal) -> Tab:
    room = endpoint.partition(".")[0]
    return Tab(title, url_for(endpoint, deal_id=deal.id), (request.endpoint or "").partition(".")[0] == room)
