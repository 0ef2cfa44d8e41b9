"""Typed text is cleaned once and for all: no invisible characters, no words of two scripts."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.core.i18n import use_locale
from matchmaker.core.text import clean, clean_line, length_fault

ZERO_WIDTH = [
    0xAD,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0xFEFF,
]
INVISIBLE = "".join(map(chr, ZERO_WIDTH))
thorough = settings(derandomize=True, deadline=None, max_examples=500)
# letters that look alike, accents that compose with them, and what is to be taken out
TRICKY = st.text(alphabet="acexyABCасехуАВСЖжғі\u0301\u0306\u0308\u0338\u200b\u00ad\ufeff\x07\r\n\t 1_-é", max_size=12)

MENDED = [
    ("cорт", "сорт"),  # a Latin c in a Russian word
    ("Мeдь", "Медь"),
    ("кеn", "кеn"),  # n has no Cyrillic twin: left as it is
    ("кaлиn", "кaлиn"),  # half a mend would be none
    ("flоtation", "flotation"),  # a Cyrillic о in an English word
    ("ХВОСTЫ", "ХВОСТЫ"),
    ("тexнoлoгия", "технология"),
    ("технiка", "техніка"),
    ("coрр", "сорр"),  # as many of each: Cyrillic
    ("XRD-анализ", "XRD-анализ"),  # a hyphen parts the words
    ("pH-метр", "pH-метр"),
    ("Cu2О", "Cu2О"),  # a figure parts them too
    ("вода́", "вода́"),
    ("молoко́", "молоко́"),
]


@pytest.mark.parametrize(("typed", "kept"), MENDED)
def test_look_alikes_are_mended_when_a_whole_word_can_be(typed: str, kept: str) -> None:
    assert clean(typed) == unicodedata.normalize("NFC", kept)


def test_line_ends_and_control_characters() -> None:
    assert clean("  one\r\ntwo\rthree\x00\x07\x1b\tfour \n") == "one\ntwo\nthree\tfour"
    assert clean_line("  one\r\n two \u00a0 three\u200b ") == "one two three"


def test_zero_width_and_direction_marks_go() -> None:
    assert clean(f"a{INVISIBLE}b") == "ab"
    assert clean(INVISIBLE) == ""


def test_accents_are_composed_even_around_invisible_characters() -> None:
    assert clean("e\u200b\u0301") == "é"
    assert clean("И\u0306од") == "Йод"


@thorough
@given(TRICKY | st.text(max_size=40))
@example("e\u200b\u0301")
@example("acе\u0301ЖЖЖ")
@example("аау\u0306y\u0306")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)


@thorough
@given(TRICKY | st.text(max_size=40))
def test_a_clean_text_is_normal_trimmed_and_visible(text: str) -> None:
    found = clean(text)
    assert unicodedata.is_normalized("NFC", found)
    assert found == found.strip()
    hidden = [
        letter
        for letter in found
        if letter in INVISIBLE or (unicodedata.category(letter) == "Cc" and letter not in "\n\t\x85")
    ]
    assert [letter for letter in hidden if ord(letter) < 0x80 or letter in INVISIBLE] == []


@thorough
@given(st.text(alphabet="abcdefgh АБВГҒҚ", max_size=30))
def test_only_words_of_two_scripts_change(text: str) -> None:
    kept = [word for word in text.split() if word.isascii() or not any(letter.isascii() for letter in word)]
    assert [word for word in clean(text).split() if word in kept] == kept


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Please fill this in."),
        ("four", "Too short: 4 characters. Write at least 5."),
        ("12345", None),
        ("1234567890", None),
        ("12345678901", "Too long: 11 characters. Keep to 10."),
    ],
)
def test_length_faults_say_what_to_do(text: str, fault: str | None) -> None:
    assert length_fault(text, 5, 10) == fault


def test_an_optional_text_may_be_empty() -> None:
    assert length_fault("", 0, 10) is None


def test_length_faults_speak_the_readers_language() -> None:
    found = {}
    for locale in ("kk", "ru", "en"):
        with use_locale(locale):
            found[locale] = length_fault("", 1, 2)
    assert len(set(found.values())) == 3
