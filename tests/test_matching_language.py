"""Language detection, words, parts, sentences and chunks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.glossary_file import read_entries
from matchmaker.matching.language import chunks, detect, parts, sentences, words
from matchmaker.matching.script import CYRILLIC, KAZAKH, folded
from matchmaker.matching.stems import stem
from matchmaker.paths import GLOSSARY

quick = settings(derandomize=True, deadline=None, max_examples=300)
TEXT = st.text(alphabet="абвқәіөabcz 0123.!?-–’\n#*—АҚB", max_size=120)
DETECTED = {
    "kk": """
        Мыс кенін байыту
        Қож
        Су тазарту технологиясы
        Мұнай-газ саласына арналған датчиктер мен бағдарламалық қамтамасыз ету (IoT, SCADA)
        «Казахмыс» корпорациясы қалдықтарды өңдейді
        Мунай калдыктарын ондеу жане суды тазарту ушин технология керек
        Бизге су тазарту технологиясы керек
        Кен байыту калдыктарынан алтын алу
        Топырак кунарлылыгын арттыру адистери
        Сут онимдерин кайта ондеу
        Su tazartu úshin jańa ádis kerek
        Su tazartu üşin jaña ädis kerek
        Mys kenin baıytý tehnologııasy jáne qaldyqtardy óńdeý
        Mys kenin baiytu tehnologiiasy jäne qaldyqtardy öñdeu
        Topyraq qunarlylyǵyn arttyrý
        Мыc кeнін байыту
    """,  # the last one has Latin c and e
    "ru": """
        Флотация медной руды
        насос
        водоподготовка
        Завод в Өскемен
        Предприятие Қазақмыс ищет партнёра
        Нужна технология очистки воды в городе Ақтөбе
        АО «Қазақстан темір жолы» ищет датчики
        Өскемен: очистка газов
        Предприятие в области Ұлытау ищет технологию извлечения меди из хвостов обогащения старых фабрик
        Анализ XRD и SEM минералов
        Cырьё для завoда
        😀 очистка воды
    """,  # the last but one has Latin C and o
    "en": """
        Flotation of copper ore
        polymer
        CO2
        Leaching at «Балхаш» works in the region
        Cafés and naïve façade coatings for the building
        Low-cost sensors for Öskemen smelter
        granulated slag; lead–zinc smelter; binder; leaching; road base
        12 345 %
        😀 🚀
    """,
    "other": """
        Технологія очищення води для підприємств
        Шукаємо партнера для переробки відходів
        Suv tozalash texnologiyasi kerak bo‘lib, korxonalar uchun yangi usullar ishlab chiqiladi
        Тозалаш технологияси керак ўз корхонамиз учун
        Atık su arıtma teknolojisi arıyoruz, işletmeler için yeni yöntemler
        Wir suchen ein Verfahren zur Aufbereitung von Kupfererz für unsere Fabrik
        Wir suchen ein Verfahren zur Reinigung von Abwasser
        Nous cherchons une méthode de traitement des eaux usées pour notre usine
        废水处理技术
        我们需要一种铜矿浮选技术 XRD
        تقنية معالجة المياه
        טיהור מים
        Επεξεργασία λυμάτων
    """,
}
CASES = [(text.strip(), lang) for lang, rows in DETECTED.items() for text in rows.strip().split("\n")]


@pytest.mark.parametrize(("text", "lang"), CASES)
def test_detects_the_language(text: str, lang: str) -> None:
    assert detect(text) == lang


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_counts_as_english(text: str) -> None:
    assert detect(text) == "en"


def share(terms: list[str], lang: str) -> float:
    return sum(detect(term) == lang for term in terms) / len(terms)


def test_short_terms_of_the_glossary_are_told_apart() -> None:
    """Two words at least; Kazakh also as a Russian keyboard writes it."""
    entries = read_entries(GLOSSARY)
    kazakh = [term for entry in entries for term in entry.kk if len(words(term)) > 1 and CYRILLIC.search(term.lower())]
    russian = [term for entry in entries for term in entry.ru if len(words(term)) > 1]
    plain = [term for term in kazakh if KAZAKH.isdisjoint(term.lower())]
    assert min(len(plain), len(russian)) > 1000
    assert share(russian, "ru") > 0.98
    assert share(kazakh, "kk") > 0.98
    assert share(plain, "kk") > 0.92
    assert share([folded(term.lower()) for term in kazakh], "kk") > 0.96


def test_each_part_has_its_language_and_a_short_one_that_of_the_whole() -> None:
    text = (
        "Мыс кенін байытудың жаңа әдісі. Ищем партнёра для испытаний на фабрике.\nWe offer a pilot plant for it. Қажет."
    )
    assert [lang for _piece, lang in parts(text)] == ["kk", "ru", "en", detect(text)]


@quick
@given(TEXT | st.text(max_size=80))
def test_parts_lose_no_word(text: str) -> None:
    found = parts(text)
    assert [word for piece, _lang in found for word in piece.split()] == text.split()
    assert {lang for _piece, lang in found} <= {"kk", "ru", "en", "other"}


def test_words_keep_hyphens_and_numbers() -> None:
    text = "Цех №3: медно-цинковый концентрат (25 % Cu), operator’s log_book"
    assert words(text) == [
        *("цех", "3", "медно-цинковый", "концентрат", "25", "cu", "operator’s", "log", "book"),
    ]


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


def test_script_decides_the_stemmer_inside_a_text() -> None:
    assert stem("reagents", "kk") == stem("reagents", "ru") == "reagent"
    assert stem("зертханалардың", "ru") == stem("зертхана", "kk")
