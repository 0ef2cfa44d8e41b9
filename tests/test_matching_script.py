"""One spelling for what was typed: look-alikes, Latin Kazakh of both alphabets, Russian keyboards, sounds."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.script import folded, from_latin, is_latin_kazakh, normal, sounds, transliterate

quick = settings(derandomize=True, deadline=None, max_examples=400)
TEXT = st.text(max_size=60) | st.text("абсуёйәіұaceopxyihkİıßﬁ Ⅷ\u00ad\u0308", max_size=40)


@quick
@given(TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Подъём", "подъем"),
        ("Cырьё", "сырье"),  # a Latin C
        ("мыc кeнi", "мыс кені"),  # Latin c, e, i
        ("CO2 и TiO2", "co2 и tio2"),
        ("pH-метр", "ph-метр"),  # a word of two scripts, mostly by design
        ("тех\u00adно\u00adлогия", "технология"),
        (unicodedata.normalize("NFD", "Йод, ҚАЙРАТ"), "йод, қайрат"),
        ("ﬂotation", "flotation"),
        ("", ""),
    ],
)
def test_normal_spelling(typed: str, expected: str) -> None:
    assert normal(typed) == expected


LATIN = [  # 2018 with acutes, 2021 with umlauts and cedillas
    ("sýdy tazartý úshin jańa ádis", "суды тазарту үшін жаңа әдіс"),
    ("sudy tazartu üşin jaña ädis", "сұды тазартұ үшін жаңа әдіс"),
    ("ǵylym jáne óndiris", "ғылым және өндіріс"),
    ("ğylym jäne öndiris", "ғылым және өндіріс"),
    ("qoldaný", "қолдану"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), LATIN)
def test_latin_kazakh_becomes_cyrillic(latin: str, cyrillic: str) -> None:
    assert from_latin(latin) == cyrillic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((latin, True) for latin, _cyrillic in LATIN[:4]),
        ("topyraq qunarlylyǵyn arttyrý", True),
        ("low-cost sensors for the öskemen smelter", False),
        ("qualität für die größe", False),
        ("años que quedan", False),
        ("yeni bir yöntem için işletmeler", False),
        ("men in black", False),
        ("", False),
    ],
)
def test_latin_kazakh_is_told_from_other_languages(text: str, expected: bool) -> None:
    assert is_latin_kazakh(text) is expected


def test_folding_gives_what_a_russian_keyboard_has() -> None:
    assert folded("әғқңөұүһі өңдеу") == "агкноуухи ондеу"
    assert folded("суды") == "суды"


def test_transliteration_meets_the_international_word() -> None:
    assert [transliterate(word) for word in ("Полимер", "циклон", "Ұлытау", "подъём")] == [
        *("polimer", "tsiklon", "ulytau", "podem"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("полимер", "polymer"),
        ("физика", "phyzika"),
        ("катализ", "cataliz"),
        ("коллектор", "colector"),
        ("химия", "chimia"),
    ],
)
def test_words_of_one_sound_are_spelled_alike(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


@quick
@given(TEXT)
def test_sounds_never_fail_and_hold_no_cyrillic(text: str) -> None:
    found = sounds(normal(text))
    assert not set(found) & set("абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")
