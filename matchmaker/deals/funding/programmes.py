"""The programmes and funders that a project can turn to: data of `seeds/programmes.json`, checked when it is read.

Pure: no database. What the file does not know stays empty; a bound is never guessed.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _, current_locale
from matchmaker.deals.money.currencies import codes, digits
from matchmaker.paths import PROGRAMMES
from matchmaker.vocabularies import terms

Bounds = tuple[int | None, int | None]
TEXTS = ("name", "funder", "purpose")
LISTS = {"applicants": "funding_applicants", "sectors": "oked", "regions": "regions"}
CODES = {"source": "funding_sources", "form": "funding_forms"}


@dataclass(frozen=True)
class Programme:
    """One programme. Empty lists: any. amount: least and most in minor units; own_share: percent that the applicant pays.

    exceptions: amounts that hold for some sectors instead. checked: the month in which it was compared with its page.
    """

    code: str
    source: str
    form: str
    names: dict[str, str]
    funders: dict[str, str]
    purposes: dict[str, str]
    applicants: frozenset[str]
    trl: tuple[int, int]
    sectors: frozenset[str]
    regions: frozenset[str]
    currency: str
    amount: Bounds
    own_share: int | None
    exceptions: tuple[tuple[frozenset[str], Bounds], ...]
    url: str
    checked: str

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.names[current_locale()]

    @property
    def funder(self) -> str:
        """Who gives the money, in the reader's language."""
        return self.funders[current_locale()]

    @property
    def purpose(self) -> str:
        """What it is for, in the reader's language."""
        return self.purposes[current_locale()]


@lru_cache
def programmes() -> tuple[Programme, ...]:
    """Every programme, in the file's order."""
    return read_programmes(PROGRAMMES)


def read_programmes(path: Path) -> tuple[Programme, ...]:
    """Read the file. Raises Invalid, naming the programme and the field."""
    rows = json.loads(path.read_text(encoding="utf-8"))["programmes"]
    found = tuple(_programme(row) for row in rows)
    repeated = {one.code for one in found if [other.code for other in found].count(one.code) > 1}
    if repeated:
        raise Invalid({code: _("“%(value)s” is there twice.", value=code) for code in sorted(repeated)})
    return found


def _programme(row: dict[str, Any]) -> Programme:
    _check(row)
    code = row["currency"]
    return Programme(
        code=row["code"],
        source=row["source"],
        form=row["form"],
        names=row["name"],
        funders=row["funder"],
        purposes=row["purpose"],
        applicants=frozenset(row["applicants"]),
        trl=(row["trl"][0], row["trl"][1]),
        sectors=frozenset(row["sectors"]),
        regions=frozenset(row["regions"]),
        currency=code,
        amount=_bounds(row["amount"], code),
        own_share=row["own_share"],
        exceptions=tuple(
            (frozenset(one["sectors"]), _bounds(one["amount"], code)) for one in row.get("exceptions", [])
        ),
        url=row["url"],
        checked=row["checked"],
    )


def _bounds(whole: list[int | None], code: str) -> Bounds:
    low, high = (None if one is None else one * 10 ** digits(code) for one in whole)
    return low, high


def _check(row: dict[str, Any]) -> None:
    faults = {name for name in TEXTS if not all(row[name].get(lang, "").strip() for lang in LOCALES)}
    faults |= {name for name, book in LISTS.items() if not set(row[name]) <= set(terms(book))}
    faults |= {name for name, book in CODES.items() if row[name] not in terms(book)}
    faults |= set() if row["currency"] in codes() else {"currency"}
    faults |= set() if row["url"].startswith("https://") else {"url"}
    if faults:
        raise Invalid({f"{row['code']}, {name}": _("This cannot be read.") for name in sorted(faults)})
