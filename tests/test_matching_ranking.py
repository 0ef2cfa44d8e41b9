"""Ranking: the score is the sum of its contributions, only what is permitted counts, and no language crowds out others."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import Analysis
from matchmaker.matching.fusion import CHANNELS, STRUCTURE, shipped
from matchmaker.matching.index import Document, Index
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import CROWD, Match, items, match_of, rank, structure

DIMENSION = 6
FUSION = shipped()
slow = settings(derandomize=True, deadline=None, max_examples=120)
GROUP = st.sampled_from(["мыс copper", "медь copper", "copper", "tail wast", "wheat", "орын deposit", "кен ore", "ore"])
WORDS = st.dictionaries(GROUP, st.integers(1, 3), min_size=1, max_size=5)
CODES = st.frozensets(st.sampled_from(["a", "b"]))
PROFILE = st.builds(Profile, st.just("capability"), st.none() | st.integers(1, 9), CODES, CODES, CODES, CODES)


def unit(seed: int, pieces: int = 1) -> np.ndarray:
    found = np.random.default_rng(seed).standard_normal((pieces, DIMENSION)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


READING = st.builds(
    lambda seed, pieces, words, lang: Analysis(unit(seed, pieces), words, lang),
    st.integers(0, 99),
    st.integers(1, 3),
    WORDS,
    st.sampled_from(["kk", "ru", "en"]),
)
WORLD = st.dictionaries(st.integers(1, 40), st.tuples(READING, PROFILE), min_size=1, max_size=12)
World = dict[int, tuple[Analysis, Profile]]


def indexed(world: World) -> Index:
    index = Index(DIMENSION)
    index.put([Document(key, reading, profile) for key, (reading, profile) in world.items()])
    return index


def ids(keys: object) -> np.ndarray:
    return np.array(sorted(keys), np.int64)


def ranked(query: Analysis, world: World, profile: Profile | None = None, limit: int = 99) -> dict[int, Match]:
    return {match.id: match for match in rank(query, profile, indexed(world), FUSION, ids(world), limit)}


@slow
@given(WORLD, READING, st.none() | PROFILE, st.sets(st.integers(1, 60)), st.integers(1, 8))
def test_every_match_is_itemised_permitted_and_in_order(
    world: World, query: Analysis, profile: Profile | None, permitted: set[int], limit: int
) -> None:
    found = rank(query, profile, indexed(world), FUSION, ids(permitted), limit)
    assert len(found) == len({match.id for match in found}) == min(limit, len(permitted & set(world)))
    assert {match.id for match in found} <= permitted & set(world)
    digits = 6 if profile is None else 1
    fits = [round(match.fit, digits) for match in found]
    assert fits == sorted(fits, reverse=True)
    for match in found:
        assert list(match.contributions) == [*CHANNELS, *(STRUCTURE if profile else ())]
        assert match.score == pytest.approx(sum(match.contributions.values()), abs=1e-6)
        assert match.score == pytest.approx(min(match.fit, 100), abs=1e-6)
        assert min(match.contributions.values()) >= 0
        if profile is not None and match.fit <= 100:
            own = structure(FUSION, profile, world[match.id][1], 0)
            assert {name: match.contributions[name] for name in own} == pytest.approx(own)


@slow
@given(WORLD, READING)
def test_bridges_share_out_the_points_of_words(world: World, query: Analysis) -> None:
    for match in ranked(query, world, Profile("need")).values():
        points = [bridge.points for bridge in match.bridges]
        assert sum(points) == pytest.approx(match.contributions["words"], abs=1e-6)
        assert points == sorted(points, reverse=True)
        stems = {stem for group in query.words for stem in group.split(" ")}
        held = {stem for group in world[match.id][0].words for stem in group.split(" ")}
        assert {bridge.stem for bridge in match.bridges} <= stems & held


@slow
@given(WORLD, READING)
def test_without_its_bridges_a_document_falls(world: World, query: Analysis) -> None:
    """Without the words of the query that a bridge stands for: a group of stems is one word."""
    best = next(iter(ranked(query, world).values()))
    bridges = {bridge.stem for bridge in best.bridges}
    bridged = [set(group.split(" ")) for group in query.words if not bridges.isdisjoint(group.split(" "))]
    stems = set().union(*bridged)
    reading, profile = world[best.id]
    left = {group: count for group, count in reading.words.items() if stems.isdisjoint(group.split(" "))}
    after = ranked(query, world | {best.id: (replace(reading, words=left), profile)})[best.id]
    if best.bridges:
        assert after.contributions["words"] == 0
        assert after.bridges == ()
        assert after.contributions["meaning"] == pytest.approx(best.contributions["meaning"])
        assert after.score - after.contributions["sounds"] < best.score - best.contributions["sounds"]
    else:
        assert best.contributions["words"] == 0


@slow
@given(WORLD, READING)
def test_the_words_of_the_query_bring_a_document_points(world: World, query: Analysis) -> None:
    stems = {stem for group in query.words for stem in group.split(" ")}
    for key, (reading, profile) in world.items():
        if stems.isdisjoint(stem for group in reading.words for stem in group.split(" ")):
            before = ranked(query, world)[key].contributions["words"]
            more = replace(reading, words=reading.words | query.words)
            after = ranked(query, world | {key: (more, profile)})[key].contributions["words"]
            assert after >= before == 0


def test_the_words_of_the_query_bring_points_where_they_are_rare() -> None:
    world = {key: (Analysis(unit(key), {f"own{key}": 3}, "en"), Profile()) for key in range(1, 9)}
    query = Analysis(unit(99), {"мыс copper": 1, "ore": 1}, "kk")
    points = []
    for words in ({}, {"ore": 1}, {"ore": 1, "copper": 1}):
        reading = replace(world[3][0], words={"own3": 3} | words)
        points.append(ranked(query, world | {3: (reading, Profile())})[3].contributions["words"])
    assert points == sorted(points)
    assert points[0] == 0 < points[1] < points[2]


@slow
@given(WORLD, WORLD, READING, st.none() | PROFILE, st.lists(st.integers(1, 40), max_size=6))
def test_what_is_closed_shows_through_nothing(
    world: World, closed: World, query: Analysis, profile: Profile | None, gone: list[int]
) -> None:
    """Other documents come, change and go in between: not a score, a place nor a bridge of the open ones moves."""
    alone = rank(query, profile, indexed(world), FUSION, ids(world), 99)
    index, others = Index(DIMENSION), {key + 100: one for key, one in closed.items()}
    strangers = [Document(key, *one) for key, one in others.items()]
    for number, (key, one) in enumerate(world.items()):
        index.put([Document(key, *one), *strangers[number : number + 2]])
    index.remove([key + 100 for key in gone])
    index.put(strangers[::-1])
    among = rank(query, profile, index, FUSION, ids(world), 99)
    assert [match.id for match in among] == [match.id for match in alone]
    for one, other in zip(alone, among, strict=True):
        assert other.contributions == pytest.approx(one.contributions, abs=1e-9)
        assert [bridge.stem for bridge in other.bridges] == [bridge.stem for bridge in one.bridges]
        assert [bridge.points for bridge in other.bridges] == pytest.approx([bridge.points for bridge in one.bridges])


def test_a_grown_index_ranks_as_a_fresh_one_beyond_the_size_of_the_crowd() -> None:
    number = CROWD + 60
    world = {
        key: (Analysis(unit(key), {f"w{key % 7}": 1, "all": 1 + key % 3}, "en"), Profile()) for key in range(1, number)
    }
    query = Analysis(unit(3), {"w3": 1}, "en")
    grown = indexed(world)
    for key in range(1, 60):
        grown.put([Document(key, *world[key])])
    found, fresh = (rank(query, None, index, FUSION, ids(world), 20) for index in (grown, indexed(world)))
    assert [match.id for match in found] == [match.id for match in fresh]
    assert [match.score for match in found] == pytest.approx([match.score for match in fresh])


def planted(number: int) -> World:
    """Documents in the query's language, all nearer to it for their language alone; and Kazakh ones, one of them right."""

    def at(cosine: float, seed: int) -> np.ndarray:
        away = unit(seed)[0] * np.array([0, 1, 1, 1, 1, 1], np.float32)
        whole = cosine * np.eye(DIMENSION, dtype=np.float32)[0] + np.sqrt(1 - cosine**2) * away / np.linalg.norm(away)
        return whole[None, :].astype(np.float32)

    english = {
        key: (Analysis(at(0.62 + 0.001 * (key % 9), key), {f"own{key}": 1}, "en"), Profile()) for key in range(number)
    }
    kazakh = {
        key: (Analysis(at(0.01 * (key % 9), key), {f"own{key}": 1}, "kk"), Profile()) for key in range(1000, 1030)
    }
    return english | kazakh | {1030: (Analysis(at(0.5, 7), {"own": 1}, "kk"), Profile())}


@pytest.mark.parametrize("number", [30, 300])
def test_neighbours_in_the_querys_language_do_not_crowd_out_the_right_document(number: int) -> None:
    query = Analysis(np.eye(1, DIMENSION, dtype=np.float32), {"query": 1}, "en")
    assert next(iter(ranked(query, planted(number)))) == 1030


def test_equal_scores_go_complete_and_fresh_first() -> None:
    reading = Analysis(unit(1), {"copper": 1}, "en")
    profiles = {
        1: Profile("capability"),
        2: Profile("capability", renewed=5),
        3: Profile("capability", completeness=0.5, renewed=3),
        4: Profile("capability", completeness=0.5, renewed=9),
        5: Profile("capability", completeness=0.9),
        6: Profile("capability"),
    }
    world = {key: (reading, profile) for key, profile in profiles.items()}
    for profile in (None, Profile("need")):
        assert list(ranked(reading, world, profile)) == [5, 4, 3, 2, 1, 6]


def test_over_a_hundred_points_are_scaled_down_together() -> None:
    found = match_of(7, {"meaning": 90.0, "words": 60.0})
    assert (found.id, found.fit, found.score) == (7, 150.0, pytest.approx(100))
    assert found.contributions == pytest.approx({"meaning": 60.0, "words": 40.0})
    assert match_of(7, {"meaning": 30.0}).contributions == {"meaning": 30.0}
    assert match_of(7, {"meaning": 0.0}).score == Match(7).score == 0


POINTS = st.dictionaries(st.sampled_from([*CHANNELS, *STRUCTURE]), st.floats(0, 80), min_size=1)


@slow
@given(POINTS, st.floats(0, 80), st.data())
def test_more_of_anything_never_lowers_a_score(points: dict[str, float], more: float, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(points)))
    low, high = match_of(1, points), match_of(1, points | {name: points[name] + more})
    assert high.fit >= low.fit - 1e-9
    assert high.score >= low.score - 1e-9


@slow
@given(WORLD, READING, PROFILE)
def test_a_better_structure_never_lowers_a_score(world: World, query: Analysis, profile: Profile) -> None:
    need = replace(profile, kind="need", fields=frozenset("ab"), sectors=frozenset("ab"))
    before = ranked(query, world, need)
    key = next(iter(world))
    reading, own = world[key]
    better = replace(own, fields=need.fields, sectors=need.sectors, cooperation=own.cooperation | need.cooperation)
    after = ranked(query, world | {key: (reading, better)}, need)
    assert after[key].fit >= before[key].fit - 1e-9
    for other in set(world) - {key}:
        assert after[other].contributions == pytest.approx(before[other].contributions, abs=1e-9)


def test_nothing_permitted_nothing_found() -> None:
    world = {1: (Analysis(unit(1), {"copper": 1}, "en"), Profile())}
    index, query = indexed(world), world[1][0]
    for permitted in (ids([]), ids([99]), np.array([-4])):
        assert rank(query, None, index, FUSION, permitted, 5) == []
    assert rank(query, None, Index(DIMENSION), FUSION, ids([1]), 5) == []


@slow
@given(WORLD, READING, PROFILE, st.sets(st.integers(1, 60)))
def test_chosen_candidates_are_itemised_as_in_the_ranking(
    world: World, query: Analysis, profile: Profile, candidates: set[int]
) -> None:
    index, permitted = indexed(world), ids([key for key in world if key % 3])
    whole = {match.id: match for match in rank(query, profile, index, FUSION, permitted, 99)}
    found = items(query, profile, index, FUSION, permitted, ids(candidates), 0, bridged=True)
    assert {match.id for match in found} == candidates & set(permitted.tolist())
    assert [match for match in found if match.id in whole] == [whole[match.id] for match in found if match.id in whole]
