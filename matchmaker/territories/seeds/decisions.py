"""Steps to the status in the seeds: published decisions by their day, made-up ones counted from the day of seeding."""

from datetime import timedelta

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES
from matchmaker.core.tables import Row
from matchmaker.territories.draft import Decision, read_decision
from matchmaker.territories.seeds.values import RowValues, fault_at

MOVES = ("territory", "verb", "decided_on", "days", "demo", *(f"decision_{lang}" for lang in LOCALES))


def decision_of(row: Row) -> Decision:
    """The decision of a step. Raises Invalid with its place in the file."""
    days = row.number("days")
    day = {} if days is None else {"decided_on": (clock.today() - timedelta(days=days)).isoformat()}
    try:
        found = read_decision(RowValues(row, day))
    except Invalid as fault:
        raise fault_at(row, fault) from fault
    return Decision(found.words, found.decided_on, found.note, is_demo=row["demo"] == "1")
