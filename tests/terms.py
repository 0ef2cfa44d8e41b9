"""Terms that the shipped glossary lacks, and a posting that uses them, for the tests of the glossary."""

from flask import Flask
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.recommendations.models import IndexEntry
from matchmaker.terminology.actions import decide, suggest_term
from matchmaker.terminology.models import GlossaryEntry
from matchmaker.terminology.queries import load_entry
from tests.cast import Cast, publish_posting

HEAD = "concept\tkk\tru\ten\tdomain\tpos\n"
TERM = {"kk": "зюмбрақ|зюмбрақша", "ru": "зюмбрик", "en": "quibbler|quibble stone", "domain": "mining", "pos": "noun"}
ROW = "quibbler\tзюмбрақ|зюмбрақша\tзюмбрик\tquibbler|quibble stone\tmining\tnoun\n"
TEXTS = {
    "title": "Зюмбрики для обогатительной фабрики",
    "summary": "Поставляем зюмбрики, которые работают без остановки целый год и не требуют ухода.",
    "description": "Каждый зюмбрик испытан на руде. Срок службы зюмбрика — десять лет. " * 4,
    "advantages": "Зюмбрики дешевле и служат дольше, чем изделия других изготовителей, и легко заменяются на месте.",
    "expectations": "Предприятие, которое готово испытать зюмбрики на своей руде в течение одного месяца работы.",
    "keywords": "зюмбрик, руда",
    "equipment": "",
    "lang": "ru",
}


def publish_unknown(app: Flask, cast: Cast, **more: object) -> int:
    """A live Russian posting about a thing that no dictionary knows."""
    return publish_posting(app.extensions["database"], cast, **TEXTS | more)


def suggest(database: Database, cast: Cast, **changes: str) -> int:
    """A suggestion by the officer; returns its number."""
    with database.write() as db:
        return suggest_term(cast["officer"], db, TERM | changes).id


def accept(database: Database, cast: Cast, term: int, verb: str = "accept") -> None:
    """The operator's decision."""
    with database.write() as db:
        decide(cast["operator"], db, load_entry(cast["operator"], db, term), verb)


def terms(database: Database) -> list[tuple[str, str, str]]:
    """Concept, source and state of every own term."""
    columns = (GlossaryEntry.concept, GlossaryEntry.source, GlossaryEntry.state)
    with database.read() as db:
        return [tuple(row) for row in db.execute(select(*columns).order_by(GlossaryEntry.id))]


def stamps(database: Database) -> dict[int, str]:
    """By which engine and glossary each posting was read."""
    with database.read() as db:
        rows = db.execute(select(IndexEntry.posting_id, IndexEntry.content_hash)).all()
    return {posting_id: digest[48:] for posting_id, digest in rows}
