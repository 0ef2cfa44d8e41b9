"""Stored territories, sites and applications as the values of their forms, and what of two versions differs."""

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict

from matchmaker.core.i18n import LOCALES
from matchmaker.deals.money.currencies import typed_amount
from matchmaker.territories import draft as territory_draft
from matchmaker.territories.models import Territory
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.structure import draft as site_draft
from matchmaker.territories.structure.models import Site

Form = MultiDict[str, Any]
TERRITORY = ("region", "website", "manager_id", "source")
SITE = ("kind", "organisation_id", "address", "opened_year", "source")
APPLICATION = ("activity", "sector", "jobs", "currency")


def texts_of(thing: Any, texts: dict[str, tuple[str, int]]) -> dict[str, str]:
    """Texts by language as the fields name_kk, name_ru, name_en."""
    return {
        f"{name}_{lang}": getattr(thing, column).get(lang, "")
        for column, (name, _most) in texts.items()
        for lang in LOCALES
    }


def territory_values(territory: Territory) -> Form:
    """What the form of a territory shows."""
    area = territory.area_ha
    values: Form = MultiDict(texts_of(territory, territory_draft.TEXTS) | _plain(territory, TERRITORY))
    values["area_ha"] = "" if area is None else f"{area:g}"
    values.setlist("sectors", territory.sectors)
    return values


def site_values(site: Site) -> Form:
    """What the form of a site shows."""
    values: Form = MultiDict(texts_of(site, site_draft.TEXTS) | _plain(site, SITE))
    values["is_planned"] = "1" if site.is_planned else ""
    return values


def application_values(residency: Residency) -> Form:
    """What the form of an application shows."""
    values: Form = MultiDict(_plain(residency, APPLICATION))
    values["investment"] = typed_amount(residency.investment_minor, residency.currency)
    return values


def _plain(thing: Any, names: Iterable[str]) -> dict[str, str]:
    found = {name: getattr(thing, name) for name in names}
    return {name: "" if value is None else str(value) for name, value in found.items()}


def differences(stored: Form, typed: Form) -> dict[str, str]:
    """Field → what is stored, where something else was typed."""
    pairs = {name: [", ".join(sorted(side.getlist(name))) for side in (stored, typed)] for name in stored}
    return {name: theirs for name, (theirs, ours) in pairs.items() if theirs.split() != ours.split()}
