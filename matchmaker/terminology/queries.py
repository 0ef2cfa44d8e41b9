"""Reads of the glossary: what is in use, what waits for a decision, what a term means."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.models import Change
from matchmaker.matching.glossary import Entry, Glossary
from matchmaker.matching.glossary_file import Fault, Row, folder_rows
from matchmaker.matching.language import detect, words
from matchmaker.matching.script import normal
from matchmaker.paths import GLOSSARY
from matchmaker.terminology import rules
from matchmaker.terminology.models import GlossaryEntry

SHOWN = 50


@dataclass(frozen=True)
class Suggestion:
    """A suggested term with the names of who suggested it and who decided."""

    term: GlossaryEntry
    suggested_by: str
    decided_by: str


def entries_in_use(db: Session, *beside: ColumnElement[Any]) -> tuple[int, tuple[Any, ...], tuple[Entry, ...]]:
    """The last number of the change sequence, the values asked for beside it, and what the database adds to the shipped
    glossary, the oldest first.

    One query for all: it counts among the few of the first page that a process shows.
    """
    seq = select(func.coalesce(func.max(Change.seq), 0).label("seq")).subquery()
    query = select(seq.c.seq, *beside, GlossaryEntry).select_from(seq)
    query = query.outerjoin(GlossaryEntry, GlossaryEntry.state == "accepted").order_by(GlossaryEntry.id)
    found = db.execute(query).all()
    return found[0][0], tuple(found[0][1:-1]), tuple(row[-1].entry for row in found if row[-1])


def own_rows(db: Session, *states: str) -> list[Row]:
    """The rows of the database in these states, those in use when none is named; the line is the row's number."""
    query = select(GlossaryEntry).where(GlossaryEntry.state.in_(states or ("accepted",))).order_by(GlossaryEntry.id)
    return [("database", row.id, row.entry) for row in db.scalars(query)]


def shipped_rows(faults: list[Fault] | None = None) -> list[Row]:
    """The rows of the shipped files; what cannot be read is added to `faults`."""
    return folder_rows(GLOSSARY, [] if faults is None else faults)


def without(rows: Iterable[Row], others: Iterable[Row]) -> list[Row]:
    """The rows whose concepts the others do not say anew."""
    said = {entry.concept for _file, _line, entry in others}
    return [row for row in rows if row[2].concept not in said]


def rows_in_use(db: Session, but: int = 0) -> list[Row]:
    """The whole glossary as it is used, each row with its place, one own term left out."""
    own = [row for row in own_rows(db) if row[1] != but]
    return [*own, *without(shipped_rows(), own)]


def load_entry(actor: Actor, db: Session, entry_id: int) -> GlossaryEntry:
    """A term that the actor may see. Raises NotFound otherwise."""
    found = db.scalar(select(GlossaryEntry).where(GlossaryEntry.id == entry_id, rules.visible_to(actor)))
    if found is None:
        raise NotFound(_("There is no such term."))
    return found


def suggestions(actor: Actor, db: Session) -> tuple[list[Suggestion], list[Suggestion]]:
    """What waits for a decision, the oldest first, and the actor's own suggestions, the latest first. One query."""
    author, keeper = aliased(User), aliased(User)
    mine = (GlossaryEntry.suggested_by == actor.user_id) & (GlossaryEntry.source == "suggestion")
    query = select(GlossaryEntry, func.coalesce(author.name, ""), func.coalesce(keeper.name, ""))
    query = query.outerjoin(author, author.id == GlossaryEntry.suggested_by)
    query = query.outerjoin(keeper, keeper.id == GlossaryEntry.decided_by)
    query = query.where((GlossaryEntry.state == "suggested") | mine, rules.visible_to(actor))
    found = [Suggestion(*row) for row in db.execute(query.order_by(GlossaryEntry.id))]
    own = [one for one in reversed(found) if one.term.suggested_by == actor.user_id]
    return [one for one in found if one.term.state == "suggested"], own[:SHOWN]


def own_of(db: Session, entries: Iterable[Entry]) -> dict[str, GlossaryEntry]:
    """Those of these entries that are the installation's own, by concept; the others are shipped."""
    concepts = [entry.concept for entry in entries]
    query = select(GlossaryEntry).where(GlossaryEntry.concept.in_(concepts), GlossaryEntry.state == "accepted")
    return {row.concept: row for row in db.scalars(query)}


def find_entries(glossary: Glossary, text: str) -> tuple[list[Entry], int]:
    """The entries with a term that holds the text, or its dictionary form: the nearest first, and how many there are."""
    needles = {_plain(text), _plain(" ".join(glossary.form(word, detect(text)) for word in words(text)))} - {""}
    ranked = [
        (rank, number) for number, entry in enumerate(glossary.entries) if (rank := _rank(entry, needles)) is not None
    ]
    return [glossary.entries[number] for _rank, number in sorted(ranked)[:SHOWN]], len(ranked)


def _plain(text: str) -> str:
    return normal(text).strip()


def _rank(entry: Entry, needles: set[str]) -> tuple[int, int] | None:
    """None when no term holds a needle; else how near the nearest is, and its length."""
    terms = "\n".join((*entry.kk, *entry.ru, *entry.en)).lower().replace("ё", "е")
    if not any(needle in terms for needle in needles):
        return None
    holding = [term for term in terms.split("\n") if any(needle in term for needle in needles)]
    return min((_distance(term, needles), len(term)) for term in holding)


def _distance(term: str, needles: set[str]) -> int:
    """0 where the term is a needle, 1 where it begins with one, 2 where one of its words does, else 3."""
    if term in needles or term.startswith(tuple(needles)):
        return int(term not in needles)
    return 2 if any(f" {needle}" in term for needle in needles) else 3
