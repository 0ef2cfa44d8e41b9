"""Reading the form of a value, and the file that proves it."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.files import plain_name
from matchmaker.core.i18n import _
from matchmaker.deals.documents.checking import check_document
from matchmaker.indicators.draft import number
from matchmaker.indicators.models import COUNTRY
from matchmaker.sessions.reading import FormReader, Values

FIRST_YEAR = 2000
NOTE_MOST, REASON_MOST = 2000, 1000


@dataclass(frozen=True)
class Cell:
    """What a value is about."""

    place: str
    year: int


@dataclass(frozen=True)
class ValueDraft:
    """What a form says. is_demo: made up, and to be shown as such."""

    cell: Cell
    value: float
    note: str = ""
    reason: str = ""
    keeps_evidence: bool = False
    is_demo: bool = False


@dataclass(frozen=True)
class Proof:
    """The bytes of a document, with what they are."""

    filename: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash that the document is known by."""
        return hashlib.sha256(self.content).hexdigest()


def read_cell(reader: FormReader, places: Collection[str]) -> Cell:
    """Place and year; a year that has not begun has no value."""
    place = reader.choice("place", places, COUNTRY)
    year = reader.number("year", FIRST_YEAR, 2100)
    if year is None:
        reader.errors.setdefault("year", _("Write the year of the value."))
    elif year > clock.today().year:
        reader.errors["year"] = _("This year has not begun. A value is what was reached; what is planned is a target.")
    return Cell(place, year or FIRST_YEAR)


def read_value(values: Values, places: Collection[str], decimals: int, *, is_demo: bool = False) -> ValueDraft:
    """Raises Invalid with each field that cannot be taken."""
    reader = FormReader(values)
    cell, value = read_cell(reader, places), number(reader, "value", decimals)
    if value is None:
        reader.errors.setdefault("value", _("Write the value."))
    note, reason = reader.text("note", NOTE_MOST), reader.text("reason", REASON_MOST)
    keeps = reader.is_ticked("keeps_evidence")
    reader.finish()
    assert value is not None, "finish() refuses a form without one"
    return ValueDraft(cell, value, note, reason, keeps, is_demo)


def read_proof(filename: str, content: bytes, limit: int) -> Proof | None:
    """A file as sent, checked by its content; none when none was chosen. Raises Invalid naming the fault and the mend."""
    if not filename and not content:
        return None
    name = plain_name(filename)
    return Proof(name, check_document(name, content, limit), content)


def no_proof() -> Invalid:
    """What is said when nothing proves a value."""
    return Invalid({"file": _("Attach the document that proves the value: a report, a letter, an extract.")})
