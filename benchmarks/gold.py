"""How well the product ranks the seeds' capabilities for the seeds' needs, by pair of languages.

The judgements of `seeds/relevance.csv` are graded 0 to 3; what was not judged counts as 0.
"""

from collections import defaultdict

import numpy as np

from benchmarks.measures import evaluate, ndcg
from benchmarks.stage import sqlite_config
from matchmaker.accounts.actor import SYSTEM
from matchmaker.app import create_app
from matchmaker.core.tables import read_table
from matchmaker.paths import SEEDS
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.postings.search import Filters
from matchmaker.recommendations.content import posting_profile, read_posting
from matchmaker.recommendations.jobs import fresh_reading, store_reading
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.queries import permitted_ids
from matchmaker.seeding import RELEVANCE, seed_all


def main() -> None:
    """Load the seeds into a new database, read them, rank, and only then look at the judgements."""
    with sqlite_config() as config:
        app = create_app(config)
        database, index = app.extensions["database"], app.extensions["index"]
        with database.write() as db:
            seed_all(db, SEEDS)
        engine = index.engines.reading(index.encoder_name)
        with database.write() as db:
            for posting in rows(db, whole()):
                reading = fresh_reading(db, engine, posting.id)
                if reading:
                    store_reading(db, index.encoder_name, posting.id, reading)
        with database.read() as db:
            index.catch_up(db)
            permitted = permitted_ids(SYSTEM, db, index, Filters(kind=("capability",)))
            postings = {posting.id: posting for posting in rows(db, whole())}
        runs = {
            need.seed_key or "": _rank(index, need, postings, permitted)
            for need in postings.values()
            if need.kind == "need"
        }
        report(runs, {posting.seed_key or "": posting.lang for posting in postings.values()})


def _rank(index: LiveIndex, need: Posting, postings: dict[int, Posting], permitted: np.ndarray) -> list[str]:
    profile = posting_profile(need)
    matches = index.rank(read_posting(index.engine, need), profile, permitted, 100)
    return [postings[match.id].seed_key or "" for match in matches]


def report(runs: dict[str, list[str]], langs: dict[str, str]) -> None:
    """Print the averages, and nDCG@10 by the languages of the need and of its best capability."""
    qrels: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_table(SEEDS / "relevance.csv", RELEVANCE):
        qrels[row["need"]][row["capability"]] = float(row["grade"])
    pairs = defaultdict(list)
    for need, grades in qrels.items():
        pairs[langs[need], langs[max(grades, key=lambda key: grades[key])]].append(ndcg(runs[need], grades))
    print(f"seeds, {len(qrels)} needs with graded capabilities: {evaluate(runs, qrels)}")
    print(
        "nDCG@10 by languages need→capability: "
        + ", ".join(f"{a}→{b} {np.mean(found):.2f}" for (a, b), found in sorted(pairs.items()))
    )


if __name__ == "__main__":
    main()
