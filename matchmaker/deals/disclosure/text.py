"""The text of an NDA: generated from the deal in one of three languages, or a party's own; and what fixes it, its hash."""

import hashlib
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _, use_locale
from matchmaker.core.text import CONTROL, length_fault
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import PARTIES, organisation_of
from matchmaker.organisations.models import Organisation

FOLDER = Path(__file__).parent / "texts"
LEAST, MOST = 200, 60_000
YEARS_MOST = 30


def hash_of(text: str) -> str:
    """SHA-256 over the exact text in UTF-8: what the parties accept."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache
def _words(lang: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / f"nda.{lang}.toml").read_text(encoding="utf-8"))


def generated(deal: Deal, lang: str, years: int, ends_with_deal: bool, on: date) -> str:
    """The plain NDA of this deal. Wants its sides and its people with their accounts loaded."""
    words = _words(lang)
    values = {"title": deal.title, "number": str(deal.id), "date": format_date(on, "long", locale=lang)}
    values["access"] = words["closes" if ends_with_deal else "stays"]
    values["years"] = f"{years} {words['year' if _is_one(lang, years) else 'years']}"
    for side in PARTIES:
        values |= _side(deal, side, lang, words)
    return words["text"].strip() % values + "\n"


def _is_one(lang: str, years: int) -> bool:
    """Whether the noun after the number stands as after one: in Russian also after 21."""
    return years == 1 or (lang == "ru" and years % 10 == 1 and years % 100 != 11)


def _side(deal: Deal, side: str, lang: str, words: dict[str, str]) -> dict[str, str]:
    organisation: Organisation = getattr(deal, side)
    with use_locale(lang):
        name = organisation.name
    signing = [one.user.name for one in deal.people if one.side == side and one.is_signatory]
    number = words["bin"] % {"bin": organisation.bin} if organisation.bin else ""
    return {side: name, f"{side}_bin": number, f"{side}_people": ", ".join(signing) or words["nobody"]}


def own_text(typed: str, lang: str, ends_with_deal: bool) -> str:
    """A party's own text as it is kept: line ends as \\n, nothing that a database would refuse, no word changed.

    What the platform will do at the deal's end stands in the text, so that the hash covers it: a sentence is added where the
    text does not say it in the words of ours. Raises Invalid when it says the opposite.
    """
    lines = CONTROL.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    text, words = "\n".join(line.rstrip() for line in lines).strip(), _words(lang)
    does, not_so = ("closes", "stays") if ends_with_deal else ("stays", "closes")
    if any(words[name] in text for name in (not_so, f"own_{not_so}")):
        raise Invalid(
            {"text": _("The text says of access the opposite of what is chosen above. Change one of the two.")}
        )
    is_said = any(words[name] in text for name in (does, f"own_{does}"))
    return f"{text}\n" if is_said else f"{text}\n\n{words[f'own_{does}']}\n"


def check_offer(lang: str, years: int, text: str) -> None:
    """Raises Invalid with each field that cannot be taken; `text` is a party's own as typed, or empty for the plain one."""
    errors: dict[str, str] = {}
    if lang not in LOCALES:
        errors["lang"] = _("Choose a language from the list.")
    if not 1 <= years <= YEARS_MOST:
        errors["years"] = _("Write a whole number of years from 1 to %(most)s.", most=YEARS_MOST)
    if text.strip() and (fault := length_fault(text.strip(), LEAST, MOST)):
        errors["text"] = fault
    if errors:
        raise Invalid(errors)


def parties(deal: Deal) -> dict[str, int]:
    """The organisations that an NDA of this deal binds, as its columns name them."""
    return {f"{side}_id": organisation_of(deal, side) for side in PARTIES}
