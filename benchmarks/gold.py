"""How well the product ranks the seeds' capabilities for the seeds' needs, by pair of languages, and how evenly.

`python -m benchmarks.gold` prints the figures; `--write` also keeps them in seeds/gold.json, which the page about
matching shows. The judgements of `seeds/relevance.csv` are graded 0 to 3; what was not judged counts as 0.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import numpy as np
from flask import Flask

from benchmarks.stage import sqlite_config
from matchmaker.accounts.actor import SYSTEM
from matchmaker.app import create_app
from matchmaker.core.tables import read_table
from matchmaker.matching.fairness import gini
from matchmaker.matching.language import LANGUAGES
from matchmaker.matching.measures import Judgements, evaluate, ndcg
from matchmaker.paths import GOLD, SEEDS
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.postings.search import Filters
from matchmaker.recommendations.content import posting_profile, read_posting
from matchmaker.recommendations.edition import Edition
from matchmaker.recommendations.jobs import fresh_reading, store_reading
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.queries import Ids, permitted_ids
from matchmaker.recommendations.wording import word_of
from matchmaker.seeding import RELEVANCE, seed_all

DEPTH, SHOWN = 100, 10


@dataclass(frozen=True)
class Ranking:
    """Of the seeds, by their keys: the best capabilities of each need with their scores, the best first; the language of
    each posting, the organisation of each capability; and what ranked them.
    """

    scores: dict[str, dict[str, float]]
    langs: dict[str, str]
    owners: dict[str, int]
    engine: str
    encoder: str

    @property
    def runs(self) -> dict[str, list[str]]:
        """The capabilities of each need in their order."""
        return {need: list(own) for need, own in self.scores.items()}


def main(arguments: Sequence[str] = ()) -> None:
    """Load the seeds into a new database, read them, rank, and only then look at the judgements."""
    with sqlite_config() as config:
        app = create_app(config)
        load(app)
        found = rank_needs(app)
    figures = {"date": date.today().isoformat()} | measure(found, judgements())
    report(figures)
    if "--write" in arguments:
        GOLD.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def load(app: Flask) -> None:
    """The seeds, each read by the engine."""
    database, index = app.extensions["database"], app.extensions["index"]
    with database.write() as db:
        seed_all(db, SEEDS)
    with database.write() as db:
        for posting in rows(db, whole()):
            reading = fresh_reading(db, index.engines.reading(db, index.encoder_name), posting.id)
            if reading and reading[1]:
                store_reading(db, index.encoder_name, posting.id, reading[0], reading[1])


def rank_needs(app: Flask) -> Ranking:
    """Every need of the seeds against every capability that is live."""
    index: LiveIndex = app.extensions["index"]
    with app.extensions["database"].read() as db:
        live = index.catch_up(db)
        permitted, peers = (permitted_ids(SYSTEM, db, index, Filters(kind=(kind,))) for kind in ("capability", "need"))
        postings = {posting.id: posting for posting in rows(db, whole())}
        needs = [posting for posting in postings.values() if posting.kind == "need"]
        scores = {need.seed_key or "": _rank(live, need, postings, permitted, peers) for need in needs}
    langs = {posting.seed_key or "": posting.lang for posting in postings.values()}
    offered = [postings[posting_id] for posting_id in permitted.tolist()]
    owners = {posting.seed_key or "": posting.organisation_id for posting in offered}
    return Ranking(scores, langs, owners, live.fusion.version, live.encoder_name)


def _rank(live: Edition, need: Posting, postings: dict[int, Posting], permitted: Ids, peers: Ids) -> dict[str, float]:
    profile = posting_profile(need)
    matches = live.rank(read_posting(live.engine, need), profile, permitted, DEPTH, peers)
    return {postings[match.id].seed_key or "": match.score for match in matches}


def judgements() -> dict[str, dict[str, float]]:
    """The grades of the capabilities of each need."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_table(SEEDS / "relevance.csv", RELEVANCE):
        found[row["need"]][row["capability"]] = float(row["grade"])
    return dict(found)


def measure(found: Ranking, grades: Mapping[str, Judgements]) -> dict[str, Any]:
    """Every figure, as the file keeps it."""
    return {
        "engine": found.engine,
        "encoder": found.encoder,
        "needs": len(grades),
        "capabilities": len(found.owners),
        "measures": evaluate(found.runs, grades),
        "pairs": pairs(found, grades),
        "words": words(found, grades),
        "exposure": exposure(found),
    }


def pairs(found: Ranking, grades: Mapping[str, Judgements]) -> list[dict[str, Any]]:
    """nDCG@10 by the languages of the need and of its best capability."""
    values = defaultdict(list)
    for need, own in grades.items():
        best = max(own, key=lambda key: own[key])
        values[found.langs[need], found.langs[best]].append(ndcg(found.runs[need], own))
    return [
        {"need": one, "capability": other, "needs": len(cell), "ndcg@10": round(float(np.mean(cell)), 4)}
        for one, other in product(LANGUAGES, repeat=2)
        if (cell := values[one, other])
    ]


def words(found: Ranking, grades: Mapping[str, Judgements]) -> list[dict[str, Any]]:
    """How many pairs each word of a score is given to, and how many of them were judged to fit at all."""
    pairs, fits = Counter[str](), Counter[str]()
    for need, own in grades.items():
        for capability in found.owners:
            word = word_of(round(found.scores[need].get(capability, 0.0)))
            pairs[word] += 1
            fits[word] += own.get(capability, 0) > 0
    return [{"word": word, "pairs": pairs[word], "fitting": fits[word]} for word in ("strong", "good", "possible")]


def exposure(found: Ranking) -> dict[str, float]:
    """Gini coefficients of how often a capability, and an organisation, is among the first ten of all needs."""
    listed = Counter(key for run in found.runs.values() for key in run[:SHOWN])
    by_owner: Counter[int] = Counter()
    for key, owner in found.owners.items():
        by_owner[owner] += listed[key]
    capabilities = gini([listed[key] for key in found.owners])
    return {"capabilities": round(capabilities, 4), "organisations": round(gini(list(by_owner.values())), 4)}


def report(figures: dict[str, Any]) -> None:
    """Print the averages, the pairs of languages, the words, the exposure, and all of it as one line of JSON."""
    print(f"seeds, {figures['needs']} needs with graded capabilities: {figures['measures']}")
    cells = (f"{one['need']}→{one['capability']} {one['ndcg@10']:.2f}" for one in figures["pairs"])
    print(f"nDCG@10 by languages need→capability: {', '.join(cells)}")
    parts = (f"{one['word']} {one['fitting']}/{one['pairs']}" for one in figures["words"])
    print(f"pairs that fit, by the word of their score: {', '.join(parts)}")
    print(f"Gini of places among the first {SHOWN}: {figures['exposure']}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
