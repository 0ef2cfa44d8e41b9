"""Reasons: the nearest pair of sentences, and the words that bridge two texts marked as they are written."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.encoder import HashingEncoder
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import shipped
from matchmaker.matching.glossary import Entry, Glossary
from matchmaker.matching.index import Document, Index
from matchmaker.matching.ranking import Bridge, rank
from matchmaker.matching.reasons import Marked, as_written, best_pair, bridged_words, mark

ENGINE = Engine(
    HashingEncoder(),
    Glossary(
        [
            Entry("copper", ("мыс",), ("медь",), ("copper",)),
            Entry("tailings", ("қалдық",), ("хвосты",), ("tailings",)),
            Entry("deposit", ("кен орны",), ("месторождение",), ("ore deposit",)),
            Entry("flotation", ("флотация",), ("флотация",), ("flotation",)),
        ]
    ),
)
TEXTS = {
    "en": "Copper from the tailings of an ore deposit by flotation.",
    "ru": "Извлечение меди из хвостов месторождения флотацией для завода.",
    "kk": "Кен орнының қалдықтарынан мысты флотациямен бөліп алу.",
    "latin": "Ken ornynyñ qaldyqtarynan mysty flotatsiyamen alu üşin jaña ädis kerek.",
}
MARKED = {
    "en": ["Copper", "tailings", "ore", "deposit", "flotation"],
    "ru": ["меди", "хвостов", "месторождения", "флотацией"],
    "kk": ["Кен орнының", "қалдықтарынан", "мысты", "флотациямен"],
    "latin": ["Ken ornynyñ", "qaldyqtarynan", "mysty"],
}


def bridges_of(query: str, document: str) -> tuple[Bridge, ...]:
    """The bridges as ranking finds them, among texts of another subject."""
    index = Index(64)
    strangers = ["wheat bread", "мектеп оқушылары", "насосы для нефти", "drilling bits", "білім беру ісі"]
    index.put([Document(key, ENGINE.read(text, "")) for key, text in enumerate([document, *strangers])])
    found = rank(ENGINE.read(query, ""), None, index, shipped(), np.arange(6), 6)
    return next(match.bridges for match in found if match.id == 0)


def marked(text: str, bridges: tuple[Bridge, ...]) -> list[str]:
    found = mark(ENGINE, text, frozenset(bridge.stem for bridge in bridges))
    return [piece for piece, is_marked in found.pieces() if is_marked]


@pytest.mark.parametrize("query", TEXTS)
@pytest.mark.parametrize("document", TEXTS)
def test_the_bridges_of_two_languages_are_marked_in_both_texts(query: str, document: str) -> None:
    bridges = bridges_of(TEXTS[query], TEXTS[document])
    own, other = marked(TEXTS[query], bridges), marked(TEXTS[document], bridges)
    assert len(own) >= 3 and len(other) >= 3
    if query != document:
        assert set(own) <= set(MARKED[query])
        assert set(other) <= set(MARKED[document])


def test_only_words_that_may_meet_a_bridge_are_marked() -> None:
    assert marked(TEXTS["ru"], (Bridge("copper", 5.0),)) == ["меди"]
    assert marked(TEXTS["kk"], (Bridge("deposit", 5.0), Bridge("zinc", 1.0))) == ["Кен орнының"]
    assert marked(TEXTS["en"], ()) == []


STEMS = st.frozensets(st.sampled_from(["copper", "мыс", "медь", "tail", "deposit", "and", "x"]))
WORDS = ["Мыс", "меди,", "copper", "кен орны", "хвосты", "—", "<b>", "tailings.", "5", "\n", "«", "😀", "x-y", "й"]


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join) | st.text(max_size=40), STEMS)
def test_the_pieces_are_the_text(text: str, stems: frozenset[str]) -> None:
    found = mark(ENGINE, text, stems)
    assert "".join(piece for piece, _marked in found.pieces()) == found.text == text
    assert [piece for piece, _marked in found.pieces() if not piece] == []
    spans = [span for span, own in bridged_words(ENGINE, text, found.lang) if own & stems]
    assert list(found.spans) == spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_pieces_of_a_text_that_is_marked_from_edge_to_edge() -> None:
    assert Marked("copper", "en", ((0, 6),)).pieces() == [("copper", True)]
    assert Marked("a copper b", "en", ((2, 8),)).pieces() == [("a ", False), ("copper", True), (" b", False)]
    assert Marked("", "en").pieces() == []


def test_the_best_pair_of_sentences_with_its_marks() -> None:
    own, other = (
        ENGINE.with_sentences(ENGINE.read(text, ""), text)
        for text in (
            "We bake bread from whole wheat grain. Copper is lost with the flotation tailings.",
            "The laboratory is in Karaganda city. Copper is lost with the flotation tailings.",
        )
    )
    found = best_pair(ENGINE, own, other, (Bridge("copper", 3.0), Bridge("tail", 2.0)))
    assert found is not None
    sentence = "Copper is lost with the flotation tailings."
    assert (found.own, found.other) == (found.other, Marked(sentence, "en", ((0, 6), (34, 42))))
    assert found.cosine == pytest.approx(1)


def test_without_sentences_there_is_no_pair() -> None:
    text = "Copper is lost with the flotation tailings."
    own = ENGINE.with_sentences(ENGINE.read(text, ""), text)
    for one, other in ((own, Analysis(own.vectors)), (Analysis(own.vectors), own)):
        assert best_pair(ENGINE, one, other, ()) is None


def test_words_are_shown_as_they_are_written_the_strongest_first() -> None:
    text = "Флотации подвергают 15 хвостов; флотация хвостов и leaching"
    stems = ["15", "tail", "leach", "flotat", "absent"]
    bridges = tuple(Bridge(stem, 9.0 - place) for place, stem in enumerate(stems))
    assert as_written(ENGINE, bridges, text) == ["хвостов", "leaching", "флотации"]
    assert as_written(ENGINE, bridges, text, limit=1) == ["хвостов"]
    assert as_written(ENGINE, (), text) == []
