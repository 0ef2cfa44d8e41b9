"""Ranking and its reasons: the score is the sum of its contributions, and only what is permitted is ranked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.encoder import HashingEncoder
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.lexical import LexicalIndex
from matchmaker.matching.ranking import POINTS, Match, Profile, overlap, rank, structure, trl_fit
from matchmaker.matching.reasons import SentencePair, as_written, best_pair, shared_terms
from matchmaker.matching.vectors import VectorIndex

ENGINE = Engine(
    HashingEncoder(), Glossary([("ru", "медь", "copper"), ("kk", "мыс", "copper"), ("ru", "хвосты", "tailings")])
)
NEED = Profile("need", 6, frozenset({"2.5"}), frozenset({"07"}), frozenset({"licence"}), frozenset({"KZ-35"}))
WORDS = ["copper", "flotation", "tailings", "reagent", "wheat", "protein", "sensor", "медь", "хвосты", "мыс"]
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
CODES = st.frozensets(st.sampled_from(["a", "b", "c"]))
PROFILE = st.builds(Profile, st.just("capability"), st.none() | st.integers(1, 9), CODES, CODES, CODES, CODES)


def indexed(texts: dict[int, str]) -> tuple[VectorIndex, LexicalIndex]:
    vectors, lexical = VectorIndex(64), LexicalIndex()
    for key, text in texts.items():
        read = ENGINE.read(text, "")
        vectors.put([key], read.vector[None, :])
        lexical.put(key, read.terms)
    return vectors, lexical


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    st.dictionaries(st.integers(1, 40), st.tuples(TEXT, PROFILE), max_size=12),
    TEXT,
    st.none() | PROFILE,
    st.lists(st.integers(1, 60), unique=True),
    st.integers(1, 8),
)
def test_ranking_is_itemised_permitted_and_in_order(
    stored: dict, query: str, profile: Profile | None, permitted: list[int], limit: int
) -> None:
    vectors, lexical = indexed({key: text for key, (text, _profile) in stored.items()})
    profiles = {key: own for key, (_text, own) in stored.items()}
    allowed = np.array(permitted, np.int64)
    found = rank(ENGINE.read(query, ""), profile, vectors, lexical, profiles, allowed, limit)
    assert len(found) == min(limit, len(set(permitted) & set(stored)))
    assert {match.id for match in found} <= set(permitted) & set(stored)
    assert found == sorted(found, key=lambda match: (-round(match.score, 6), match.id))
    for match in found:
        names = ["meaning", "words"] if profile is None else list(POINTS)
        assert list(match.contributions) == names
        assert match.score == sum(match.contributions.values())
        assert all(-1e-4 <= points <= POINTS[name] + 1e-4 for name, points in match.contributions.items())
        if profile is not None:
            own = structure(profile, profiles[match.id])
            assert {name: match.contributions[name] for name in own} == own


def test_the_points_of_a_perfect_fit_are_a_hundred() -> None:
    assert sum(POINTS.values()) == 100
    vectors, lexical = indexed({1: "copper flotation", 2: "wheat protein"})
    profiles = {
        1: Profile("capability", 6, *(getattr(NEED, n) for n in ("fields", "sectors", "cooperation", "regions")))
    }
    found = rank(
        ENGINE.read("copper flotation", ""), NEED, vectors, lexical, profiles | {2: Profile()}, np.array([1, 2]), 5
    )
    assert [match.id for match in found] == [1, 2]
    assert found[0].score == pytest.approx(100, abs=1e-3)
    # a region left open is the whole country
    assert {name: found[1].contributions[name] for name in ("fields", "trl", "region")} == {
        "fields": 0,
        "trl": 0,
        "region": 2,
    }


def test_a_word_match_across_languages_counts() -> None:
    vectors, lexical = indexed({1: "мыс өндіру", 2: "wheat", 3: "copper"})
    found = rank(ENGINE.read("медь", ""), None, vectors, lexical, {}, np.array([1, 2, 3]), 3)
    assert [match.id for match in found if match.contributions["words"] > 0] == [3, 1]


def test_no_permission_no_match() -> None:
    vectors, lexical = indexed({1: "copper"})
    assert rank(ENGINE.read("copper", ""), None, vectors, lexical, {}, np.zeros(0, np.int64), 5) == []
    assert Match(1).score == 0


@pytest.mark.parametrize(
    ("one", "other", "share"), [("ab", "bc", 0.5), ("abc", "b", 1.0), ("ab", "cd", 0.0), ("", "a", 0.0), ("", "", 0.0)]
)
def test_overlap_is_the_share_of_the_smaller_set(one: str, other: str, share: float) -> None:
    assert overlap(frozenset(one), frozenset(other)) == overlap(frozenset(other), frozenset(one)) == share


@pytest.mark.parametrize(
    ("need", "capability", "fit"),
    [(6, 6, 1.0), (6, 9, 1.0), (6, 5, 0.75), (9, 5, 0.0), (9, 1, 0.0), (None, 5, 0.0), (5, None, 0.0)],
)
def test_trl_fits_when_the_capability_is_ripe(need: int | None, capability: int | None, fit: float) -> None:
    sides = Profile("need", need), Profile("capability", capability)
    assert trl_fit(*sides) == trl_fit(*reversed(sides)) == fit


def test_structure_points() -> None:
    other = Profile(
        "capability", 5, frozenset({"2.5", "1.4"}), frozenset({"08"}), frozenset({"licence"}), frozenset({"KZ-10"})
    )
    assert structure(NEED, other) == {"fields": 8, "sectors": 0, "cooperation": 3, "trl": 1.5, "region": 0}


def test_the_best_pair_of_sentences() -> None:
    own, other = (
        ENGINE.with_sentences(ENGINE.read(text, ""), text)
        for text in (
            "We bake bread from whole wheat grain. Copper is lost with the flotation tailings.",
            "The laboratory is in Karaganda city. Copper is lost with the flotation tailings.",
        )
    )
    sentence = "Copper is lost with the flotation tailings."
    found = best_pair(own, other)
    assert found == SentencePair(sentence, sentence, found.cosine if found else 0)
    assert found.cosine == pytest.approx(1)
    assert best_pair(own, Analysis(other.vector)) is None
    assert best_pair(Analysis(own.vector), other) is None


def test_shared_terms_come_most_used_first() -> None:
    own = {"ore": 3, "flotation": 1, "copper": 1, "25": 4, "pH": 2}
    other = {"ore": 2, "flotation": 5, "copper": 1, "25": 1, "zinc": 1}
    assert shared_terms(own, other) == ["ore", "flotation", "copper"]
    assert shared_terms(own, other, limit=1) == ["ore"]


def test_terms_are_shown_as_they_are_written() -> None:
    text = "Флотации подвергают хвосты; флотация хвостов и leaching"
    assert as_written(["хвост", "leach", "флотац", "absent"], text, "ru") == ["хвосты", "leaching", "флотации"]


def test_the_engine_reads_terms_of_both_languages_and_leaves_stop_words_out() -> None:
    assert ENGINE.terms("Медь и хвосты") == {"мед": 1, "хвост": 1, "copper": 1, "tail": 1}
    assert ENGINE.terms("The copper of the ore") == {"copper": 1, "ore": 1}


def test_reading_many_equals_reading_each() -> None:
    pairs = [("copper flotation", "tailings"), ("", ""), ("wheat " * 300, "медь")]
    for many, (head, body) in zip(ENGINE.read_many(pairs), pairs, strict=True):
        one = ENGINE.read(head, body)
        np.testing.assert_allclose(many.vector, one.vector, atol=1e-6)
        assert many.terms == one.terms
        assert float(np.linalg.norm(many.vector)) == pytest.approx(1, abs=1e-5)
