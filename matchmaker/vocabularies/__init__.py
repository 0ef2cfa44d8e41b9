"""Reference data in kk, ru, en: regions, TRL, FORD, GRNTI, OKED and the platform's own short lists.

Each vocabulary is one CSV file in `data/` whose first lines name its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _, current_locale
from matchmaker.core.tables import read_table

DATA = Path(__file__).parent / "data"
COLUMNS = ("code", "parent", *LOCALES)


@dataclass(frozen=True)
class Term:
    """One entry of a vocabulary."""

    code: str
    parent: str
    labels: dict[str, str]

    @property
    def label(self) -> str:
        """The entry's name in the reader's language."""
        return self.labels[current_locale()]


def names() -> list[str]:
    """The vocabularies there are."""
    return sorted(path.stem for path in DATA.glob("*.csv"))


@lru_cache
def terms(name: str) -> dict[str, Term]:
    """A vocabulary's entries by code, in the file's order."""
    return read_vocabulary(DATA / f"{name}.csv")


def read_vocabulary(path: Path) -> dict[str, Term]:
    """Read one file. Raises Invalid, naming file, line and column, for an empty label, an unknown parent or a repeated code."""
    found: dict[str, Term] = {}
    for row in read_table(path, COLUMNS):
        if row["code"] in found:
            raise row.fault("code", _("“%(value)s” is there twice.", value=row["code"]))
        if row["parent"] and row["parent"] not in found:
            raise row.fault("parent", _("“%(value)s” is not a code above this line.", value=row["parent"]))
        for locale in LOCALES:
            if not row[locale].strip():
                raise row.fault(locale, _("The label is empty."))
        found[row["code"]] = Term(row["code"], row["parent"], {locale: row[locale] for locale in LOCALES})
    return found


def source(name: str) -> str:
    """Where a vocabulary comes from, as its file says."""
    lines = (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return " ".join(line.removeprefix("# source:").strip() for line in lines if line.startswith("#"))


def label(name: str, code: str) -> str:
    """The name of a code in the reader's language; the code itself when the vocabulary has dropped it."""
    term = terms(name).get(code)
    return term.label if term else code


def unknown(name: str, codes: Iterable[str]) -> list[str]:
    """The codes that the vocabulary does not hold."""
    return [code for code in codes if code not in terms(name)]


def check_codes(name: str, field: str, codes: Iterable[str]) -> None:
    """Raises Invalid naming the field when a code is not in the vocabulary."""
    if wrong := unknown(name, codes):
        raise Invalid({field: _("“%(code)s” is not in the list. Choose from the list.", code=wrong[0])})
