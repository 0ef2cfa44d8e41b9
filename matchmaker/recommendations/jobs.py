"""Embedding: reads a posting with the engine and stores what it found, so that every process can follow.

Two jobs: the meaning at once, so that a posting is recommended within the blink of an eye; its sentences, which only
the reasons need and which cost ten times as much, when the runner is calm.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock, jobs
from matchmaker.core.jobs import Task
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import first, whole
from matchmaker.recommendations.content import (
    content_hash,
    entry_analysis,
    entry_values,
    read_posting,
    with_sentences,
)
from matchmaker.recommendations.models import IndexEntry

Reading = tuple[str, Analysis]
Source = Callable[[], Engine]


def embedding_task(engine: Source) -> Task:
    """The task `embed_posting`: encodes while only reading, then stores and announces in one transaction."""

    def prepare(db: Session, posting_id: int) -> Reading | None:
        return fresh_reading(db, engine(), posting_id)

    def finish(db: Session, reading: Reading | None, posting_id: int) -> None:
        if reading:
            store_reading(db, engine().encoder.name, posting_id, reading)
            jobs.enqueue(db, "read_sentences", posting_id=posting_id, priority=jobs.CALM)

    return Task(finish, prepare)


def sentences_task(engine: Source) -> Task:
    """The task `read_sentences`: the vectors from which reasons choose the best pair."""

    def prepare(db: Session, posting_id: int) -> Reading | None:
        return fresh_sentences(db, engine(), posting_id)

    def finish(db: Session, reading: Reading | None, posting_id: int) -> None:
        if reading:
            store_sentences(db, engine().encoder.name, posting_id, reading)

    return Task(finish, prepare)


def _posting(db: Session, posting_id: int) -> Posting | None:
    found = first(db, whole().where(Posting.id == posting_id))
    return None if found is None or found.state == "withdrawn" else found


def fresh_reading(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """The engine's reading of a posting, or None when the stored one is of this content already."""
    posting = _posting(db, posting_id)
    if posting is None:
        return None
    digest, stored = content_hash(posting), db.get(IndexEntry, (posting_id, engine.encoder.name))
    return None if stored and stored.content_hash == digest else (digest, read_posting(engine, posting))


def fresh_sentences(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """The stored reading with its sentences, or None when they are there or the text has changed meanwhile."""
    posting, stored = _posting(db, posting_id), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if posting is None or stored is None or stored.sentences or stored.content_hash != content_hash(posting):
        return None
    return stored.content_hash, with_sentences(engine, posting, entry_analysis(stored))


def store_reading(db: Session, encoder: str, posting_id: int, reading: Reading) -> None:
    """Replace the stored reading and tell every process."""
    digest, analysis = reading
    if db.get(Posting, posting_id) is None:
        return
    entry = db.get(IndexEntry, (posting_id, encoder)) or IndexEntry(posting_id=posting_id, encoder=encoder)
    _fill(entry, analysis)
    entry.content_hash, entry.embedded_at = digest, clock.now()
    db.add(entry)
    changes.announce(db, posting_id)


def store_sentences(db: Session, encoder: str, posting_id: int, reading: Reading) -> None:
    """Add the sentences, unless the posting was read anew meanwhile."""
    entry = db.get(IndexEntry, (posting_id, encoder))
    if entry and entry.content_hash == reading[0]:
        _fill(entry, reading[1])


def _fill(entry: IndexEntry, analysis: Analysis) -> None:
    for name, value in entry_values(analysis).items():
        setattr(entry, name, value)


def unread_postings(db: Session, encoder: str) -> list[int]:
    """Postings that have no reading by this encoder: what a rebuild or a change of encoder has to do."""
    read = select(IndexEntry.posting_id).where(IndexEntry.encoder == encoder, IndexEntry.content_hash != "")
    query = select(Posting.id).where(Posting.state != "withdrawn", Posting.id.not_in(read))
    return list(db.scalars(query.order_by(Posting.id)))


def forget_readings(db: Session, encoder: str) -> None:
    """Mark every reading by this encoder as outdated, before a rebuild; it serves until it is replaced."""
    db.execute(update(IndexEntry).where(IndexEntry.encoder == encoder).values(content_hash=""))


def disagreements(db: Session, encoder: str, postings: Iterable[Posting]) -> list[int]:
    """Postings whose stored reading is missing or of an older content."""
    stored = dict(
        db.execute(select(IndexEntry.posting_id, IndexEntry.content_hash).where(IndexEntry.encoder == encoder)).all()
    )
    return [posting.id for posting in postings if stored.get(posting.id) != content_hash(posting)]
