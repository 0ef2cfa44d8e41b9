"""The jobs of a change of encoder: read everything anew while nothing urgent is going on, switch, forget the rest.

One small block after the other, each asking for the next: a runner that is killed loses one block, and new postings
never wait long.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.core import jobs
from matchmaker.core.db import lock_sequence
from matchmaker.core.jobs import Task
from matchmaker.matching.encoder import check_dimension
from matchmaker.matching.encoding import EncoderUnusable
from matchmaker.matching.engine import Engine
from matchmaker.recommendations.content import with_sentences
from matchmaker.recommendations.encoder_change import forget_encoders, note_fault, switch_when_complete
from matchmaker.recommendations.encoder_state import Choice, choice, stored_dimension, unread
from matchmaker.recommendations.engines import Engines
from matchmaker.recommendations.jobs import RETRY, Reading, fresh_reading, put_reading, readable
from matchmaker.recommendations.models import IndexEntry

BLOCK = 4  # postings: with their sentences about fifty texts, seconds even for a large model
Block = dict[int, Reading]


def rereading_task(engines: Engines) -> Task:
    """The task `read_anew`: the next postings that an encoder has not read, meaning and sentences together."""

    def prepare(db: Session, encoder: str) -> Block | EncoderUnusable:
        if encoder not in choice(db, engines.setting).names:
            return {}
        try:
            return read_block(db, engines.reading(db, encoder))
        except EncoderUnusable as fault:
            return fault

    def finish(db: Session, found: Block | EncoderUnusable, encoder: str) -> None:
        lock_sequence(db)  # what is asked of this encoder at this moment is seen here, or sees that this is done
        chosen = choice(db, engines.setting)
        if encoder not in chosen.names:
            return
        note_fault(db, encoder, found if isinstance(found, EncoderUnusable) else None)
        if isinstance(found, EncoderUnusable):
            go_on(db, encoder, RETRY)
            return
        store_block(db, chosen, encoder, found)
        if db.scalar(unread(encoder).limit(1)):
            go_on(db, encoder)
        else:
            switch_when_complete(db)

    return Task(finish, prepare)


def forgetting_task() -> Task:
    """The task `forget_encoders`."""

    def finish(db: Session, prepared: None) -> None:
        forget_encoders(db)

    return Task(finish)


def go_on(db: Session, encoder: str, after: timedelta = timedelta(0)) -> None:
    """Ask for the next block."""
    jobs.enqueue(db, "read_anew", priority=jobs.CALM, after=after, encoder=encoder)


def read_block(db: Session, engine: Engine) -> Block:
    """The engine's readings of some postings that it has not read."""
    check_dimension(engine.encoder, stored_dimension(db, engine.encoder.name))  # also where nothing is left to read
    ids = db.scalars(unread(engine.encoder.name).limit(BLOCK)).all()
    found = {posting_id: whole_reading(db, engine, posting_id) for posting_id in ids}
    return {posting_id: reading for posting_id, reading in found.items() if reading}


def whole_reading(db: Session, engine: Engine, posting_id: int) -> Reading | None:
    """A fresh reading with its sentences: after the switch the reasons must be there too."""
    posting, reading = readable(db, posting_id), fresh_reading(db, engine, posting_id)
    if posting is None or reading is None:
        return None
    digest, analysis = reading
    return digest, with_sentences(engine, posting, analysis) if analysis else None


def store_block(db: Session, chosen: Choice, encoder: str, block: Block) -> None:
    """Keep the readings of a block, except where the posting was edited and read meanwhile."""
    for posting_id, reading in block.items():
        entry = db.get(IndexEntry, (posting_id, encoder))
        if entry is None or not entry.content_hash:
            put_reading(db, chosen, encoder, posting_id, reading)
