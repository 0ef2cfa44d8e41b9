"""The measures of rankings against values computed by hand."""

from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.fairness import gini
from matchmaker.matching.measures import evaluate, ndcg, recall, reciprocal_rank

GRADES = {"a": 3.0, "b": 2.0, "c": 1.0, "d": 0.0}
# gains 7, 3, 1, 0; discounts 1, log2 3, 2, log2 5
IDEAL = 7 + 3 / log2(3) + 1 / 2


@pytest.mark.parametrize(
    ("ranked", "k", "expected"),
    [
        (["a", "b", "c", "d"], 10, 1.0),
        (["b", "a", "x", "c"], 10, (3 + 7 / log2(3) + 1 / log2(5)) / IDEAL),
        (["x", "a"], 10, (7 / log2(3)) / IDEAL),
        (["b", "a"], 1, 3 / 7),  # the best first place is worth 7
        (["d", "x"], 10, 0.0),
        ([], 10, 0.0),
    ],
)
def test_ndcg(ranked: list[str], k: int, expected: float) -> None:
    assert ndcg(ranked, GRADES, k) == pytest.approx(expected)


def test_ndcg_looks_at_the_first_ten_only() -> None:
    others = [f"x{number}" for number in range(9)]
    assert ndcg([*others, "a"], {"a": 1}) == pytest.approx(1 / log2(11))
    assert ndcg([*others, "x9", "a"], {"a": 1}) == 0.0


def test_recall_counts_grades_above_zero() -> None:
    assert recall(["a", "d", "x", "c"], GRADES, 3) == pytest.approx(1 / 3)
    assert recall(["a", "d", "x", "c"], GRADES, 4) == pytest.approx(2 / 3)
    assert recall(["a"], {"a": 0}, 10) == 0.0


def test_reciprocal_rank() -> None:
    assert reciprocal_rank(["d", "x", "c", "a"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["a"], GRADES) == 1.0
    assert reciprocal_rank(["d", "x"], GRADES) == 0.0


def test_averages_leave_out_queries_without_a_relevant_document_or_a_run() -> None:
    runs = {"one": ["a", "b"], "two": ["x", *[f"y{n}" for n in range(10)], "c"], "empty": ["a"]}
    qrels = {"one": {"a": 1, "b": 1}, "two": {"c": 2}, "empty": {"a": 0}, "absent": {"a": 1}}
    assert evaluate(runs, qrels) == {"ndcg@10": 0.5, "recall@10": 0.5, "recall@100": 1.0, "mrr": 0.5417}


def test_nothing_to_measure_is_zero() -> None:
    assert evaluate({}, {}) == {"ndcg@10": 0.0, "recall@10": 0.0, "recall@100": 0.0, "mrr": 0.0}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([3, 3, 3, 3], 0.0),
        ([0, 0, 0, 8], 0.75),  # one of four has everything
        ([4, 1, 3, 2], 0.25),  # differences between all pairs 20, over 2 · 4² · 2.5
        ([0, 0], 0.0),
        ([], 0.0),
    ],
)
def test_gini(counts: list[int], expected: float) -> None:
    assert gini(counts) == pytest.approx(expected)


NAMES = st.sampled_from("abcdefgh")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(NAMES, unique=True), st.dictionaries(NAMES, st.integers(0, 3)))
def test_no_order_beats_the_ideal(ranked: list[str], grades: dict[str, int]) -> None:
    best = sorted(grades, key=lambda name: -grades[name])
    assert 0 <= ndcg(ranked, grades) <= ndcg(best, grades) + 1e-12
    assert ndcg(best, grades) == pytest.approx(1.0 if any(grades.values()) else 0.0)
