"""From a text to its reading: groups of stems, head and body, pieces, and texts that nobody should have typed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.encoder import HashingEncoder
from matchmaker.matching.engine import PIECES, SENTENCES, Analysis, Engine, groups, sound_grams
from matchmaker.matching.fusion import shipped
from matchmaker.matching.glossary import Entry, Glossary, Term
from matchmaker.matching.index import Document, Index
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import rank

ENGINE = Engine(
    HashingEncoder(),
    Glossary(
        [
            Entry("copper", ("мыс",), ("медь",), ("copper",)),
            Entry("tailings", ("қалдық",), ("хвосты",), ("tailings", "tails")),
            Entry("deposit", ("кен орны",), ("месторождение",), ("ore deposit", "deposit")),
        ]
    ),
)


def same(one: Analysis, other: Analysis) -> None:
    np.testing.assert_allclose(one.vectors, other.vectors, atol=1e-6)
    assert (one.words, one.lang, one.sentences) == (other.words, other.lang, other.sentences)


def test_the_words_of_glosses_are_aligned_from_the_right() -> None:
    assert groups(Term(("кен", "орны"), ("кен", "орын"), ("ore deposit", "deposit"))) == ["орын deposit", "кен ore"]
    assert groups(Term(("су",), ("су",), ("water", "waters", "tap water"))) == ["су water", "tap"]
    assert groups(Term(("xrf",), ("xrf",), ())) == ["xrf"]
    assert groups(Term(("баға",), ("баға",), ("price of the",))) == ["баға price"]  # stop words of a gloss say nothing


def test_words_are_counted_as_groups_without_stop_words() -> None:
    assert ENGINE.words("Медь и хвосты, хвостов для меди") == {"медь copper": 2, "хвосты tail": 2}
    assert ENGINE.words("The copper of the ore") == {"copper": 1, "ore": 1}
    assert ENGINE.words("Мұнда мыс пен оның қалдығы бар") == {"мыс copper": 1, "қалдық tail": 1}
    assert ENGINE.words("мыс кен орнында") == {"мыс copper": 1, "орн deposit": 1, "кен ore": 1}


def test_every_sentence_is_read_in_its_language() -> None:
    text = "Мыс қалдықтарын өңдеу технологиясы қажет. Нужна технология извлечения меди."
    assert {"мыс copper", "қалдық tail", "медь copper"} <= set(ENGINE.words(text))


def test_sounds_are_pieces_of_the_first_stem_of_each_group() -> None:
    assert sound_grams({"медь copper": 2, "мед": 1}) == {" med": 3, "med ": 3}
    assert sound_grams({"полимер": 1}) == sound_grams({"polymer": 1})
    assert sound_grams({}) == {}
    assert sound_grams({"5": 3}) == {" 5 ": 3}


def test_meaning_is_of_the_head_and_words_are_of_both() -> None:
    whole, alone = ENGINE.read("copper flotation", "tailings dam"), ENGINE.read("copper flotation", "")
    np.testing.assert_allclose(whole.vectors, alone.vectors)
    assert whole.words == alone.words | {"tail": 1, "dam": 1}
    assert whole.lang == "en"
    assert ENGINE.read("", "tailings").words == {"tail": 1}


def test_a_cyrillic_text_is_glossed_for_the_encoder_and_an_english_one_stays() -> None:
    assert ENGINE.as_read("Copper, Tailings!") == "Copper, Tailings!"
    assert ENGINE.as_read("Хвосты и медь") == "tailings copper"
    assert ENGINE.as_read("Mys qaldyqtary úshin jańa ádis jáne") == "copper tailings zhana adis"


def test_a_long_head_is_read_in_pieces() -> None:
    read = ENGINE.read("copper " * 250, "")
    assert read.vectors.shape == (3, 64)
    np.testing.assert_allclose(np.linalg.norm(read.vectors, axis=1), 1, atol=1e-5)


PAIRS = [
    ("copper flotation", "tailings"),
    ("", ""),
    ("wheat " * 300, "медь"),
    ("Мыс қалдықтары", "🙂"),
    ("медь", "a b c"),
]


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(PAIRS), max_size=5))
def test_reading_many_equals_reading_each(pairs: list[tuple[str, str]]) -> None:
    found = ENGINE.read_many(pairs)
    assert len(found) == len(pairs)
    for many, (head, body) in zip(found, pairs, strict=True):
        same(many, ENGINE.read(head, body))


def test_a_typed_text_has_its_sentences() -> None:
    text = "Copper is lost with the flotation tailings. The laboratory is in Karaganda city, far away. Yes."
    read = ENGINE.read_typed(text)
    assert read.sentences == [
        "Copper is lost with the flotation tailings.",
        "The laboratory is in Karaganda city, far away.",
    ]
    assert read.sentence_vectors.shape == (2, 64)
    stored = ENGINE.with_sentences(ENGINE.read(text, ""), text)
    same(read, stored)
    np.testing.assert_allclose(read.sentence_vectors, stored.sentence_vectors, atol=1e-6)


def test_the_only_sentence_is_the_text() -> None:
    read = ENGINE.read_typed("copper")
    assert read.sentences == ["copper"]
    np.testing.assert_allclose(read.sentence_vectors, read.vectors)


SENSELESS = {
    "empty": "",
    "blank": " \n\t ",
    "a word": "copper",
    "digits": "12 345,67 % 8",
    "emoji": "😀 🚀👩‍🔬",
    "signs": "—— … !!! #*` «»",
    "right to left": "تقنية معالجة المياه \u202eabc",
    "combining": "e\u0301\u0301\u0301 \u0308",
    "nul": "a\x00b\x1f",
    "one letter": "ы",
    "hyphens": "а-б-в-г–д -е- 1-2",
    "a long word": "сверх" * 400,
    "chinese": "我们需要一种铜矿浮选技术",
    "200 pages": "Мыс қалдықтарын өңдеу. Нужна технология флотации. We offer a plant.\n" * 6000,
}


@pytest.mark.parametrize("name", SENSELESS)
def test_any_text_is_read_and_ranked(name: str) -> None:
    text, good = SENSELESS[name], ENGINE.read("copper flotation", "")
    reads = [ENGINE.read(text, ""), ENGINE.read_typed(text)]
    index = Index(64)
    index.put([Document(1, good), Document(2, reads[0])])
    for read in reads:
        assert read.vectors.ndim == 2 and 1 <= len(read.vectors) <= PIECES and np.isfinite(read.vectors).all()
        assert len(read.sentences) == len(read.sentence_vectors) <= SENTENCES
        assert all(group and "" not in group.split(" ") for group in read.words)
        for query in (read, good):
            found = rank(query, Profile("need"), index, shipped(), np.array([1, 2]), 5)
            assert {match.id for match in found} <= {1, 2}
            assert all(np.isfinite(match.score) for match in found)
    assert index.is_sound()


STRANGERS = [
    ("Wir suchen ein Verfahren zur Flotation von Kupfererz", "Kupfererz: Flotation und Laugung", "en"),
    ("Atık su arıtma teknolojisi arıyoruz", "Atık su arıtma tesisi", "tr"),
    ("铜矿 浮选 技术", "浮选 技术 铜矿 研究", "zh"),
    ("Технологія очищення стічних вод", "Очищення стічних вод підприємств", "uk"),
]


@pytest.mark.parametrize(("query", "document", "_lang"), STRANGERS)
def test_a_language_that_the_engine_does_not_know_is_matched_by_words_and_sounds(
    query: str, document: str, _lang: str
) -> None:
    index, texts = Index(64), ["wheat bread", "насосы для нефти", document, "мектеп оқушылары", "drilling bits"]
    index.put([Document(number, ENGINE.read(text, "")) for number, text in enumerate(texts)])
    best = rank(ENGINE.read(query, ""), None, index, shipped(), np.arange(5), 5)[0]
    assert best.id == 2
    assert best.contributions["words"] > 0 and best.contributions["sounds"] > 0
    assert best.bridges
