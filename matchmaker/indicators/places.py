"""Places that figures are about: the whole country (KZ), a region by its code, a territory by its number (t7)."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core.i18n import _
from matchmaker.indicators.models import COUNTRY
from matchmaker.territories.models import Territory
from matchmaker.vocabularies import label, terms


def territory_of(place: str) -> int | None:
    """The number of the territory that a place is, None for the country and regions."""
    number = place.removeprefix("t")
    is_number = number.isascii() and number.isdecimal() and len(number) < 10 and not number.startswith("0")
    return int(number) if number != place and is_number else None


def place_of(territory_id: int) -> str:
    """The place that a territory is."""
    return f"t{territory_id}"


@dataclass(frozen=True)
class Places:
    """Every place by its code, with its name for the reader."""

    names: dict[str, str]

    def name(self, place: str) -> str:
        """The name of a place; its code when it is gone."""
        return self.names.get(place, place)

    def known(self, place: str) -> str:
        """The place asked for, the country when there is no such place."""
        return place if place in self.names else COUNTRY


def all_places(db: Session) -> Places:
    """The country, the regions, the territories. One query."""
    found = {COUNTRY: _("Kazakhstan")} | {code: label("regions", code) for code in terms("regions")}
    return Places(found | {place_of(one.id): one.name for one in db.scalars(select(Territory).order_by(Territory.id))})
