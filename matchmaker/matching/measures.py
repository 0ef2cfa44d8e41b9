"""Measures of a ranking against graded judgements, per query and averaged.

nDCG with gain 2^grade − 1 and logarithmic discount (Järvelin, Kekäläinen 2002); recall counts grades above zero.
Beside them the Gini coefficient, which tells how unevenly the places in lists fall to those who could be listed.
"""

from collections.abc import Mapping, Sequence
from math import log2

Judgements = Mapping[str, float]
NAMES = ("ndcg@10", "recall@10", "recall@100", "mrr")


def ndcg(ranked: Sequence[str], grades: Judgements, k: int = 10) -> float:
    """Discounted gain of the first k over that of the best possible order."""
    best = sorted(grades.values(), reverse=True)[:k]
    ideal = sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(best))
    found = sum((2 ** grades.get(name, 0) - 1) / log2(place + 2) for place, name in enumerate(ranked[:k]))
    return found / ideal if ideal else 0.0


def recall(ranked: Sequence[str], grades: Judgements, k: int) -> float:
    """Share of the relevant ones among the first k."""
    relevant = {name for name, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Judgements) -> float:
    """One over the place of the first relevant one, 0 when there is none."""
    return next((1 / (place + 1) for place, name in enumerate(ranked) if grades.get(name, 0) > 0), 0.0)


def evaluate(runs: Mapping[str, Sequence[str]], qrels: Mapping[str, Judgements]) -> dict[str, float]:
    """The averages over all queries that have a relevant document, rounded to four decimals."""
    rows = [
        (
            ndcg(runs[query], grades),
            recall(runs[query], grades, 10),
            recall(runs[query], grades, 100),
            reciprocal_rank(runs[query], grades),
        )
        for query, grades in qrels.items()
        if query in runs and any(grade > 0 for grade in grades.values())
    ]
    columns = zip(*rows, strict=True) if rows else [(0.0,)] * len(NAMES)
    return {name: round(sum(column) / len(column), 4) for name, column in zip(NAMES, columns, strict=True)}
