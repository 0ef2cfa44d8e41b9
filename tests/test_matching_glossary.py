"""Glosses: the longest term wins; and the glossary files themselves are whole."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.core.tables import Row, read_table
from matchmaker.matching.glossary import Glossary, read_glossary
from matchmaker.matching.language import words
from matchmaker.paths import GLOSSARY

COLUMNS = ("concept", "kk", "ru", "en", "domain", "pos")
FILES = sorted(GLOSSARY.glob("*.tsv"))
CYRILLIC, KAZAKH = re.compile("[а-яёәғқңөұүһі]"), re.compile("[әғқңөұүһі]")
SMALL = Glossary(
    [
        ("ru", "вода", "water"),
        ("ru", "сточная вода", "wastewater"),
        ("ru", "очистка сточных вод", "wastewater treatment"),
        ("ru", "вода", "aqua"),
        ("kk", "кен", "ore"),
        ("kk", "кен орны", "deposit"),
        ("ru", "раз два три четыре пять", "five words are too many"),
        ("ru", " ", "nothing"),
    ]
)


def synonyms(row: Row, column: str) -> list[str]:
    return row[column].split("|")


def test_the_longest_term_wins_in_any_form() -> None:
    assert SMALL.pairs("Очистку сточных вод и сточной воды, вод", "ru") == [
        ("очистку сточных вод", "wastewater treatment"),
        ("и", "i"),
        ("сточной воды", "wastewater"),
        ("вод", "water"),
    ]


def test_glosses_kazakh_and_leaves_latin_words() -> None:
    assert SMALL.english("Кен орнындағы XRF кеннің", "kk") == "deposit xrf ore"


def test_english_passes_and_unknown_words_are_transliterated() -> None:
    assert SMALL.english("Clean water", "ru") == "clean water"
    assert SMALL.english("вода", "en") == "вода"
    assert SMALL.english("скруббер", "ru") == "skrubber"


def test_the_first_gloss_wins_and_long_or_empty_terms_are_left_out() -> None:
    assert len(SMALL) == 5


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(st.sampled_from(["очистка", "сточных", "вод", "вода", "кен", "орны", "насос", "pump", "5"]), max_size=12)
)
def test_a_gloss_cuts_a_text_without_losing_a_word(tokens: list[str]) -> None:
    text = " ".join(tokens)
    for lang in ("kk", "ru", "en"):
        assert " ".join(part for part, _gloss in SMALL.pairs(text, lang)) == " ".join(words(text))


def test_reads_synonyms_of_every_file_in_a_folder(tmp_path: Path) -> None:
    head = "\t".join(COLUMNS)
    (tmp_path / "a.tsv").write_text(
        f"{head}\nore\tкен\tруда|рудное сырьё\tore|mineral\tmining\tnoun\n", encoding="utf-8"
    )
    (tmp_path / "b.tsv").write_text(f'{head}\nship\tкеме "А"\tсудно\tship\ttransport\tnoun\n', encoding="utf-8")
    found = read_glossary(tmp_path)
    assert len(found) == 5
    assert found.english("рудного сырья судно", "ru") == "ore ship"


def test_there_is_a_file_for_every_field_of_the_platform() -> None:
    assert len(FILES) == 15
    assert len(read_glossary(GLOSSARY)) > 6000


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_glossary_file_is_whole(path: Path) -> None:
    rows = list(read_table(path, COLUMNS))
    cells = [(row.line, column, value) for row in rows for column in COLUMNS for value in synonyms(row, column)]
    assert [cell for cell in cells if not cell[2].strip() or cell[2] != cell[2].strip()] == []
    assert [concept for concept, count in Counter(row["concept"] for row in rows).items() if count > 1] == []
    if path.stem != "general":
        assert {row["domain"] for row in rows} == {path.stem}
    assert {row["pos"] for row in rows} <= {"noun", "verb", "adj", "adv", "term", "abbr"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_term_is_in_the_script_of_its_language(path: Path) -> None:
    rows = list(read_table(path, COLUMNS))
    assert [(row.line, row["en"]) for row in rows if CYRILLIC.search(row["en"].lower())] == []
    assert [(row.line, row["ru"]) for row in rows if KAZAKH.search(row["ru"].lower())] == []
    latin = [
        (row.line, term)
        for row in rows
        for column in ("kk", "ru")
        for term in synonyms(row, column)
        if not CYRILLIC.search(term.lower()) and not re.search("[A-Z]", term)  # only abbreviations stay Latin
    ]
    assert latin == []
