"""Rows of the territories' seed files as the values of forms, and faults with their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.tables import Row

Thing = TypeVar("Thing")
COLUMNS = {"is_planned": "planned", "organisation_id": "organisation", "manager_id": "manager"}


@dataclass(frozen=True)
class RowValues:
    """A row of a seed file as the values of a form; `more` stands in for what the file names by key."""

    row: Row
    more: Mapping[str, str]

    def get(self, key: str, default: str) -> str:
        """One value of the form."""
        return self.more.get(key, self.row.cells.get(key, default))

    def getlist(self, key: str) -> list[str]:
        """Several values of the form."""
        return [self.more[key]] if key in self.more else self.row.many(key) if key in self.row.cells else []


def key_of(known: Mapping[Any, Thing], row: Row, column: str) -> Thing:
    """What a cell names. Raises Invalid, naming the place, for something unknown."""
    if row[column] not in known:
        raise row.fault(column, _("“%(value)s” is not a key of this demo.", value=row[column]))
    return known[row[column]]


def fault_at(row: Row, fault: Invalid) -> Invalid:
    """The first fault of a row with file, line and column."""
    field, message = next(iter(fault.errors.items()))
    return row.fault(COLUMNS.get(field, field), message)
