"""The rooms of a territory as tabs."""

from dataclasses import dataclass

from flask import request, url_for

from matchmaker.core.i18n import _
from matchmaker.territories.models import Territory


@dataclass(frozen=True)
class Tab:
    """One room of a territory."""

    title: str
    url: str
    is_current: bool


def _rooms() -> list[tuple[str, str]]:
    """Endpoint and title."""
    return [
        ("territories.detail", _("Territory")),
        ("territory_structure.index", _("Structure")),
        ("territory_residents.index", _("Residents")),
        ("territory_facilities.index", _("Facilities")),
        ("territory_projects.index", _("Projects")),
    ]


def territory_tabs(territory: Territory) -> list[Tab]:
    """The tabs of a territory; each room shows what its reader may see."""
    return [_tab(endpoint, title, territory) for endpoint, title in _rooms()]


def _tab(endpoint: str, title: str, territory: Territory) -> Tab:
    room = endpoint.partition(".")[0]
    is_current = (request.endpoint or "").partition(".")[0] == room
    return Tab(title, url_for(endpoint, territory_id=territory.id), is_current)
