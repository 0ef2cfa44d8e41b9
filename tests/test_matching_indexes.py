"""The two indexes against plain yardsticks: exact NumPy search, a fresh BM25 index, and BM25 in plain Python."""

from math import log

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.lexical import LexicalIndex
from matchmaker.matching.vectors import VectorIndex, exact_search

DIMENSION = 6
slow = settings(derandomize=True, deadline=None, max_examples=150)
IDS = st.integers(0, 40)
# few values, so that equal vectors and equal scores are common
VECTOR = st.lists(st.integers(-1, 1), min_size=DIMENSION, max_size=DIMENSION).filter(any)
PUT = st.tuples(st.just("put"), st.dictionaries(IDS, VECTOR, min_size=1, max_size=25))
REMOVE = st.tuples(st.just("remove"), st.lists(IDS, max_size=15))
TERMS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 4), max_size=5)
Stored = dict[int, list[float]]


def unit(values: list[int]) -> list[float]:
    vector = np.array(values, np.float32)
    return (vector / np.linalg.norm(vector)).tolist()


def apply(index: VectorIndex, steps: list[tuple[str, dict[int, list[int]] | list[int]]]) -> Stored:
    """Do the steps to the index and to a dictionary."""
    stored: Stored = {}
    for verb, what in steps:
        if isinstance(what, dict):
            fresh = {key: unit(vector) for key, vector in what.items()}
            index.put(list(fresh), np.array(list(fresh.values()), np.float32).reshape(-1, DIMENSION))
            stored |= fresh
        else:
            assert verb == "remove"
            index.remove(what)
            stored = {key: vector for key, vector in stored.items() if key not in what}
    return stored


def nearest(stored: Stored, query: np.ndarray, k: int, permitted: list[int]) -> dict[int, float]:
    """The k best in plain Python: by the score to six decimals, then by id."""
    scores = {
        key: float(np.array(vector, np.float64) @ query.astype(np.float64))
        for key, vector in stored.items()
        if key in permitted
    }
    order = sorted(scores, key=lambda key: (-round(scores[key], 6), key))[:k]
    return {key: scores[key] for key in order}


@slow
@given(st.lists(PUT | PUT | REMOVE, max_size=6), VECTOR, st.integers(1, 30), st.sets(IDS, max_size=20))
def test_vector_search_equals_exact_search(steps: list, query: list[int], k: int, barred: set[int]) -> None:
    index = VectorIndex(DIMENSION)
    stored = apply(index, steps)
    permitted = [key for key in range(60) if key not in barred]
    asked, allowed = np.array(unit(query), np.float32), np.array(permitted, np.int64)
    found_ids, found_scores = index.search(asked, k, allowed)
    matrix = np.array(list(stored.values()), np.float32).reshape(-1, DIMENSION)
    expected = nearest(stored, asked, k, permitted)
    assert exact_search(np.array(list(stored), np.int64), matrix, asked, k, allowed)[0].tolist() == list(expected)
    assert found_ids.tolist() == list(expected)
    np.testing.assert_allclose(found_scores, list(expected.values()), atol=1e-6)
    assert index.ids == set(stored)


def test_many_equal_vectors_come_in_the_order_of_ids() -> None:
    index = VectorIndex(DIMENSION)
    index.put(list(range(300, 0, -1)), np.tile(np.array(unit([1, 0, 0, 0, 0, 0]), np.float32), (300, 1)))
    found, _scores = index.search(np.array(unit([1, 1, 0, 0, 0, 0]), np.float32), 10, np.arange(1, 301))
    assert found.tolist() == list(range(1, 11))


def test_large_random_search_equals_exact_search_under_filters() -> None:
    dice = np.random.default_rng(5)
    matrix = dice.standard_normal((2000, 64)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    index, all_ids = VectorIndex(64), dice.permutation(5000)[:2000]
    index.put(all_ids.tolist(), matrix)
    for row in range(100):
        permitted = dice.choice(5000, size=int(dice.integers(0, 3000)), replace=False)
        ids = index.search(matrix[row], 10, permitted)[0]
        assert ids.tolist() == exact_search(all_ids, matrix, matrix[row], 10, permitted)[0].tolist()


def test_an_empty_index_and_an_empty_permission_answer_nothing() -> None:
    index, query = VectorIndex(DIMENSION), np.array(unit([1, 0, 0, 0, 0, 0]), np.float32)
    assert index.search(query, 5, np.array([1]))[0].tolist() == []
    index.put([1], query[None, :])
    assert index.search(query, 5, np.zeros(0, np.int64))[0].tolist() == []
    assert index.vectors(np.array([1])).tolist() == [query.tolist()]


def bm25(documents: dict[int, dict[str, int]], query: dict[str, int]) -> dict[int, float]:
    """Robertson's BM25 with k1 1.2 and b 0.75, document by document."""
    mean = sum(sum(terms.values()) for terms in documents.values()) / max(len(documents), 1)

    def weight(term: str) -> float:
        holders = sum(term in terms for terms in documents.values())
        return log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))

    def part(term: str, terms: dict[str, int]) -> float:
        norm = 1.2 * (0.25 + 0.75 * sum(terms.values()) / mean)
        return weight(term) * terms[term] * 2.2 / (terms[term] + norm)

    return {key: sum(part(term, terms) for term in query if term in terms) for key, terms in documents.items()}


def scores_of(index: LexicalIndex, query: dict[str, int]) -> dict[int, float]:
    found = index.scores(query, np.array(list(index.rows), np.int64))
    return {key: float(found[row]) for key, row in index.rows.items()}


STEPS = st.lists(st.tuples(st.integers(0, 6), st.none() | TERMS | TERMS), max_size=40)


def grown(steps: list[tuple[int, dict[str, int] | None]]) -> tuple[LexicalIndex, dict[int, dict[str, int]]]:
    """An index after the steps (no terms: removal), and what it should hold."""
    index, stored = LexicalIndex(), {}
    for key, terms in steps:
        stored.pop(key, None)
        if terms is None:
            index.remove(key)
        else:
            index.put(key, terms)
            stored[key] = terms
    return index, stored


def fresh(stored: dict[int, dict[str, int]]) -> LexicalIndex:
    return grown(list(stored.items()))[0]


@slow
@given(STEPS, TERMS)
def test_a_grown_index_scores_as_a_fresh_one_and_as_plain_bm25(steps: list, query: dict[str, int]) -> None:
    index, stored = grown(steps)
    assert scores_of(index, query) == scores_of(fresh(stored), query)
    expected = bm25(stored, query)
    assert set(index.rows) == set(expected)
    for key, score in scores_of(index, query).items():
        np.testing.assert_allclose(score, expected[key], rtol=1e-5, atol=1e-6)


@slow
@given(STEPS, TERMS, st.integers(1, 8), st.sets(st.integers(0, 8)))
def test_best_are_the_highest_permitted_scores(steps: list, query: dict[str, int], k: int, permitted: set[int]) -> None:
    index, stored = grown(steps)
    open_to_all = fresh({key: terms for key, terms in stored.items() if key in permitted})
    scores = {key: score for key, score in scores_of(open_to_all, query).items() if score > 0}
    expected = sorted(scores, key=lambda key: (-scores[key], key))[:k]
    asked = index.scores(query, np.array(sorted(permitted), np.int64))
    assert index.best(asked, k).tolist() == expected


def test_dead_rows_are_cleared_away() -> None:
    index = LexicalIndex()
    for key in range(200):
        index.put(key % 10, {"copper": 1 + key % 3, f"own{key}": 1})
    assert len(index.scores({}, np.arange(10))) <= 65
    assert scores_of(index, {"copper": 1}) == scores_of(
        fresh({key % 10: {"copper": 1 + key % 3, f"own{key}": 1} for key in range(190, 200)}), {"copper": 1}
    )


def test_unknown_ids_and_terms_count_nothing() -> None:
    index = fresh({1: {"copper": 1}})
    scores = index.scores({"zinc": 1, "copper": 1}, np.array([1, 7]))
    assert [score > 0 for score in index.at(scores, np.array([7, 1])).tolist()] == [False, True]
