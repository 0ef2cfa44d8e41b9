"""Choosing people of whom everyone has somebody to meet: pruning, trimming, filling."""

from matchmaker.sessions.people.choosing import Graph, Wish, choose
from matchmaker.sessions.people.proposal import neighbours


def graph(*edges: str) -> Graph:
    """The graph of these two-letter edges."""
    names = {name for edge in edges for name in edge}
    return {
        name: frozenset(other for edge in edges if name in edge for other in edge if other != name) for name in names
    }


SQUARE = ("ax", "ay", "bx", "by")


def test_everyone_chosen_has_enough() -> None:
    good = graph(*SQUARE, "cz", "cx")
    assert choose(dict.fromkeys("abcxyz", 1.0), good, Wish(4, 2)) == ["a", "b", "x", "y"]


def test_those_who_have_fewer_fill_up_and_those_who_have_nobody_stay_out() -> None:
    good = {**graph(*SQUARE, "cx"), "l": frozenset[str]()}
    assert choose({"l": 9.0} | dict.fromkeys("abcxy", 1.0), good, Wish(9, 2)) == ["a", "b", "c", "x", "y"]


def test_the_one_whose_going_harms_nobody_goes_first() -> None:
    good = graph(*SQUARE, "cx", "cy")
    fits = {"a": 1.0, "b": 3.0, "c": 2.0, "x": 5.0, "y": 4.0}
    assert choose(fits, good, Wish(4, 2)) == ["x", "y", "b", "c"]


def test_who_is_there_already_counts_as_counterpart_but_is_not_chosen() -> None:
    assert choose({"a": 1.0}, graph("ar"), Wish(5, 1), frozenset("r")) == ["a"]


def test_nobody_is_chosen_without_a_pair() -> None:
    assert choose({"a": 1.0, "b": 2.0}, {"a": frozenset(), "b": frozenset()}, Wish(2, 1)) == []


def test_neighbours_follow_from_the_postings_that_people_bring() -> None:
    found = neighbours({"one": {1, 5}, "two": {2}, "none": {9}}, [(1, 2), (5, 2), (7, 9)])
    assert found == {"one": {"two"}, "two": {"one"}, "none": frozenset()}
