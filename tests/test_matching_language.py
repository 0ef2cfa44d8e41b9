"""Language detection, words, sentences and chunks; stems of Kazakh, Russian and English word forms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.language import chunks, detect, sentences, words
from matchmaker.matching.stems import stem, transliterate

quick = settings(derandomize=True, deadline=None, max_examples=200)
TEXT = st.text(alphabet="абвқәіөabcz 0123.!?-–’\n#*—", max_size=120)

LANGUAGES = [
    ("Flotation of copper ore", "en"),
    ("Флотация медной руды", "ru"),
    ("Мыс кенін байыту", "kk"),
    ("Қож", "kk"),
    ("Анализ XRD и SEM минералов", "ru"),
    ("Leaching at «Балхаш» works in the region", "en"),
    ("", "en"),
    ("12 345 %", "en"),
    # one Kazakh name does not make a long Russian text Kazakh
    ("Предприятие в области Ұлытау ищет технологию извлечения меди из хвостов обогащения старых фабрик", "ru"),
]
RUSSIAN = """
флотация флотации флотацию флотацией
руда руды руде руду рудой
обогащение обогащения обогащению обогащением
хвосты хвостов хвостам хвостами хвостах
сплав сплавы сплавов сплавами
нефть нефти нефтью
месторождение месторождения месторождений месторождением
лаборатория лаборатории лабораторией лабораторий
очистка очистки очистку очисткой
полимерный полимерная полимерные полимерных полимерным
зелёный зеленый зелёная зеленая
пшеница пшеницы пшеницу пшеницей
сточный сточные сточных сточными
"""
KAZAKH = """
кен кеннің кенді кеннен кенде кендер кендегі кені кендердің
су суды судың суы судан суға суда сулар судағы суында
ет етті еттің еті еттен
ұн ұнды ұнның ұны
зертхана зертханасы зертханада зертханалар зертханаларда зертхананың зертханамыз зертханасында
мұнай мұнайдың мұнайды мұнайда мұнайы мұнайдан
технология технологиясы технологияны технологиялар технологиялары технологияның технологияларының
мыс мысты мыстың мысы мыстан
қалдық қалдықтар қалдықтары қалдықтарды қалдықтардың қалдықтан
зауыт зауытта зауыттың зауыттар зауыттан
әдіс әдіспен әдістер әдістері
өнім өнімі өнімнің өнімдер өнімдері өнімдеріміз
құрылғы құрылғыны құрылғылар құрылғысы құрылғының
топырақ топырақтың топырақты топырақта
сүт сүтті сүттің сүті
тұз тұзды тұздың тұзы тұздан тұзда
жүйе жүйесі жүйенің жүйені жүйелер жүйелері жүйесіне
тазарту тазартуды тазартудың
"""
ENGLISH = """
leach leached leaching
reagent reagents
process processes processing
alloy alloys
"""
FORMS = [
    (lang, line.split())
    for lang, text in (("ru", RUSSIAN), ("kk", KAZAKH), ("en", ENGLISH))
    for line in text.split("\n")
    if line
]
STRANGERS = [
    ("kk", "кен", "кенеп"),
    ("kk", "мыс", "мысал"),
    ("kk", "сүт", "сүзгі"),
    ("ru", "руда", "рудник"),
    ("kk", "су", "сутек"),
]


@pytest.mark.parametrize(("text", "lang"), LANGUAGES)
def test_detects_the_language(text: str, lang: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize(("lang", "forms"), FORMS, ids=lambda value: value if isinstance(value, str) else value[0])
def test_forms_of_a_word_share_a_stem(lang: str, forms: list[str]) -> None:
    assert {form: stem(form, lang) for form in forms} == dict.fromkeys(forms, stem(forms[0], lang))


@pytest.mark.parametrize(("lang", "one", "other"), STRANGERS)
def test_different_words_keep_different_stems(lang: str, one: str, other: str) -> None:
    assert stem(one, lang) != stem(other, lang)


def test_script_decides_the_stemmer_inside_a_text() -> None:
    assert stem("reagents", "kk") == stem("reagents", "ru") == "reagent"
    assert stem("зертханалардың", "ru") == stem("зертхана", "kk")


def test_transliteration_meets_the_international_word() -> None:
    assert [transliterate(word) for word in ("Полимер", "циклон", "Ұлытау", "подъём")] == [
        "polimer",
        "tsiklon",
        "ulytau",
        "podem",
    ]


def test_words_keep_hyphens_and_numbers() -> None:
    text = "Цех №3: медно-цинковый концентрат (25 % Cu), operator’s log_book"
    assert words(text) == ["цех", "3", "медно-цинковый", "концентрат", "25", "cu", "operator’s", "log", "book"]


def test_sentences_end_where_a_new_one_begins() -> None:
    text = "The plant treats 2.5 t per hour of ore. Қалдықтар қоймада бос жатыр бүгін!\nХвосты содержат медь и серебро? Да."
    assert sentences(text) == [
        "The plant treats 2.5 t per hour of ore.",
        "Қалдықтар қоймада бос жатыр бүгін!",
        "Хвосты содержат медь и серебро?",
    ]


def test_sentences_lose_list_marks_but_not_figures() -> None:
    text = "- **Copper** grade of the tailings is low\n2. Cells of three litres are ready\n25 % of the copper is lost in the tailings"
    assert sentences(text) == [
        "Copper grade of the tailings is low",
        "Cells of three litres are ready",
        "25 % of the copper is lost in the tailings",
    ]


@quick
@given(TEXT, st.integers(0, 40), st.integers(1, 5))
def test_sentences_keep_their_bounds(text: str, least: int, most: int) -> None:
    found = sentences(text, least, most)
    assert len(found) <= most
    assert [one for one in found if len(one) < least or "\n" in one] == []


@quick
@given(TEXT, st.integers(1, 7))
def test_chunks_hold_every_word_in_order(text: str, size: int) -> None:
    pieces = chunks(text, size)
    assert " ".join(pieces).split() == text.split()
    assert all(len(piece.split()) <= size for piece in pieces) and pieces


@quick
@given(TEXT, st.sampled_from(["kk", "ru", "en"]))
def test_a_stem_is_the_same_each_time_and_never_empty(text: str, lang: str) -> None:
    for word in words(text):
        assert stem(word, lang) == stem(word, lang) != ""
