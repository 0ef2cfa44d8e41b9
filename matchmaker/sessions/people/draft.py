"""A registration's form as typed: with which postings somebody comes, when they cannot, what they need."""

from dataclasses import dataclass

from matchmaker.core.i18n import _
from matchmaker.sessions.fields import EQUIPMENT
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

NOTE_MOST = 1000


@dataclass
class Entry:
    """The values of a registration's form, cleaned and typed; the names are those of the columns."""

    organisation_id: int | None
    mode: str
    languages: list[str]
    posting_ids: list[int]
    absent: list[int]
    equipment: list[str]
    most: int | None
    is_open_to_others: bool
    note: str


def read_entry(values: Values, session: InnovationSession) -> Entry:
    """Read the form for a session that is loaded with its slots. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    entry = Entry(
        organisation_id=next(iter(reader.ids("organisation_id")), None),
        mode=_mode(reader, session.mode),
        languages=reader.choices("languages", terms("langs")),
        posting_ids=list(dict.fromkeys(reader.ids("posting_ids"))),
        absent=_absent(reader, session),
        equipment=reader.choices("equipment", EQUIPMENT),
        most=reader.number("most", 1, max(len(session.slots), 1)),
        is_open_to_others=reader.is_ticked("is_open_to_others"),
        note=reader.text("note", NOTE_MOST),
    )
    if not entry.languages:
        reader.errors.setdefault("languages", _("Choose at least one language that you can talk in."))
    reader.finish()
    return entry


def _mode(reader: FormReader, of_session: str) -> str:
    if of_session != "hybrid":
        return of_session
    return reader.choice("mode", ("on_site", "online"), "on_site")


def _absent(reader: FormReader, session: InnovationSession) -> list[int]:
    """The slots ticked, and all before the one at which somebody arrives."""
    own = [slot.id for slot in session.slots]
    ticked, arrival = set(reader.ids("absent")), next(iter(reader.ids("arrives")), None)
    late = own[: own.index(arrival)] if arrival in own else []
    absent = [one for one in own if one in ticked or one in late]
    if own and absent == own:
        reader.errors["absent"] = _("You would miss every meeting. Leave at least one time free.")
    return absent
