"""Embedding: reads a posting with the engine and stores what it found, so that every process can follow.

Two jobs: the meaning at once, so that a posting is recommended within the blink of an eye; its sentences, which only
the reasons need and which cost ten times as much, when the runner is calm.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, load_only

from matchmaker.core import changes, clock, jobs
from matchmaker.core.jobs import Task
from matchmaker.core.models import Job
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import first, whole
from matchmaker.recommendations.content import (
    TEXT,
    content_hash,
    entry_analysis,
    entry_values,
    is_of_text,
    read_posting,
    still_holds,
    with_sentences,
)
from matchmaker.recommendations.models import IndexEntry

Reading = tuple[str, Analysis | None]  # with its content hash; None: what is stored holds also by this hash
Source = Callable[[Session], Engine]


def embedding_task(engine: Source, encoder: str) -> Task:
    """The task `embed_posting`: encodes while only reading, then stores and announces in one transaction."""

    def prepare(db: Session, posting_id: int) -> Reading | None:
        return fresh_reading(db, engine(db), posting_id)

    def finish(db: Session, reading: Reading | None, posting_id: int) -> None:
        if reading:
            keep_reading(db, encoder, posting_id, reading)

    return Task(finish, prepare)


def sentences_task(engine: Source, encoder: str) -> Task:
    """The task `read_sentences`: the vectors from which reasons choose the best pair."""

    def prepare(db: Session, posting_id: int) -> tuple[str, Analysis] | None:
        return fresh_sentences(db, engine(db), posting_id)

    def finish(db: Session, reading: tuple[str, Analysis] | None, posting_id: int) -> None:
        if reading:
            store_sentences(db, encoder, posting_id, *reading)

    return Task(finish, prepare)


def reading_again_task(engine: Source) -> Task:
    """The task `read_again`, after a change of the glossary or of the engine: every outdated reading is made anew."""

    def prepare(db: Session) -> list[int]:
        return outdated_readings(db, engine(db))

    def finish(db: Session, ids: list[int]) -> None:
        if db.scalar(select(exists().where(Job.name == "read_again", Job.state == "queued"))):
            return  # another change came meanwhile: what waits will read for both
        for posting_id in ids:
            jobs.enqueue(db, "embed_posting", posting_id=posting_id, priority=jobs.CALM)

    return Task(finish, prepare)


def ask_to_read_again(db: Session) -> None:
    """Have a look, when there is time, whether readings are outdated."""
    jobs.enqueue(db, "read_again", priority=jobs.CALM)


def _posting(db: Session, posting_id: int) -> Posting | None:
    found = first(db, whole().where(Posting.id == posting_id))
    return None if found is None or found.state == "withdrawn" else found


def fresh_reading(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """The engine's reading of a posting, or None when the stored one is of this content already."""
    posting = _posting(db, posting_id)
    if posting is None:
        return None
    digest, stored = content_hash(engine, posting), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if stored and stored.content_hash == digest:
        return None
    return digest, None if stored and still_holds(engine, stored, posting) else read_posting(engine, posting)


def fresh_sentences(db: Session, engine: Engine, posting_id: int) -> tuple[str, Analysis] | None:
    """The stored reading with its sentences, or None when they are there or the text has changed meanwhile."""
    posting, stored = _posting(db, posting_id), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if posting is None or stored is None or stored.sentences or not is_of_text(stored, posting):
        return None
    return stored.content_hash, with_sentences(engine, posting, entry_analysis(stored))


def keep_reading(db: Session, encoder: str, posting_id: int, reading: Reading) -> None:
    """Keep what `fresh_reading` found, and have the sentences read."""
    digest, analysis = reading
    if analysis:
        store_reading(db, encoder, posting_id, digest, analysis)
    else:
        _confirm(db, encoder, posting_id, digest)
    jobs.enqueue(db, "read_sentences", posting_id=posting_id, priority=jobs.CALM)


def _confirm(db: Session, encoder: str, posting_id: int, digest: str) -> None:
    """What is stored holds by the present glossary too, unless another text was read meanwhile."""
    entry = db.get(IndexEntry, (posting_id, encoder))
    if entry and entry.content_hash[:TEXT] == digest[:TEXT]:
        entry.content_hash = digest


def store_reading(db: Session, encoder: str, posting_id: int, digest: str, analysis: Analysis) -> None:
    """Replace the stored reading and tell every process."""
    if db.get(Posting, posting_id) is None:
        return
    entry = db.get(IndexEntry, (posting_id, encoder)) or IndexEntry(posting_id=posting_id, encoder=encoder)
    _fill(entry, analysis)
    entry.content_hash, entry.embedded_at = digest, clock.now()
    db.add(entry)
    changes.announce(db, posting_id)


def store_sentences(db: Session, encoder: str, posting_id: int, digest: str, analysis: Analysis) -> None:
    """Add the sentences, unless the posting was read anew meanwhile."""
    entry = db.get(IndexEntry, (posting_id, encoder))
    if entry and entry.content_hash == digest:
        _fill(entry, analysis)


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


def outdated_readings(db: Session, engine: Engine) -> list[int]:
    """Postings whose reading is by another glossary or another version of the engine."""
    query = select(IndexEntry.posting_id).join(Posting, Posting.id == IndexEntry.posting_id)
    query = query.where(IndexEntry.encoder == engine.encoder.name, Posting.state != "withdrawn")
    return list(db.scalars(query.where(~IndexEntry.content_hash.endswith(engine.stamp)).order_by(Posting.id)))


def disagreements(db: Session, encoder: str, postings: Iterable[Posting]) -> list[int]:
    """Postings whose stored reading is missing or of an older text."""
    query = select(IndexEntry).where(IndexEntry.encoder == encoder)
    query = query.options(load_only(IndexEntry.posting_id, IndexEntry.encoder, IndexEntry.content_hash))
    stored = {entry.posting_id: entry for entry in db.scalars(query)}
    return [one.id for one in postings if one.id not in stored or not is_of_text(stored[one.id], one)]
