"""Vector search against exact NumPy search and against plain Python, under filters, with many equal scores."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.vectors import VectorIndex, exact_search

DIMENSION = 6
slow = settings(derandomize=True, deadline=None, max_examples=150)
IDS = st.integers(0, 40)
# few values, so that equal vectors and equal scores are common
VECTOR = st.lists(st.integers(-1, 1), min_size=DIMENSION, max_size=DIMENSION).filter(any)
PUT = st.tuples(st.just("put"), st.dictionaries(IDS, VECTOR, min_size=1, max_size=25))
REMOVE = st.tuples(st.just("remove"), st.lists(IDS, max_size=15))
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
