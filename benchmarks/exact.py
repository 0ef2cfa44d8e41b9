"""FAISS's answers beside an exact NumPy search: ids and order, for 1,000 queries under random filters."""

import numpy as np

from matchmaker.matching.vectors import VectorIndex, exact_search

DOCUMENTS, QUERIES, DIMENSION, LIMIT, SEED = 20_000, 1_000, 384, 10, 2026


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length one, float32."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def main() -> None:
    """Filters let through between one document and all; every tenth vector is a copy of another, so that scores tie."""
    random = np.random.default_rng(SEED)
    matrix = unit(random.standard_normal((DOCUMENTS, DIMENSION)))
    matrix[::10] = matrix[1::10]
    ids = random.permutation(DOCUMENTS * 3)[:DOCUMENTS].astype(np.int64)
    index = VectorIndex(DIMENSION)
    index.put(ids.tolist(), matrix)
    different = 0
    for query in unit(random.standard_normal((QUERIES, DIMENSION))):
        share = 10 ** random.uniform(-4, 0)
        permitted = np.sort(random.choice(ids, max(1, int(share * DOCUMENTS)), replace=False))
        found, _scores = index.search(query, LIMIT, permitted)
        expected, _exact = exact_search(ids, matrix, query, LIMIT, permitted)
        different += not np.array_equal(found, expected)
    print(f"exactness: {QUERIES} queries over {DOCUMENTS} vectors under random filters: {different} answers differ")


if __name__ == "__main__":
    main()
