"""The schematic map: one tile for each region, roughly where it lies, with a short name for small screens."""

from dataclasses import dataclass

from matchmaker.core.i18n import current_locale
from matchmaker.territories.statistics.profile import Place

SHADES = 5
# region: column and row from 1, short names in kk, ru, en
TILES = {
    "KZ-59": (4, 1, "СҚО", "СКО", "NKO"), "KZ-27": (1, 2, "БҚО", "ЗКО", "WKO"), "KZ-39": (3, 2, "ҚОС", "КОС", "KOS"),
    "KZ-11": (4, 2, "АҚМ", "АКМ", "AKM"), "KZ-71": (5, 2, "АСТ", "АСТ", "AST"), "KZ-55": (6, 2, "ПАВ", "ПАВ", "PAV"),
    "KZ-23": (1, 3, "АТЫ", "АТЫ", "ATY"), "KZ-15": (2, 3, "АҚТ", "АКТ", "AKT"), "KZ-62": (4, 3, "ҰЛЫ", "УЛЫ", "ULY"),
    "KZ-35": (5, 3, "ҚАР", "КАР", "KAR"), "KZ-10": (6, 3, "АБА", "АБА", "ABA"), "KZ-63": (7, 3, "ШҚО", "ВКО", "EKO"),
    "KZ-47": (1, 4, "МАҢ", "МАН", "MAN"), "KZ-43": (3, 4, "ҚЫЗ", "КЫЗ", "KYZ"), "KZ-61": (4, 4, "ТҮР", "ТУР", "TUR"),
    "KZ-31": (5, 4, "ЖАМ", "ЖАМ", "ZHA"), "KZ-19": (6, 4, "АЛО", "АЛО", "ALO"), "KZ-33": (7, 4, "ЖЕТ", "ЖЕТ", "JET"),
    "KZ-79": (4, 5, "ШЫМ", "ШЫМ", "SHY"), "KZ-75": (6, 5, "АЛМ", "АЛМ", "ALM"),
}  # fmt: skip


@dataclass(frozen=True)
class Tile:
    """One region on the map. `shade`: 1 for the lowest fifth of the scores to 5, 0 without a score."""

    region: str
    column: int
    row: int
    short: str
    shade: int
    place: Place | None


def tiles_of(places: list[Place]) -> list[Tile]:
    """Every region, those without a place as well, from north to south."""
    by_region = {one.region: one for one in places}
    scores = [one.score for one in places]
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    at = ("kk", "ru", "en").index(current_locale())
    return [
        Tile(region, column, row, names[at], _shade(by_region.get(region), low, high), by_region.get(region))
        for region, (column, row, *names) in TILES.items()
    ]


def _shade(place: Place | None, low: float, high: float) -> int:
    if place is None:
        return 0
    part = (place.score - low) / (high - low) if high > low else 1.0
    return min(SHADES, 1 + int(part * SHADES))
