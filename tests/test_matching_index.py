"""The index of everything: documents put, replaced and removed stay whole, and meaning is late interaction."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import PIECES, Analysis
from matchmaker.matching.index import Document, Index, piece_ids
from matchmaker.matching.profile import Profile

DIMENSION = 5
slow = settings(derandomize=True, deadline=None, max_examples=100)
IDS = st.integers(0, 12)
STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "put", "remove"]), st.lists(st.tuples(IDS, st.integers(1, 4)), max_size=6)),
    max_size=8,
)


def reading(key: int, pieces: int, version: int = 0) -> Analysis:
    """A reading that nobody else has."""
    dice = np.random.default_rng([key, pieces, version])
    vectors = dice.standard_normal((pieces, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Analysis(vectors, {f"word{key}": 1, "all": version + 1}, "en")


def grown(steps: list) -> tuple[Index, dict[int, Analysis]]:
    index, stored = Index(DIMENSION), {}
    for version, (verb, rows) in enumerate(steps):
        if verb == "put":
            documents = [Document(key, reading(key, pieces, version), Profile(trl=version)) for key, pieces in rows]
            index.put(documents)
            stored |= {document.id: document.reading for document in documents}
        else:
            index.remove([key for key, _pieces in rows])
            stored = {key: one for key, one in stored.items() if key not in dict(rows)}
    return index, stored


def plain_meaning(query: np.ndarray, document: np.ndarray) -> float:
    """The mean over the query's pieces of the cosine with the document's nearest piece."""
    return float(np.mean([max(float(np.dot(one, other)) for other in document) for one in query]))


@slow
@given(STEPS, st.integers(1, 3))
def test_whatever_is_put_and_removed_the_index_is_sound(steps: list, pieces: int) -> None:
    index, stored = grown(steps)
    assert index.is_sound()
    assert len(index) == len(stored)
    assert [key for key in range(13) if key in index] == sorted(stored)
    query, ids = reading(99, pieces).vectors, np.array(sorted(stored, reverse=True), np.int64)
    expected = [plain_meaning(query, stored[key].vectors) for key in ids.tolist()]
    np.testing.assert_allclose(index.meaning(query, ids), expected, atol=1e-6)


@slow
@given(STEPS, st.integers(1, 6), st.sets(IDS))
def test_near_are_the_documents_of_the_nearest_permitted_pieces(steps: list, k: int, permitted: set[int]) -> None:
    index, stored = grown(steps)
    query = reading(99, 2).vectors
    expected: set[int] = set()
    for piece in query:
        cosines = {
            (key, place): float(np.dot(piece, vector))
            for key, one in stored.items()
            if key in permitted
            for place, vector in enumerate(one.vectors)
        }
        expected |= {key for key, _place in sorted(cosines, key=lambda one: -cosines[one])[:k]}
    assert index.near(query, k, np.array(sorted(permitted), np.int64)).tolist() == sorted(expected)


def test_a_document_that_comes_twice_is_there_once() -> None:
    index = Index(DIMENSION)
    index.put([Document(1, reading(1, 3)), Document(2, reading(2, 1)), Document(1, reading(1, 2), Profile(trl=4))])
    assert (index.is_sound(), len(index), index.profiles[1].trl) == (True, 2, 4)
    assert index.vectors.ids == {*piece_ids(1, 2), *piece_ids(2, 1)}


def test_a_shorter_version_leaves_no_piece_behind() -> None:
    index = Index(DIMENSION)
    for pieces in (5, 2, 3):
        index.put([Document(7, reading(7, pieces))])
        assert (index.is_sound(), index.vectors.total) == (True, pieces)
    index.remove([7, 8])
    assert (index.is_sound(), len(index), index.vectors.total) == (True, 0, 0)


def test_pieces_beyond_the_bound_are_left_out() -> None:
    index = Index(DIMENSION)
    index.put([Document(1, reading(1, PIECES + 9)), Document(2, reading(2, 1))])
    assert (index.is_sound(), index.vectors.total) == (True, PIECES + 1)
    query = reading(99, 1).vectors
    np.testing.assert_allclose(
        index.meaning(query, np.array([2, 1])),
        [plain_meaning(query, reading(2, 1).vectors), plain_meaning(query, reading(1, PIECES + 9).vectors[:PIECES])],
        atol=1e-6,
    )


def test_a_part_that_lost_something_is_not_sound() -> None:
    breaks = [
        lambda index: index.texts.remove(1),
        lambda index: index.profiles.pop(1),
        lambda index: index.vectors.remove([PIECES]),
    ]
    for break_it in breaks:
        index = Index(DIMENSION)
        index.put([Document(1, reading(1, 2))])
        break_it(index)
        assert not index.is_sound()


def test_an_empty_index_answers() -> None:
    index, nothing = Index(DIMENSION), np.zeros(0, np.int64)
    query = reading(1, 1).vectors
    assert index.is_sound() and len(index) == 0
    assert index.near(query, 5, np.array([1, 2])).tolist() == index.meaning(query, nothing).tolist() == []
    index.put([])
    index.remove([])
    assert index.near(np.zeros((0, DIMENSION), np.float32), 5, np.array([1])).tolist() == []
