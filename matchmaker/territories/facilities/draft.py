"""The form of a facility as typed: read, checked, every fault in words at once."""

from collections.abc import Collection
from dataclasses import dataclass

from matchmaker.core.i18n import LOCALES, _, current_locale
from matchmaker.core.zones import known_zones
from matchmaker.deals.money.currencies import currency_fault, read_amount
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

TEXTS = {
    "names": ("name", 160),
    "descriptions": ("description", 4000),
    "capacities": ("capacity", 500),
    "terms": ("terms", 1500),
}
NAME_LEAST, DESCRIPTION_LEAST = 3, 60
UNITS_MOST = 100
WEEK = tuple(str(number) for number in range(1, 8))
ZONE = "Asia/Almaty"


@dataclass(frozen=True)
class FacilityDraft:
    """What the form says about a facility; the names are those of the columns."""

    kind: str
    names: dict[str, str]
    descriptions: dict[str, str]
    organisation_id: int
    capacities: dict[str, str]
    terms: dict[str, str]
    site_id: int | None = None
    fields: tuple[str, ...] = ()
    units: int = 1
    currency: str = "KZT"
    price_minor: int | None = None
    open_to: str = "all"
    opens: int = 9
    closes: int = 18
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)
    timezone: str = ZONE
    needs_approval: bool = True

    @property
    def columns(self) -> dict[str, object]:
        """The values as the table keeps them."""
        return vars(self) | {"fields": list(self.fields), "weekdays": list(self.weekdays)}


def read_facility(values: Values, sites: Collection[int], owners: Collection[int]) -> FacilityDraft:
    """Raises Invalid with every fault at once. sites, owners: the ids to choose from."""
    reader = FormReader(values)
    texts = _texts(reader)
    currency, price = _price(reader)
    owner = _id(reader, "organisation_id", owners)
    draft = FacilityDraft(
        **texts,
        kind=_wanted(reader, "kind", terms("facility_kinds")),
        organisation_id=owner or 0,
        site_id=_id(reader, "site_id", sites),
        fields=tuple(reader.choices("fields", terms("ford"))),
        units=reader.wanted_number("units", 1, UNITS_MOST, 1),
        currency=currency,
        price_minor=price,
        open_to=reader.choice("open_to", terms("facility_users"), "all"),
        opens=reader.wanted_number("opens", 0, 23, 9),
        closes=reader.wanted_number("closes", 1, 24, 18),
        weekdays=tuple(int(one) for one in reader.choices("weekdays", WEEK)),
        timezone=_zone(reader),
        needs_approval=reader.is_ticked("needs_approval"),
    )
    _check_together(draft, reader.errors)
    reader.finish()
    return draft


def _texts(reader: FormReader) -> dict[str, dict[str, str]]:
    texts = {column: reader.texts(name, most) for column, (name, most) in TEXTS.items()}
    for lang in LOCALES:
        _check_language(reader, lang, texts["names"].get(lang, ""), texts["descriptions"].get(lang, ""))
    if not texts["names"]:
        reader.errors.setdefault(f"name_{current_locale()}", _("Give the name in at least one language."))
    elif not texts["descriptions"]:
        lang = current_locale() if current_locale() in texts["names"] else next(iter(texts["names"]))
        reader.errors.setdefault(f"description_{lang}", _("Describe it in at least one language."))
    return texts


def _check_language(reader: FormReader, lang: str, name: str, description: str) -> None:
    """A description needs a name in its language, and enough words to be recommended by."""
    if (name and len(name) < NAME_LEAST) or (description and not name):
        reader.errors.setdefault(f"name_{lang}", _("Give the name in this language, at least three letters."))
    if description and len(description) < DESCRIPTION_LEAST:
        words = _(
            "Say in at least %(least)s characters what it does: needs are matched by these words.",
            least=DESCRIPTION_LEAST,
        )
        reader.errors.setdefault(f"description_{lang}", words)


def _wanted(reader: FormReader, name: str, among: Collection[str]) -> str:
    found = reader.choice(name, among)
    if not found:
        reader.errors.setdefault(name, _("Please choose."))
    return found


def _id(reader: FormReader, name: str, among: Collection[int]) -> int | None:
    found = reader.choice(name, [str(one) for one in among])
    return int(found) if found else None


def _price(reader: FormReader) -> tuple[str, int | None]:
    currency = reader.raw("currency").upper() or "KZT"
    if fault := currency_fault(currency):
        reader.errors["currency"] = fault
        return "KZT", None
    amount, fault = read_amount(reader.raw("price"), currency)
    if fault:
        reader.errors["price"] = fault
    return currency, amount


def _zone(reader: FormReader) -> str:
    zone = reader.raw("timezone") or ZONE
    if zone in known_zones():
        return zone
    reader.errors["timezone"] = _("There is no time zone “%(zone)s”. Choose one from the list.", zone=zone[:40])
    return ZONE


def _check_together(draft: FacilityDraft, errors: dict[str, str]) -> None:
    if not draft.organisation_id:
        errors.setdefault("organisation_id", _("Please choose."))
    if not draft.fields:
        errors.setdefault("fields", _("Choose at least one field of science: it is recommended by them, too."))
    if not draft.weekdays:
        errors.setdefault("weekdays", _("Choose at least one day of the week."))
    if draft.opens >= draft.closes:
        errors.setdefault("closes", _("It must close after it opens."))
