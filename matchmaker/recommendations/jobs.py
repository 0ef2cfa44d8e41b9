"""Embedding: reads a posting with the engine and stores what it found, so that every process can follow.

Two jobs: the meaning at once, so that a posting is recommended within the blink of an eye; its sentences, which only
the reasons need and which cost ten times as much, when the runner is calm.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock, jobs
from matchmaker.core.jobs import Task
from matchmaker.matching.encoder import check_dimension
from matchmaker.matching.encoding import EncoderUnusable
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
from matchmaker.recommendations.encoder_change import note_fault, read_later
from matchmaker.recommendations.encoder_state import Choice, choice, stored_dimension, unread
from matchmaker.recommendations.engines import Engines
from matchmaker.recommendations.models import IndexEntry

RETRY = timedelta(minutes=1)
Reading = tuple[str, Analysis]
Readings = dict[str, Reading | EncoderUnusable]


def embedding_task(engines: Engines) -> Task:
    """The task `embed_posting`: encodes while only reading, then stores and announces in one transaction.

    While the encoder is being changed, both read. One that cannot be used reads later, and does not stop the other.
    """

    def prepare(db: Session, posting_id: int) -> Readings:
        found = {name: _tried(db, engines, name, posting_id) for name in choice(db, engines.setting).names}
        return {name: reading for name, reading in found.items() if reading}

    def finish(db: Session, readings: Readings, posting_id: int) -> None:
        chosen = choice(db, engines.setting)
        present = {name: readings[name] for name in chosen.names if name in readings}
        for name, found in present.items():
            if isinstance(found, EncoderUnusable):
                postpone(db, name, posting_id, found)
            else:
                put_reading(db, chosen, name, posting_id, found)
        if any(not isinstance(found, EncoderUnusable) for found in present.values()):
            jobs.enqueue(db, "read_sentences", posting_id=posting_id, priority=jobs.CALM)

    return Task(finish, prepare)


def _tried(db: Session, engines: Engines, name: str, posting_id: int) -> Reading | EncoderUnusable | None:
    try:
        return fresh_reading(db, engines.reading(name), posting_id)
    except EncoderUnusable as fault:
        return fault


def postpone(db: Session, encoder: str, posting_id: int, fault: EncoderUnusable) -> None:
    """Let an encoder that cannot be used read a posting later; what it has read before serves until then."""
    note_fault(db, encoder, fault)
    mine = (IndexEntry.encoder == encoder) & (IndexEntry.posting_id == posting_id)
    db.execute(update(IndexEntry).where(mine).values(content_hash=""))
    read_later(db, encoder, RETRY)


def sentences_task(engines: Engines) -> Task:
    """The task `read_sentences`: the vectors from which reasons choose the best pair."""

    def prepare(db: Session, posting_id: int) -> dict[str, Reading]:
        names = choice(db, engines.setting).names
        found = {name: fresh_sentences(db, engines.reading(name), posting_id) for name in names}
        return {name: reading for name, reading in found.items() if reading}

    def finish(db: Session, readings: dict[str, Reading], posting_id: int) -> None:
        for name, reading in readings.items():
            store_sentences(db, name, posting_id, reading)

    return Task(finish, prepare)


def readable(db: Session, posting_id: int) -> Posting | None:
    """A posting that the engine reads; None when there is none, or it is withdrawn."""
    found = first(db, whole().where(Posting.id == posting_id))
    return None if found is None or found.state == "withdrawn" else found


def fresh_reading(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """The engine's reading of a posting, or None when the stored one is of this content already."""
    posting = readable(db, posting_id)
    if posting is None:
        return None
    digest, stored = content_hash(posting), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if stored and stored.content_hash == digest:
        return None
    check_dimension(engine.encoder, stored_dimension(db, engine.encoder.name))
    return digest, read_posting(engine, posting)


def fresh_sentences(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """The stored reading with its sentences, or None when they are there or the text has changed meanwhile."""
    posting, stored = readable(db, posting_id), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if posting is None or stored is None or stored.sentences or stored.content_hash != content_hash(posting):
        return None
    check_dimension(engine.encoder, stored_dimension(db, engine.encoder.name))
    return stored.content_hash, with_sentences(engine, posting, entry_analysis(stored))


def put_reading(db: Session, chosen: Choice, encoder: str, posting_id: int, reading: Reading) -> None:
    """Replace a reading; processes follow only what serves."""
    (store_reading if encoder == chosen.serving else keep_reading)(db, encoder, posting_id, reading)


def store_reading(db: Session, encoder: str, posting_id: int, reading: Reading) -> None:
    """Replace the stored reading and tell every process."""
    keep_reading(db, encoder, posting_id, reading)
    changes.announce(db, posting_id)


def keep_reading(db: Session, encoder: str, posting_id: int, reading: Reading) -> None:
    """Replace the stored reading; nobody is told, for readings that do not serve yet."""
    digest, analysis = reading
    if db.get(Posting, posting_id) is None:
        return
    entry = db.get(IndexEntry, (posting_id, encoder)) or IndexEntry(posting_id=posting_id, encoder=encoder)
    _fill(entry, analysis)
    entry.content_hash, entry.embedded_at = digest, clock.now()
    db.add(entry)


def store_sentences(db: Session, encoder: str, posting_id: int, reading: Reading) -> None:
    """Add the sentences, unless the posting was read anew meanwhile."""
    entry = db.get(IndexEntry, (posting_id, encoder))
    if entry and entry.content_hash == reading[0]:
        _fill(entry, reading[1])


def _fill(entry: IndexEntry, analysis: Analysis) -> None:
    for name, value in entry_values(analysis).items():
        setattr(entry, name, value)


def unread_postings(db: Session, encoder: str) -> list[int]:
    """Postings that have no reading by this encoder: what a rebuild has to do."""
    return list(db.scalars(unread(encoder)))


def forget_readings(db: Session, encoder: str) -> None:
    """Mark every reading by this encoder as outdated, before a rebuild; it serves until it is replaced."""
    db.execute(update(IndexEntry).where(IndexEntry.encoder == encoder).values(content_hash=""))


def disagreements(db: Session, encoder: str, postings: Iterable[Posting]) -> list[int]:
    """Postings whose stored reading is missing or of an older content."""
    stored = dict(
        db.execute(select(IndexEntry.posting_id, IndexEntry.content_hash).where(IndexEntry.encoder == encoder)).all()
    )
    return [posting.id for posting in postings if stored.get(posting.id) != content_hash(posting)]
