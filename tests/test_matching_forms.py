"""Word forms: 880 Kazakh and Russian forms, each led back to its dictionary word by the shipped glossary or automaton."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from matchmaker.core.tables import read_table
from matchmaker.matching import kazakh, russian
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.script import normal
from matchmaker.matching.stopwords import STOP
from matchmaker.paths import GLOSSARY

DATA = Path(__file__).parent / "data"
PARTS = ("noun", "verb", "adj", "pronoun")
READINGS = {"kk": kazakh.stems, "ru": russian.lemmas}
MISSES = {
    "kk": {},
    "ru": {"нем": "он", "все": "весь"},
}  # without its dots нём is a form of немой, всё a word of its own
Row = tuple[str, str, str]


def forms(lang: str) -> list[Row]:
    """Form, lemma and part of speech of every row."""
    table = read_table(DATA / f"forms_{lang}.tsv", ("form", "lemma", "pos"))
    return [(normal(row["form"]), normal(row["lemma"]), row["pos"]) for row in table]


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_there_are_a_hundred_forms_of_each_part_of_speech(lang: str) -> None:
    counts = Counter(pos for _form, _lemma, pos in set(forms(lang)))
    assert set(counts) == set(PARTS)
    assert {pos: count for pos, count in counts.items() if count < 100} == {}


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_a_form_leads_to_its_dictionary_word(lang: str) -> None:
    glossary = read_glossary(GLOSSARY)
    missed = {
        form: lemma
        for form, lemma, _pos in forms(lang)
        if glossary.form(form, lang) != glossary.form(lemma, lang) and lemma not in READINGS[lang](form)
    }
    assert missed == MISSES[lang]


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_dictionary_words_stay_apart(lang: str) -> None:
    """Were all words cut to one stem, the test above would pass."""
    glossary = read_glossary(GLOSSARY)
    met: dict[str, set[str]] = defaultdict(set)
    for lemma in {lemma for _form, lemma, _pos in forms(lang)} - STOP:
        met[glossary.form(lemma, lang)].add(lemma)
    assert [lemmas for lemmas in met.values() if len(lemmas) > 1] == []
