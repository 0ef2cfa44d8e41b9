"""Embedding: reads a posting with the engine and stores what it found, so that every process can follow.

Two jobs: the meaning at once, so that a posting is recommended within the blink of an eye; its sentences, which only
the reasons need and which cost ten times as much, when the runner is calm.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, load_only

from matchmaker.core import changes, clock, jobs
from matchmaker.core.jobs import Task
from matchmaker.core.models import Job
from matchmaker.matching.encoder import check_dimension
from matchmaker.matching.encoding import EncoderUnusable
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
from matchmaker.recommendations.encoder_change import note_fault, read_later
from matchmaker.recommendations.encoder_state import Choice, choice, stored_dimension, unread
from matchmaker.recommendations.engines import Engines
from matchmaker.recommendations.models import IndexEntry

RETRY = timedelta(minutes=1)
Reading = tuple[str, Analysis | None]  # with its content hash; None: what is stored holds also by this hash
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
            ask_for_sentences(db, posting_id)

    return Task(finish, prepare)


def _tried(db: Session, engines: Engines, name: str, posting_id: int) -> Reading | EncoderUnusable | None:
    try:
        return fresh_reading(db, engines.reading(db, name), posting_id)
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

    def prepare(db: Session, posting_id: int) -> dict[str, tuple[str, Analysis]]:
        names = choice(db, engines.setting).names
        found = {name: fresh_sentences(db, engines.reading(db, name), posting_id) for name in names}
        return {name: reading for name, reading in found.items() if reading}

    def finish(db: Session, readings: dict[str, tuple[str, Analysis]], posting_id: int) -> None:
        for name, reading in readings.items():
            store_sentences(db, name, posting_id, *reading)

    return Task(finish, prepare)


def reading_again_task(engines: Engines) -> Task:
    """The task `read_again`, after a change of the glossary or of the engine: every outdated reading is made anew."""

    def prepare(db: Session) -> list[int]:
        names = choice(db, engines.setting).names
        return sorted({one for name in names for one in outdated_readings(db, engines.reading(db, name))})

    def finish(db: Session, ids: list[int]) -> None:
        if db.scalar(select(exists().where(Job.name == "read_again", Job.state == "queued"))):
            return  # another change came meanwhile: what waits will read for both
        for posting_id in ids:
            jobs.enqueue(db, "embed_posting", posting_id=posting_id, priority=jobs.CALM)

    return Task(finish, prepare)


def ask_to_read_again(db: Session) -> None:
    """Have a look, when there is time, whether readings are outdated."""
    jobs.enqueue(db, "read_again", priority=jobs.CALM)


def readable(db: Session, posting_id: int) -> Posting | None:
    """A posting that the engine reads; None when there is none, or it is withdrawn."""
    found = first(db, whole().where(Posting.id == posting_id))
    return None if found is None or found.state == "withdrawn" else found


def fresh_reading(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """The engine's reading of a posting, or None when the stored one is of this content already."""
    posting = readable(db, posting_id)
    if posting is None:
        return None
    digest, stored = content_hash(engine, posting), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if stored and stored.content_hash == digest:
        return None
    if stored and still_holds(engine, stored, posting):
        return digest, None
    check_dimension(engine.encoder, stored_dimension(db, engine.encoder.name))
    return digest, read_posting(engine, posting)


def fresh_sentences(db: Session, engine: Engine, posting_id: int) -> tuple[str, Analysis] | None:
    """The stored reading with its sentences, or None when they are there or the text has changed meanwhile."""
    posting, stored = readable(db, posting_id), db.get(IndexEntry, (posting_id, engine.encoder.name))
    if posting is None or stored is None or stored.sentences or not is_of_text(stored, posting):
        return None
    check_dimension(engine.encoder, stored_dimension(db, engine.encoder.name))
    return stored.content_hash, with_sentences(engine, posting, entry_analysis(stored))


def put_reading(db: Session, chosen: Choice, encoder: str, posting_id: int, reading: Reading) -> None:
    """Keep what `fresh_reading` found; processes follow only what serves."""
    digest, analysis = reading
    if analysis is None:
        _confirm(db, encoder, posting_id, digest)
    elif encoder == chosen.serving:
        store_reading(db, encoder, posting_id, digest, analysis)
    else:
        keep_reading(db, encoder, posting_id, digest, analysis)


def _confirm(db: Session, encoder: str, posting_id: int, digest: str) -> None:
    """What is stored holds by the present glossary too, unless another text was read meanwhile."""
    entry = db.get(IndexEntry, (posting_id, encoder))
    if entry and entry.content_hash[:TEXT] == digest[:TEXT]:
        entry.content_hash = digest


def store_reading(db: Session, encoder: str, posting_id: int, digest: str, analysis: Analysis) -> None:
    """Replace the stored reading and tell every process."""
    if keep_reading(db, encoder, posting_id, digest, analysis):
        changes.announce(db, posting_id)


def keep_reading(db: Session, encoder: str, posting_id: int, digest: str, analysis: Analysis) -> bool:
    """Replace the stored reading if the posting is still there; nobody is told, for readings that do not serve yet."""
    if db.get(Posting, posting_id) is None:
        return False
    entry = db.get(IndexEntry, (posting_id, encoder)) or IndexEntry(posting_id=posting_id, encoder=encoder)
    _fill(entry, analysis)
    entry.content_hash, entry.embedded_at = digest, clock.now()
    db.add(entry)
    return True


def ask_for_sentences(db: Session, posting_id: int) -> None:
    """Have the sentences of a posting read when the runner is calm."""
    jobs.enqueue(db, "read_sentences", posting_id=posting_id, priority=jobs.CALM)


def store_sentences(db: Session, encoder: str, posting_id: int, digest: str, analysis: Analysis) -> None:
    """Add the sentences, unless the posting was read anew meanwhile."""
    entry = db.get(IndexEntry, (posting_id, encoder))
    if entry and entry.content_hash == digest:
        _fill(entry, analysis)


def _fill(entry: IndexEntry, analysis: Analysis) -> None:
    for name, value in entry_values(analysis).items():
        setattr(entry, name, value)


def unread_postings(db: Session, encoder: str) -> list[int]:
    """Postings that have no reading by this encoder: what a rebuild has to do."""
    return list(db.scalars(unread(encoder)))


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
