"""Glosses: the longest term wins in any form; folded, Latin, hyphenated and unknown words still meet something."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.glossary import GLOSSES, Entry, Glossary, Term, english_of
from matchmaker.matching.language import words

ROWS = [
    ("water", "су", "вода", "water|aqua"),
    ("wastewater", "сарқынды су", "сточная вода|сток", "wastewater"),
    ("wastewater treatment", "", "очистка сточных вод", "wastewater treatment"),
    ("runoff", "", "сток", "runoff"),
    ("deposit", "кен орны", "месторождение", "ore deposit|deposit"),
    ("ore", "кен", "руда", "ore"),
    ("flotation", "флотация", "флотация", "flotation"),
    ("copper", "мыс", "медь|медный", "copper"),
    ("zinc", "мырыш", "цинк|цинковый", "zinc"),
    ("processing", "өңдеу", "обработка", "processing|treatment"),
    ("five", "", "раз два три четыре пять", "five words are too many"),
    ("many", "көп", "много", "a1|a2|a3|a4|a5|a6|a7|a8"),
    ("nothing", "", "", "nothing"),
]


def cell(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


SMALL = Glossary([Entry(concept, cell(kk), cell(ru), cell(en)) for concept, kk, ru, en in ROWS])


def glossed(text: str, lang: str) -> list[tuple[str, str]]:
    return [(" ".join(term.words), english_of(term, lang)) for term in SMALL.terms(text, lang)]


def test_the_longest_term_wins_in_any_form() -> None:
    assert glossed("Очистку сточных вод и сточной воды, вод", "ru") == [
        ("очистку сточных вод", "wastewater treatment"),
        ("и", "i"),
        ("сточной воды", "wastewater"),
        ("вод", "water"),
    ]
    assert glossed("Кен орнындағы XRF кеннің", "kk") == [
        ("кен орнындағы", "ore deposit"),
        ("xrf", "xrf"),
        ("кеннің", "ore"),
    ]


def test_a_term_has_its_words_forms_and_every_gloss() -> None:
    assert SMALL.terms("Суға", "kk") == [Term(("суға",), ("су",), ("water", "aqua"))]
    assert SMALL.terms("xrf", "kk") == [Term(("xrf",), ("xrf",), ())]


def test_the_concept_that_names_a_term_earliest_in_its_cell_comes_first() -> None:
    """сток is the second word for wastewater, and the first for runoff, though runoff comes later in the file."""
    assert SMALL.terms("стоками", "ru")[0].glosses == ("runoff", "wastewater")
    assert SMALL.english("стоками", "ru") == "runoff"


def test_a_term_has_so_many_glosses_and_no_more() -> None:
    assert SMALL.terms("много", "ru")[0].glosses == tuple(f"a{number}" for number in range(1, GLOSSES + 1))


@pytest.mark.parametrize(
    ("text", "lang", "english"),
    [
        ("Clean water", "ru", "clean water"),
        ("вода", "en", "water"),  # the letters tell, whatever the text is said to be
        ("өңдеу", "ru", "processing"),
        ("медно-цинковый", "ru", "copper zinc"),  # a part as a relative of медный, and one as it is
        ("мыс-мырыш", "kk", "copper zinc"),
        ("флотационного", "ru", "flotation"),  # the gloss of a relative
        ("скруббер", "ru", "skruber"),  # by its sound
        ("ондеуге", "kk", "processing"),  # a Russian keyboard
        ("sý óńdeý jáne mys úshin", "kk", "water processing zhane copper ushin"),  # Latin letters
        ("раз два три четыре пять", "ru", "raz dva tri hetire piat"),  # too long to be found
        ("", "kk", ""),
        ("😀 —", "ru", ""),
    ],
)
def test_english_of_a_text(text: str, lang: str, english: str) -> None:
    assert SMALL.english(text, lang) == english


def test_a_kazakh_letter_tells_a_kazakh_keyboard() -> None:
    """түр is a kind and тұр stands: folded they are one word, but who typed ұ would have typed ү."""
    glossary = Glossary([Entry("kind", ("түр",), (), ("kind",))])
    assert [glossary.terms(word, "kk")[0].glosses for word in ("түрі", "тур", "тұр")] == [("kind",), ("kind",), ()]


def test_a_form_is_that_of_the_dictionary_or_a_stem() -> None:
    assert [SMALL.form(word, "kk") for word in ("суларымыздан", "зауыттардың", "reagents")] == [
        "су",
        "зауыт",
        "reagent",
    ]
    assert [SMALL.form(word, "ru") for word in ("водами", "фабриками")] == ["вода", "фабрик"]


def test_decomposed_letters_are_one_word() -> None:
    text = unicodedata.normalize("NFD", "медный, өңдеуі, йод")
    assert [term.words for term in SMALL.terms(text, "ru")] == [("медный",), ("өңдеуі",), ("йод",)]


def test_a_stranger_borrows_no_gloss() -> None:
    assert SMALL.terms("вол", "ru")[0].glosses == ()
    assert SMALL.terms("фло", "ru")[0].glosses == ()


def test_terms_of_words_are_those_of_the_text() -> None:
    text = "Очистка сточных вод, медь"
    assert SMALL.terms_of(text.replace(",", "").split(), "ru") == SMALL.terms(text, "ru")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["очистка", "сточных", "вод", "вода", "кен", "орны", "насос", "pump", "5", "a-b"]), max_size=12
    )
)
def test_a_text_is_cut_without_losing_a_word(tokens: list[str]) -> None:
    text = " ".join(tokens)
    for lang in ("kk", "ru", "en", "other"):
        assert [word for term in SMALL.terms(text, lang) for word in term.words] == words(text)
