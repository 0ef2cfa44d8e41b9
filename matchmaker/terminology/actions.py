"""Writes of the glossary's own terms. Whatever changes what is in use is announced, and outdated readings are made anew."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, changes, clock, jobs
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean, clean_line, length_fault
from matchmaker.matching.glossary import Entry
from matchmaker.matching.glossary_file import COLUMNS, Fault, Row, cells_of, check_rows, entry_of
from matchmaker.terminology import queries, rules
from matchmaker.terminology.models import GlossaryEntry
from matchmaker.terminology.states import STATES
from matchmaker.terminology.wording import Broken, why
from matchmaker.vocabularies import unknown

NOTE = 500


@dataclass(frozen=True)
class Imported:
    """How many concepts of a file were new, replaced another text, or stood there already."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0


def _tell(db: Session) -> None:
    """At commit every process takes the glossary over, and what was read with the old one is read again."""
    changes.announce(db, changes.SETTINGS)
    jobs.enqueue(db, "read_again", priority=jobs.CALM)


def free_concept(taken: Collection[str], wish: str) -> str:
    """The wish, or the wish with the first number that makes it a new name."""
    numbers = (f"{wish}-{number}" for number in range(2, len(taken) + 3))
    return wish if wish not in taken else next(name for name in numbers if name not in taken)


# Import


def import_faults(rows: list[Row], standing: list[Row], replace: bool) -> list[Fault]:
    """What an editor would refuse, beside the rows in use; without `replace`, also concepts with another text there."""
    stands = {entry.concept: entry for _file, _line, entry in standing}
    faults = check_rows(rows, queries.without(standing, rows))
    if not replace:
        other = [row for row in rows if stands.get(row[2].concept, row[2]) != row[2]]
        faults += [Fault(file, line, "exists", entry.concept, "concept") for file, line, entry in other]
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def import_terms(actor: Actor, db: Session, rows: list[Row], replace: bool = False) -> Imported:
    """Take rows into use, all or none. Raises Broken with every fault."""
    require(rules.may_import(actor))
    standing = queries.rows_in_use(db)
    if faults := import_faults(rows, standing, replace):
        raise Broken(faults)
    stands = {entry.concept: entry for _file, _line, entry in standing}
    news = [entry for _file, _line, entry in rows if stands.get(entry.concept) != entry]
    _write(db, news, stands)
    counts = Imported(
        sum(entry.concept not in stands for entry in news),
        sum(entry.concept in stands for entry in news),
        len(rows) - len(news),
    )
    if news:
        audit.record(db, actor.user_id, "import", "glossary", 0, {}, vars(counts))
        _tell(db)
    return counts


def _write(db: Session, entries: list[Entry], stands: Mapping[str, Entry]) -> None:
    """Store entries as imported. A suggestion that is not in use makes room for one that claims its name."""
    stored = {row.concept: row for row in db.scalars(select(GlossaryEntry))}
    taken = stored.keys() | stands.keys() | {entry.concept for entry in entries}
    for entry in entries:
        row = stored.get(entry.concept)
        if row and row.state != "accepted":
            row.concept = free_concept(taken, entry.concept)
            taken = taken | {row.concept}
            db.flush()  # the name is free from here on
            row = None
        row = row or GlossaryEntry(concept=entry.concept)
        _fill(row, entry)
        row.source, row.state, row.decided_at = "import", "accepted", clock.now()
        db.add(row)


def _fill(row: GlossaryEntry, entry: Entry) -> None:
    for name, value in zip(COLUMNS, cells_of(entry), strict=True):
        setattr(row, name, value)


# Suggestions


def suggest_term(actor: Actor, db: Session, values: Mapping[str, str]) -> GlossaryEntry:
    """Suggest a term; it is used once it is accepted. The same form sent twice gives the same suggestion."""
    require(rules.may_suggest(actor))
    known = [*queries.rows_in_use(db), *queries.own_rows(db, "suggested")]
    taken = {entry.concept for _file, _line, entry in known} | set(db.scalars(select(GlossaryEntry.concept)))
    entry, note = _read(values, taken), clean(values.get("note", ""))
    if twin := _twin(actor, db, entry):
        return twin
    _check(entry, note, known)
    row = GlossaryEntry(source="suggestion", state="suggested", suggested_by=actor.user_id, note=note)
    _fill(row, entry)
    db.add(row)
    db.flush()  # the audit needs the id
    audit.record(db, actor.user_id, "suggest", "glossaryentry", row.id, {}, {"concept": row.concept})
    return row


def _read(values: Mapping[str, str], taken: Collection[str]) -> Entry:
    """The entry of a form; its concept is named after its first English term."""
    cells = [clean_line(values.get(name, "")) for name in COLUMNS[1:]]
    entry = entry_of(["", *cells])
    name = re.sub("[^a-z0-9]+", "-", "".join(entry.en[:1]).lower()).strip("-")[:100]
    return replace(entry, concept=free_concept(taken, name or "term"))


def _twin(actor: Actor, db: Session, entry: Entry) -> GlossaryEntry | None:
    waiting = select(GlossaryEntry).where(
        GlossaryEntry.suggested_by == actor.user_id, GlossaryEntry.state == "suggested"
    )
    return next((row for row in db.scalars(waiting) if cells_of(row.entry)[1:] == cells_of(entry)[1:]), None)


def _check(entry: Entry, note: str, known: list[Row]) -> None:
    """Raises Invalid with the first fault of each field."""
    errors: dict[str, str] = {}
    for fault in check_rows([("", 0, entry)], known):
        errors.setdefault(fault.column or "en", _in_form(fault))
    if fault_of_note := length_fault(note, 0, NOTE):
        errors["note"] = fault_of_note
    if unknown("glossary_domains", [entry.domain]):
        errors.setdefault("domain", _("“%(code)s” is not in the list. Choose from the list.", code=entry.domain))
    if errors:
        raise Invalid(errors)


def _in_form(fault: Fault) -> str:
    if fault.code == "empty":
        return _("Please fill this in.")
    if fault.code == "said twice":
        return _(
            "A concept with the same first terms is in the glossary or waits for a decision. Put another term first, "
            "or leave it."
        )
    return why(fault)


def decide(actor: Actor, db: Session, row: GlossaryEntry, verb: str) -> None:
    """Accept or reject a term. Raises Conflict when the glossary has come to say the same meanwhile."""
    was_used = row.state == "accepted"
    walk(db, STATES, actor, row, verb)
    own = ("database", row.id, row.entry)
    if row.state == "accepted" and check_rows([own], queries.rows_in_use(db, but=row.id)):
        raise Conflict(_("The glossary has these terms already by now: reject the suggestion."))
    row.decided_by, row.decided_at = actor.user_id, clock.now()
    if was_used or row.state == "accepted":
        _tell(db)
