"""The forms of a territory as typed: its facts, and a decision about its status. Every fault in words at once."""

import re
from dataclasses import dataclass
from datetime import date

from matchmaker.core import clock
from matchmaker.core.i18n import _, current_locale
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

TEXTS = {"names": ("name", 200), "descriptions": ("description", 6000), "places": ("place", 300)}
DECISION_MOST, NOTE_MOST, SOURCE_MOST, WEBSITE_MOST = 300, 2000, 300, 200
AREA = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))?")
FIRST_YEAR = 1991


@dataclass(frozen=True)
class TerritoryDraft:
    """What the form says about a territory; the names are those of the columns."""

    names: dict[str, str]
    region: str
    descriptions: dict[str, str]
    places: dict[str, str]
    sectors: list[str]
    area_ha: float | None = None
    website: str = ""
    manager_id: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Decision:
    """The act that a step rests on, by language, its day, and a note."""

    words: dict[str, str]
    decided_on: date
    note: str = ""
    is_demo: bool = False


def read_territory(values: Values) -> TerritoryDraft:
    """Raises Invalid with every fault at once."""
    reader = FormReader(values)
    texts = {column: reader.texts(name, most) for column, (name, most) in TEXTS.items()}
    draft = TerritoryDraft(
        **texts,
        region=reader.choice("region", terms("regions")),
        sectors=reader.choices("sectors", terms("sectors")),
        area_ha=_area(reader),
        website=_website(reader),
        manager_id=next((one for one in reader.ids("manager_id") if one < 2**31), None),
        source=reader.line("source", SOURCE_MOST),
    )
    if not draft.names:
        reader.errors.setdefault(f"name_{current_locale()}", _("Give the name in at least one language."))
    if not draft.region:
        reader.errors.setdefault("region", _("Please choose."))
    reader.finish()
    return draft


def _area(reader: FormReader) -> float | None:
    raw = "".join(reader.raw("area_ha").split())
    found = AREA.fullmatch(raw) if raw.isascii() else None
    if raw and (found is None or not float(raw.replace(",", "."))):
        reader.errors["area_ha"] = _("Write the area in hectares, for example 500 or 12.5.")
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def _website(reader: FormReader) -> str:
    found = reader.line("website", WEBSITE_MOST)
    if found and not found.lower().startswith(("https://", "http://")):
        reader.errors["website"] = _("A web address begins with https://.")
    return found


def read_decision(values: Values) -> Decision:
    """A decision that has been taken. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    words = reader.texts("decision", DECISION_MOST)
    if not words:
        reader.errors.setdefault(
            f"decision_{current_locale()}", _("Name the act: who decided, its number, what it is called.")
        )
    day = reader.day("decided_on")
    if day is None:
        reader.errors.setdefault("decided_on", _("Give the day of the decision."))
    elif not date(FIRST_YEAR, 1, 1) <= day <= clock.today():
        reader.errors["decided_on"] = _("Choose the day of the decision: not in the future, and not before 1991.")
    note = reader.text("note", NOTE_MOST)
    reader.finish()
    return Decision(words, day or clock.today(), note)
