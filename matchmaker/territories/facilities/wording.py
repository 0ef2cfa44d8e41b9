"""A facility in the words of a posting, language by language, and its hours and price in the reader's."""

from textwrap import shorten

from babel.dates import get_day_names

from matchmaker.core.i18n import _, current_locale, ngettext, use_locale
from matchmaker.deals.money.currencies import shown_amount
from matchmaker.territories.facilities.hours import clock_words
from matchmaker.territories.facilities.models import Facility
from matchmaker.vocabularies import label

SUMMARY_MOST, TITLE_LEAST = 700, 10
SIGNS = {"KZT": "₸"}


def posting_texts(facility: Facility, lang: str) -> dict[str, str]:
    """What its capability says in a language; each text is as long as a published posting needs."""
    with use_locale(lang):
        return {
            "title": _title(facility),
            "summary": shorten(facility.description, SUMMARY_MOST, placeholder="…"),
            "description": _description(facility),
            "advantages": _advantages(facility),
            "expectations": _expectations(facility),
            "keywords": ", ".join(
                [label("facility_kinds", facility.kind), *(label("ford", one) for one in facility.fields)]
            ),
            "equipment": ". ".join(part for part in (facility.name, facility.capacity) if part),
        }


def _title(facility: Facility) -> str:
    if len(facility.name) >= TITLE_LEAST:
        return facility.name
    return f"{label('facility_kinds', facility.kind)}: {facility.name}"


def _description(facility: Facility) -> str:
    parts = [facility.description]
    if facility.capacity:
        parts.append(_("Capacity: %(words)s", words=facility.capacity))
    if facility.conditions:
        parts.append(_("Terms: %(words)s", words=facility.conditions))
    parts.append(_("Where: %(place)s.", place=facility.territory.name))
    parts.append(f"{hours_words(facility)}. {units_words(facility)}.")
    parts.append(
        _(
            "Full hours are booked on the page of the facility, where free hours are shown; the managing company answers."
        )
    )
    return "\n\n".join(parts)


def _advantages(facility: Facility) -> str:
    return _(
        "Work can begin without buying and setting up anything of one's own. Price: %(price)s.",
        price=price_words(facility),
    )


def _expectations(facility: Facility) -> str:
    if facility.open_to == "residents":
        return _("Residents of the territory who say what they would use it for and book their hours.")
    return _("Organisations, residents or not, that say what they would use it for and book their hours.")


def price_words(facility: Facility) -> str:
    """The price of an hour, or that it is by agreement."""
    if facility.price_minor is None:
        return _("by agreement")
    return _("%(amount)s per hour", amount=amount_words(facility.price_minor, facility.currency))


def amount_words(minor: int, currency: str) -> str:
    """An amount with its sign."""
    return f"{shown_amount(minor, currency)} {SIGNS.get(currency, currency)}".replace(" ", "\u00a0")


def hours_words(facility: Facility) -> str:
    """When it is open: Mon, Tue, Wed, 09:00–18:00."""
    names = get_day_names("abbreviated", locale=current_locale())
    days = ", ".join(names[day - 1] for day in sorted(facility.weekdays))
    return f"{days}, {clock_words(facility.opens)}–{clock_words(facility.closes)}"


def units_words(facility: Facility) -> str:
    """How many can be booked at once."""
    return ngettext(
        "%(num)s unit can be booked at once", "%(num)s units can be booked at once", facility.units, num=facility.units
    )
