"""The people of a session as lines of a table, for spreadsheets."""

from collections.abc import Callable

from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.times import wall
from matchmaker.vocabularies import label

HEADINGS: tuple[Callable[[], str], ...] = (
    lambda: _("Full name"),
    lambda: _("E-mail"),
    lambda: _("Organisation"),
    lambda: _("State"),
    lambda: _("Part in the session"),
    lambda: _("How people meet"),
    lambda: _("Languages"),
    lambda: _("Postings"),
    lambda: _("Not available"),
    lambda: _("Equipment"),
    lambda: _("Most meetings"),
    lambda: _("Own table"),
    lambda: _("Note"),
)


def lines(session: InnovationSession, people: list[Registration]) -> list[list[str]]:
    """One line for each, in the order given; the session is loaded with slots and tables."""
    hours = {slot.id: f"{wall(slot.starts_at, session.timezone):%H:%M}" for slot in session.slots}
    tables = {table.id: str(table.number) for table in session.tables}
    return [[plain(cell) for cell in _line(one, hours, tables)] for one in people]


def _line(one: Registration, hours: dict[int, str], tables: dict[int, str]) -> list[str]:
    return [
        one.name,
        one.email,
        one.organisation.name,
        label("registration_states", one.state),
        label("session_parts", one.part),
        label("session_modes", one.mode),
        ", ".join(one.languages),
        " ".join(map(str, one.posting_ids)),
        " ".join(hours[slot] for slot in one.absent if slot in hours),
        ", ".join(label("table_equipment", code) for code in one.equipment),
        str(one.most or ""),
        tables.get(one.table_id or 0, ""),
        one.note,
    ]


def plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
