"""A recommendation request at 10,000 postings beside its parts: one query encode, one FAISS search, both sparse
searches, one fetch by key.

The postings are copies of the seeds' texts with vectors moved at random, written to the database directly. Request and
yardstick alternate in one run; what is printed is the median of the ratios pair by pair.
"""

import time
from collections.abc import Callable
from datetime import timedelta

import numpy as np
from flask import Flask
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from benchmarks.stage import Values, open_app, open_organisation, seed_forms, sqlite_config
from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import ANONYMOUS, SYSTEM
from matchmaker.core import clock
from matchmaker.core.changes import announce
from matchmaker.matching.engine import PIECES, Analysis, sound_grams
from matchmaker.organisations.actions import add_member
from matchmaker.organisations.models import Organisation
from matchmaker.postings.draft import read_draft
from matchmaker.postings.models import Posting, PostingCode, PostingText
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.content import content_hash
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import recommend_for_text

POSTINGS, ROUNDS, SEED, SEEDS = 10_000, 60, 2026, 266
QUERY = "We look for a way to recover fine copper particles from flotation tailings at a concentrator, at least TRL 6."


def fill(app: Flask, laboratory: int, enterprise: int) -> None:
    """Write the postings with their readings; half of them capabilities."""
    database, engine = app.extensions["database"], app.extensions["index"].engine
    forms = seed_forms(SEEDS, "capability")
    heads = [f"{form['title']}. {form['summary']}. {form['keywords']}" for form in forms]
    readings = engine.read_many([(head, form["description"]) for head, form in zip(heads, forms, strict=True)])
    random, now = np.random.default_rng(SEED), clock.now()
    with database.write() as db:
        for number in range(1, POSTINGS + 1):
            kind, reading = ("capability", "need")[number % 2], readings[number % SEEDS]
            owner = laboratory if kind == "capability" else enterprise
            _write(db, number, kind, owner, forms[number % SEEDS], now - timedelta(minutes=number))
            db.execute(insert(IndexEntry).values(**_entry(number, engine.encoder.name, reading, random)))
        stored = db.get_one(IndexEntry, (1, engine.encoder.name))
        stored.content_hash = content_hash(engine, rows(db, whole().where(Posting.id == 1))[0])
        announce(db, 1)


def _entry(number: int, encoder: str, reading: Analysis, random: np.random.Generator) -> dict[str, object]:
    """An index entry of a posting that is like the reading: its vectors moved at random."""
    vectors = reading.vectors + 0.03 * random.standard_normal(reading.vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    key = {"posting_id": number, "encoder": encoder, "content_hash": "", "embedded_at": clock.now()}
    read = {"vector": vectors.tobytes(), "pieces": len(vectors), "terms": reading.words, "lang": reading.lang}
    return key | read | {"sentences": [], "sentence_vectors": b""}


def _write(db: Session, number: int, kind: str, owner: int, form: Values, at: object) -> None:
    draft = read_draft(form)
    columns = draft.columns | {"id": number, "kind": kind, "organisation_id": owner, "codes": draft.codes}
    moments = {"published_at": at, "refreshed_at": at, "expires_at": clock.now() + timedelta(days=300)}
    db.execute(insert(Posting).values(**columns, state="published", version=1, reviewed_version=1, **moments))
    db.execute(insert(PostingText).values(posting_id=number, lang=draft.lang, origin="author", **draft.texts))
    codes = [{"posting_id": number, "field": field, "code": c} for field, own in draft.codes.items() for c in own]
    db.execute(insert(PostingCode), codes)


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def compare(name: str, request: Callable[[], object], parts: dict[str, Callable[[], object]]) -> None:
    """Print the median ratio of a request to the sum of its parts, measured in turn."""
    whole_times, part_times = [], []
    for _round in range(ROUNDS):
        whole_times.append(seconds(request))
        part_times.append([seconds(part) for part in parts.values()])
    sums = np.array(part_times).sum(axis=1)
    medians = dict(zip(parts, 1000 * np.median(part_times, axis=0), strict=True))
    split = ", ".join(f"{part} {value:.1f} ms" for part, value in medians.items())
    ratio = float(np.median(np.array(whole_times) / sums))
    print(f"{name}: {1000 * np.median(whole_times):.1f} ms beside {split}: ratio {ratio:.2f}")


def count_queries(app: Flask, call: Callable[[], object]) -> int:
    """How many statements a call sends, transaction control aside."""
    count = 0

    def before(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal count
        count += not statement.startswith(("PRAGMA", "BEGIN"))

    engine = app.extensions["database"].engine
    event.listen(engine, "before_cursor_execute", before)
    call()
    event.remove(engine, "before_cursor_execute", before)
    return count


def main() -> None:
    """A text typed by a visitor, and the page of a stored need, each beside the parts."""
    with sqlite_config() as config:
        app = open_app(config)
        app.config["WTF_CSRF_ENABLED"] = False
        database, index = app.extensions["database"], app.extensions["index"]
        laboratory, enterprise = open_organisation(database), open_organisation(database, "enterprise")
        with database.write() as db:
            create_user(SYSTEM, db, email="bench@example.org", password="long enough", name="Bench", role="company")
            add_member(SYSTEM, db, db.get_one(Organisation, enterprise), "bench@example.org", "member")
        fill(app, laboratory, enterprise)
        client = app.test_client()
        client.post("/sign-in", data={"email": "bench@example.org", "password": "long enough"})
        with database.read() as db:
            index.catch_up(db)
            everything = np.arange(1, POSTINGS + 1, 2)  # the capabilities
            places = (everything[:, None] * PIECES + np.arange(PIECES)).ravel()

            def typed() -> None:
                with database.read() as reading:
                    recommend_for_text(ANONYMOUS, reading, index, "need", "", QUERY)

            def page() -> None:
                assert client.get("/postings/1/recommendations").status_code == 200

            def fetch() -> None:
                with database.read() as reading:
                    query = whole().add_columns(IndexEntry).join(IndexEntry, IndexEntry.posting_id == Posting.id)
                    reading.execute(query.where(Posting.id.in_(range(2, 22, 2)))).unique().all()

            query = index.engine.read(QUERY, "")
            is_open = index.index.texts.open_rows(everything)
            parts: dict[str, Callable[[], object]] = {
                "encode": lambda: index.engine.encoder.encode([QUERY]),
                "search": lambda: index.index.vectors.search(query.vectors[0], 200, places),
                "sparse": lambda: [
                    index.index.texts.scores(field, groups, is_open)
                    for field, groups in (("words", query.words), ("sounds", sound_grams(query.words)))
                ],
                "fetch": fetch,
            }
            print(f"{len(index.index)} postings in the index")
            for call in (typed, page, fetch):
                call()
            compare("a typed text", typed, parts)
            compare("the page of a stored need over HTTP", page, parts)
            print(f"queries of that page: {count_queries(app, page)}")


if __name__ == "__main__":
    main()
