"""The automaton of Kazakh word forms: harmony, assimilation at the seam, lost and changed sounds, and its bounds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.kazakh import BACK, FRONT, PRONOUNS, bare, fits, harmony, infinitive, stems

LETTERS = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшыіэюя"
TEXT = st.text(max_size=24) | st.text(LETTERS, max_size=16)
NOUNS = ["зертхана", "кен", "су", "зауыт", "қалдық", "технология", "құрылғы", "металл", "кітап", "орын", "өнім", "тұз"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("зауыт", BACK), ("кен", FRONT), ("кітап", BACK), ("су", None), ("мұрын", BACK), ("ми", None), ("", None)],
)
def test_harmony_is_that_of_the_last_vowel_that_has_one(word: str, expected: frozenset[str] | None) -> None:
    assert harmony(word) == expected


FITTING = [
    *(("зауыт", "тар"), ("кен", "дер"), ("бала", "лар"), ("қалдық", "тың"), ("тұз", "дың"), ("бала", "ның")),
    *(("кен", "ге"), ("зауыт", "қа"), ("бала", "сы"), ("кен", "і"), ("су", "ы"), ("бала", "ң"), ("орын", "нан")),
    *(("жаса", "у"), ("аш", "у"), ("кен", "мен"), ("зауыт", "пен"), ("ет", "тікі"), ("кино", "ның"), ("зертте", "уші")),
]
CLASHING = [
    *(
        ("қалдық", "тер"),
        ("кен", "лар"),
        ("зауыт", "лар"),
        ("кен", "тің"),
        ("қалдық", "ды"),
        ("бала", "ы"),
        ("кен", "сі"),
    ),
    *(("зауыт", "ға"), ("бала", "қа"), ("зауыт", "ң"), ("құрылғы", "м"), ("құрылғы", "ы"), ("оқы", "у"), ("кен", "ні")),
]


@pytest.mark.parametrize(("stem", "ending"), FITTING)
def test_an_ending_fits(stem: str, ending: str) -> None:
    assert fits(stem, ending)


@pytest.mark.parametrize(("stem", "ending"), CLASHING)
def test_an_ending_clashes_with_harmony_or_with_the_sound_before(stem: str, ending: str) -> None:
    assert not fits(stem, ending)


REACHED = [
    *(("мұрнына", "мұрын"), ("халқымыз", "халық"), ("орны", "орын"), ("мүлкі", "мүлік")),  # a vowel is lost
    *(("кітабы", "кітап"), ("қалдығының", "қалдық"), ("мектебіміздегілердің", "мектеп")),  # a sound is voiced
    *(("металдардың", "металл"), ("моделінде", "модель"), ("класта", "класс"), ("класта", "клас")),  # a letter is lost
    *(("құрылғысының", "құрылғы"), ("жұмысшысы", "жұмысшы"), ("суы", "су"), ("миы", "ми"), ("адамнан", "адам")),
    *(("үлкенірек", "үлкен"), ("жұмсағырақ", "жұмсақ"), ("кішілеу", "кіші"), ("қауіптірек", "қауіп")),
    *(("екінші", "екі"), ("біріншісінде", "бірінші"), ("алтыншы", "алты"), ("баланікі", "бала")),
    *(("зертханаларымыздағылардан", "зертхана"), ("тұзсыз", "тұз"), ("кеніштегідей", "кеніш")),
]
VERBS = [
    *(("жазды", "жазу"), ("жазбайсыз", "жазу"), ("зерттейміз", "зерттеу"), ("жасағаннан", "жасау"), ("айт", "айту")),
    *(("оқиды", "оқу"), ("оқыған", "оқу"), ("қояды", "қою"), ("қойылған", "қою"), ("жоюы", "жою"), ("киеді", "кию")),
    *(("шыққан", "шығу"), ("шығады", "шығу"), ("тапты", "табу"), ("табылған", "табу"), ("егілді", "егу")),
    *(("бермеуі", "беру"), ("көрсетілді", "көрсету"), ("барыңыздар", "бару"), ("зерттеушілер", "зерттеу")),
]


@pytest.mark.parametrize(("form", "stem"), REACHED + VERBS)
def test_a_form_reaches_its_stem(form: str, stem: str) -> None:
    assert stem in stems(form)


@pytest.mark.parametrize(
    ("root", "verb"),
    [("айт", "айту"), ("оқы", "оқу"), ("жой", "жою"), ("ки", "кию"), ("шық", "шығу"), ("теп", "тебу"), ("тік", "тігу")],
)
def test_an_infinitive_is_spelled_as_dictionaries_do(root: str, verb: str) -> None:
    assert infinitive(root) == verb


def test_the_root_of_a_verb_is_no_noun() -> None:
    """сала is a branch, and салады is a form of салу; қос is a pair, and қосқан is a form of қосу."""
    assert "сала" not in stems("салады")
    assert "қос" not in stems("қосқан")
    assert "қос" in stems("қосты") + stems("қостың")


def test_pronouns_decline_by_their_table() -> None:
    assert {form: stems(form) for form in PRONOUNS} == {form: (form, pronoun) for form, pronoun in PRONOUNS.items()}
    assert [PRONOUNS[form] for form in ("маған", "оның", "мұнда", "содан")] == ["мен", "ол", "бұл", "сол"]


BARE = [
    *(("зертханаларымызда", "зертхана"), ("жұмысы", "жұмыс"), ("кендерден", "кен"), ("жаңғағы", "жаңғақ")),
    *(("өнімдеріміз", "өнім"), ("тағандарға", "таған"), ("ет", "ет"), ("", "")),
]


@pytest.mark.parametrize(("form", "stem"), BARE)
def test_a_word_that_no_dictionary_knows_loses_case_possessor_and_plural(form: str, stem: str) -> None:
    assert bare(form) == stem


@pytest.mark.parametrize("noun", NOUNS)
def test_declension_is_undone(noun: str) -> None:
    """Endings put on by the rules of the grammar, not by the code under test."""
    back = any(letter in "аоұыя" for letter in noun) or noun in ("су",)
    plural = {"а": "лар", "я": "лар", "ы": "лар", "у": "лар"}.get(noun[-1], "тар" if noun[-1] in "тқкп" else "дар")
    plural = plural if back else plural.replace("а", "е")
    several = f"{'метал' if noun == 'металл' else noun}{plural}"
    of = "дың" if back else "дің"
    for form in (
        several,
        several + of,
        f"{several}{'ымыз' if back else 'іміз'}{of}",
        f"{several}{'да' if back else 'де'}",
    ):
        assert noun in stems(form), form


@settings(derandomize=True, deadline=None, max_examples=400)
@given(TEXT)
def test_any_text_has_stems_the_word_first_and_none_much_longer(word: str) -> None:
    found = stems(word)
    assert found[0] == word
    assert len(found) == len(set(found)) >= 1
    assert [one for one in found[1:] if not one or len(one) > len(word) + 1] == []
    assert list(found[1:]) == sorted(found[1:], key=lambda one: (-len(one), one))
    assert len(bare(word)) <= len(word)
    assert bool(bare(word)) == bool(word)
