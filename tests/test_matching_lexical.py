"""BM25 over groups of stems against plain Python, and an index that grew against a fresh one."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.lexical import MOST, B, LexicalIndex

K1, K3 = 3.0, 8.0
slow = settings(derandomize=True, deadline=None, max_examples=150)
GROUP = st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=3, unique=True).map(" ".join)
WORDS = st.dictionaries(GROUP, st.integers(1, 4), max_size=5)
LANGS = st.sampled_from(["kk", "ru", "en"])
STEPS = st.lists(st.tuples(st.integers(0, 6), st.none() | WORDS | WORDS, LANGS), max_size=40)
PERMITTED = st.sets(st.integers(0, 8))
Stored = dict[int, tuple[dict[str, int], str]]


def grown(steps: list[tuple[int, dict[str, int] | None, str]]) -> tuple[LexicalIndex, Stored]:
    """An index after the steps (no words: removal), and what it should hold."""
    index, stored = LexicalIndex(("words", "other")), {}
    for key, words, lang in steps:
        stored.pop(key, None)
        if words is None:
            index.remove(key)
        else:
            index.put(key, {"words": words}, lang)
            stored[key] = (words, lang)
    return index, stored


def fresh(stored: Stored) -> LexicalIndex:
    return grown([(key, words, lang) for key, (words, lang) in stored.items()])[0]


def scored(index: LexicalIndex, query: dict[str, int], permitted: set[int]) -> dict[int, float]:
    is_open = index.open_rows(np.array(sorted(permitted), np.int64))
    found, _most = index.scores("words", query, is_open)
    assert found[~is_open].tolist() == [0.0] * int((~is_open).sum())
    return {key: float(found[row]) for key, row in index.rows.items() if key in permitted}


def held(words: dict[str, int], stem: str) -> int:
    return min(sum(count for group, count in words.items() if stem in group.split(" ")), MOST)


def bm25(stored: Stored, query: dict[str, int], permitted: set[int]) -> dict[int, float]:
    """Robertson's BM25, document by document: a group counts as the best of its stems."""
    documents = {key: words for key, (words, _lang) in stored.items() if key in permitted}
    mean = max(sum(sum(words.values()) for words in documents.values()) / max(len(documents), 1), 1e-9)

    def part(stem: str, words: dict[str, int]) -> float:
        holders = sum(held(other, stem) > 0 for other in documents.values())
        rarity = log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
        count, norm = held(words, stem), K1 * (1 - 0.9 + 0.9 * sum(words.values()) / mean)
        return rarity * count * (K1 + 1) / (count + norm)

    def whole(words: dict[str, int]) -> float:
        best = {group: max(part(stem, words) for stem in group.split(" ")) for group in query}
        return sum(best[group] * count * (K3 + 1) / (count + K3) for group, count in query.items())

    return {key: whole(words) for key, words in documents.items()}


def test_its_constants_are_those_that_are_documented() -> None:
    from matchmaker.matching import lexical

    assert (lexical.K1, B, lexical.K3) == (3.0, 0.9, 8.0)


@slow
@given(STEPS, WORDS, PERMITTED)
def test_a_grown_index_scores_as_a_fresh_one_and_as_plain_bm25(steps: list, query: dict, permitted: set[int]) -> None:
    index, stored = grown(steps)
    found, expected = scored(index, query, permitted), bm25(stored, query, permitted)
    assert found == pytest.approx(scored(fresh(stored), query, permitted))
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-9)
    assert set(index.rows) == set(stored)


@slow
@given(STEPS, WORDS, PERMITTED)
def test_only_open_rows_count(steps: list, query: dict, permitted: set[int]) -> None:
    index, stored = grown(steps)
    alone = fresh({key: one for key, one in stored.items() if key in permitted})
    assert scored(index, query, permitted) == pytest.approx(scored(alone, query, permitted))


@slow
@given(STEPS, WORDS, PERMITTED)
def test_parts_sum_to_the_score_and_the_most_bounds_it(steps: list, query: dict, permitted: set[int]) -> None:
    index, _stored = grown(steps)
    is_open = index.open_rows(np.array(sorted(permitted), np.int64))
    _found, most = index.scores("words", query, is_open)
    for key, score in scored(index, query, permitted).items():
        parts = index.parts("words", query, is_open, key)
        assert sum(parts.values()) == pytest.approx(score, abs=1e-9)
        assert set(parts) <= {stem for group in query for stem in group.split(" ")}
        assert all(part > 0 for part in parts.values())
        assert score <= most + 1e-9


@slow
@given(STEPS, PERMITTED)
def test_open_rows_are_known_by_language(steps: list, permitted: set[int]) -> None:
    index, stored = grown(steps)
    is_open = index.open_rows(np.array(sorted(permitted), np.int64))
    found = {lang: set(index.ids[rows].tolist()) for lang, rows in index.languages(is_open).items()}
    langs = {stored[key][1] for key in stored if key in permitted}
    assert found == {lang: {key for key in stored if key in permitted and stored[key][1] == lang} for lang in langs}


def test_dead_rows_are_cleared_away() -> None:
    steps = [(key % 10, {"copper": 1 + key % 3, f"own{key}": 1}, "en") for key in range(200)]
    index, stored = grown(steps)
    assert len(index) <= 65
    everyone = set(range(10))
    assert scored(index, {"copper": 1}, everyone) == pytest.approx(scored(fresh(stored), {"copper": 1}, everyone))
    assert "own0" not in index.fields["words"].lists


def test_a_query_repeats_a_word_with_less_and_less_effect() -> None:
    index = fresh({1: ({"copper": 2}, "en"), 2: ({"zinc": 1}, "en")})
    scores = [scored(index, {"copper": count}, {1, 2})[1] for count in (1, 2, 4, 1000)]
    assert scores == sorted(scores)
    assert scores[-1] < (K3 + 1) * scores[0]
    assert scores[1] - scores[0] > (scores[2] - scores[1]) / 2


def test_several_glosses_of_one_word_are_not_several_words() -> None:
    index = fresh({1: ({"tail": 1, "wast": 1, "mine": 1}, "en"), 2: ({"zinc": 1}, "en"), 3: ({"tail": 1}, "en")})
    one = scored(index, {"wast": 1}, {1, 2, 3})[1]
    assert scored(index, {"хвосты tail wast": 1}, {1, 2, 3})[1] == pytest.approx(one)
    assert scored(index, {"tail": 1, "wast": 1}, {1, 2, 3})[1] > one


def test_unknown_ids_fields_and_words_count_nothing() -> None:
    index = fresh({1: ({"copper": 1}, "en")})
    index.remove(99)
    assert index.open_rows(np.array([-1, 1, 7, 10**6])).tolist() == [True]
    assert scored(index, {"zinc": 1}, {1}) == {1: 0.0}
    assert index.scores("other", {"copper": 1}, index.open_rows(np.array([1])))[0].tolist() == [0.0]
    assert index.scores("words", {"copper": 1}, index.open_rows(np.zeros(0, np.int64)))[0].tolist() == [0.0]


def test_very_large_ids_and_counts_are_held() -> None:
    index = fresh({5_000_000: ({"copper": 100_000}, "en"), 1: ({"zinc": 1}, "en")})
    assert scored(index, {"copper": 1}, {1, 5_000_000})[5_000_000] > 0
