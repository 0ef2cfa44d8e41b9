"""What a text is understood to say: title, abstract, keywords, readiness, in three languages and in the way of reports."""

from collections.abc import Callable
from functools import cache

import pytest

from matchmaker.matching.encoder import HashingEncoder
from matchmaker.matching.engine import Engine
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.profile import Profile
from matchmaker.paths import GLOSSARY
from matchmaker.postings.extraction.codes import codes_by_label
from matchmaker.postings.extraction.keywords import keywords_of
from matchmaker.postings.extraction.reading import Source, read_text
from matchmaker.postings.extraction.sections import Sections, sections_of
from matchmaker.postings.extraction.summary import MOST, shortened, summary_of
from matchmaker.postings.extraction.trl import stated_levels
from matchmaker.postings.extraction.understanding import Understood, understand
from matchmaker.postings.fields import TEXTS
from matchmaker.recommendations.cold_start import proposed_codes


@cache
def engine() -> Engine:
    """The whole glossary over an encoder that loads at once."""
    return Engine(HashingEncoder(), read_glossary(GLOSSARY))


def understood(text: str, rarity: Callable[[str], float] = lambda group: 1.0) -> Understood:
    return understand(engine(), read_text(text), rarity)


def test_two_lines_are_a_title_and_a_summary() -> None:
    text = "Мембрана, извлекающая бор из питьевой воды\nИщем водоканал, который испытает её на станции. УГТ 5."
    assert understood(text) == Understood(
        Source((text,), words_read=15),
        lang="ru",
        title="Мембрана, извлекающая бор из питьевой воды",
        summary="Ищем водоканал, который испытает её на станции. УГТ 5.",
        description="",
        keywords=["питьевая вода", "бор", "мембрана", "водоканал", "станция"],
        levels=[5],
        origins={"title": "line", "summary": "whole", "keywords": "found"},
    )


KAZAKH = """Мыс кенін байыту
А. Серікұлы
Аңдатпа
Ұсақ мыс бөлшектерін ұстайтын реагент жасалды.
Кілт сөздер: флотация, мыс, реагент
Аннотация
Создан реагент для тонких частиц меди, который их собирает.
Ключевые слова: флотация, медь, реагент
Abstract
A reagent that collects fine copper particles was made for the plant.
Keywords: flotation; copper; reagent
Кіріспе
Байыту фабрикаларында ұсақ бөлшектер қалдықпен бірге жоғалады. Жаңа реагентпен мыс шығымы 12 % артты."""


def test_a_paper_with_three_abstracts_is_read_in_its_own_language() -> None:
    found = understood(KAZAKH)
    assert (found.lang, found.title, found.summary, found.keywords, found.origins) == (
        "kk",
        "Мыс кенін байыту",
        "Ұсақ мыс бөлшектерін ұстайтын реагент жасалды.",
        ["флотация", "мыс", "реагент"],
        {"title": "line", "summary": "abstract", "keywords": "stated"},
    )
    assert found.description == KAZAKH.partition("Кіріспе\n")[2].join(["Кіріспе\n\n", ""])


STATE_REPORT = """МИНИСТЕРСТВО НАУКИ И ВЫСШЕГО ОБРАЗОВАНИЯ РЕСПУБЛИКИ КАЗАХСТАН
УДК 622.765
№ госрегистрации 0123РК00456
УТВЕРЖДАЮ
Директор института
ОТЧЕТ
О НАУЧНО-ИССЛЕДОВАТЕЛЬСКОЙ РАБОТЕ
по теме: «Разработка технологии флотации хвостов»
(заключительный)
РЕФЕРАТ
Отчет 85 с., 1 кн., 12 рис., 30 источн.
ФЛОТАЦИЯ, МЕДЬ, ХВОСТЫ
Объектом исследования являются хвосты обогащения. Достигнут уровень технологической готовности 6.
СОДЕРЖАНИЕ
Введение ........ 5
ВВЕДЕНИЕ
Хвосты обогащения содержат до 0,3 % меди, и их переработка выгодна.
СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ
1 Иванов И.И. Флотация. М., 2001."""


def test_a_state_report_is_read_by_its_own_rules() -> None:
    found = understood(STATE_REPORT)
    assert vars(found) | {"source": None, "origins": {}} == {
        "source": None,
        "lang": "ru",
        "title": "Разработка технологии флотации хвостов",
        "summary": "Объектом исследования являются хвосты обогащения. Достигнут уровень технологической готовности 6.",
        "description": "ВВЕДЕНИЕ\n\nХвосты обогащения содержат до 0,3 % меди, и их переработка выгодна.",
        "keywords": ["флотация", "медь", "хвосты"],
        "levels": [6],
        "origins": {},
        "codes": {},
    }


TITLES = [
    (["Flotation of copper tailings", "We make a reagent."], "", ("Flotation of copper tailings", "line")),
    (["FLOTATION OF COPPER", "TAILINGS AT LOW COST", "We make a reagent."], "", ("Flotation of copper tailings at low cost", "line")),
    (["We make a reagent for fine copper. It works."], "", ("We make a reagent for fine copper", "sentence")),
    (["word " * 60], "", ("word " * 23 + "word…", "sentence")),
    (["1. Introduction", "Reagents help copper. They do."], "", ("Reagents help copper", "sentence")),
    (["Есеп", "Тақырыбы:", "Мыс қалдығын байыту"], "", ("Мыс қалдығын байыту", "line")),
    (["On reagents for copper ore", "We make one."], "Reagents for copper", ("Reagents for copper", "file")),
    (["On reagents for copper ore", "We make one."], "Annual plan of the department", ("On reagents for copper ore", "line")),
    (["On reagents for copper ore", "We make one."], "Microsoft Word - copper ore.doc", ("On reagents for copper ore", "line")),
]  # fmt: skip


@pytest.mark.parametrize(("paragraphs", "named", "title"), TITLES, ids=range(len(TITLES)))
def test_where_a_title_comes_from(paragraphs: list[str], named: str, title: tuple[str, str]) -> None:
    found = sections_of(paragraphs, "en", named)
    assert (found.title, found.title_from) == title


def test_the_largest_letters_are_the_title_unless_they_are_a_heading() -> None:
    paragraphs = ["Journal of the ores", "Reagents for copper", "We make one."]
    found = [sections_of(paragraphs, "en", heading=heading) for heading in ("Reagents for copper", "Abstract", "")]
    assert [one.title for one in found] == ["Reagents for copper", "Journal of the ores", "Journal of the ores"]
    assert found[0].body == ["Journal of the ores", "We make one."]


def test_keywords_at_the_end_take_nothing_else_away() -> None:
    paragraphs = ["Copper from tailings", "We collect copper.", "Index terms", "copper, tailings, copper, -, x"]
    assert sections_of(paragraphs, "en", "") == Sections(
        "Copper from tailings", "line", "", ["copper", "tailings"], ["We collect copper."]
    )


def test_an_inline_abstract_ends_with_its_paragraph() -> None:
    abstract = "We collect fine copper. " * 12
    found = sections_of(["Copper", f"Abstract. {abstract}", "A body of some length, which follows it."], "en", "")
    assert (found.abstract, found.body) == (abstract.strip(), ["A body of some length, which follows it."])


LEVELS = [
    ("TRL 6", [6]), ("TRL-6.", [6]), ("TRL 4–6", [4]), ("УГТ: 7", [7]), ("ТДД – 5", [5]), ("УГТ7", [7]),
    ("уровень готовности технологии — 4", [4]), ("уровня технологической готовности 6", [6]),
    ("technology readiness level (TRL) of 8", [8]), ("at TRL 6, before it TRL 3", [3, 6]),
    ("технологиялық дайындық деңгейі – 6", [6]), ("6-шы технологиялық дайындық деңгейі", [6]),
    ("TRL 12", []), ("TRL 6.5", []), ("TRL 0", []), ("УГТ 50 %", []), ("a pilot plant of 5 tonnes", []), ("CTRL 5", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "levels"), LEVELS)
def test_a_readiness_level_counts_when_it_is_stated(text: str, levels: list[int]) -> None:
    assert stated_levels(text) == levels


def test_of_several_levels_none_is_chosen() -> None:
    found = understood("Reagent for copper ore: TRL 3 last year, TRL 6 now")
    assert (found.levels, found.trl) == ([3, 6], None)


FOUND = {
    "kk": ("Мыс қалдығын өңдеу үшін флотация қажет. Флотация мысты бөледі.", ["флотация", "мыс"]),
    "ru": ("Флотация меди и сточные воды. Флотация руды.", ["флотация", "медь", "руда"]),
    "en": ("Flotation of tailings. The flotation of copper.", ["flotation", "copper", "tailings"]),
}


@pytest.mark.parametrize("lang", FOUND)
def test_frequent_terms_of_the_glossary_become_keywords(lang: str) -> None:
    text, expected = FOUND[lang]
    found = keywords_of(engine().glossary, text, lang, lambda group: 1.0)
    assert found[0] == expected[0]
    assert set(expected) <= set(found)


def test_what_is_common_elsewhere_is_no_keyword() -> None:
    def rarity(group: str) -> float:
        return 0.01 if "flotat" in group.split(" ") else 1.0

    assert keywords_of(engine().glossary, FOUND["en"][0], "en", rarity, 1) != ["flotation"]


def test_an_unknown_language_is_said_and_nothing_is_made_up() -> None:
    found = understood("تعويم النحاس في المناجم وكيفية تحسينه")
    assert (found.lang, found.is_foreign, found.keywords, found.origins["keywords"]) == ("other", True, [], "")
    assert found.title == found.summary == "تعويم النحاس في المناجم وكيفية تحسينه"


def test_everything_fits_into_a_posting() -> None:
    sentence = "The collector binds fine copper at a potential of {} mV and raises its recovery from tailings. "
    text = "".join(sentence.format(number) + ("\n" if number % 7 == 6 else "") for number in range(400))
    found = understood(f"Copper\n{text}\nKeywords: {', '.join('k' * 70 + str(number) for number in range(30))}")
    most = {one.name: one.most for one in TEXTS}
    lengths = {name: len(getattr(found, name)) for name in ("title", "summary", "description")}
    assert {name: length for name, length in lengths.items() if not 0 < length <= most[name]} == {}
    assert len(", ".join(found.keywords)) <= most["keywords"]
    assert found.origins["summary"] == "nearest"


def test_the_summary_of_a_long_text_keeps_the_order_of_the_text() -> None:
    sentences = [
        f"Copper number {number} is collected from the tailings of the plant by a new reagent." for number in range(30)
    ]
    found, origin = summary_of(engine(), [" ".join(sentences)])
    places = [sentences.index(one) for one in sentences if one in found]
    assert (origin, places) == ("nearest", sorted(places))
    assert 3 <= len(places) <= 8


def test_a_summary_is_cut_between_sentences_or_words() -> None:
    assert shortened("One is here. Two is here. Three.", 26) == "One is here. Two is here."
    long = shortened("word " * 400)
    assert (len(long) <= MOST, long.removesuffix("…").split()) == (True, ["word"] * (MOST // 5 - 1))


def profile(**codes: list[str]) -> Profile:
    return Profile(**{name: frozenset(values) for name, values in codes.items()})


def test_codes_come_from_agreeing_neighbours_and_else_from_labels() -> None:
    neighbours = [(profile(fields=["2.5"], cooperation=["pilot"]), 10.0)] * 3 + [(profile(fields=["1.4"]), 10.0)] * 3
    found = proposed_codes([*neighbours, (profile(sectors=["07"]), 1.0)], lambda name: [f"label of {name}"])
    assert found == {"fields": ["2.5", "1.4"], "sectors": ["label of sectors"], "cooperation": ["label of cooperation"]}


def test_few_neighbours_say_nothing() -> None:
    found = proposed_codes([(profile(fields=["2.5"]), 10.0)] * 4, lambda name: [])
    assert found == {"fields": [], "sectors": [], "cooperation": []}


def test_a_form_of_cooperation_is_proposed_when_the_text_names_it() -> None:
    texts = {"We look for a joint venture to build a plant": ["joint_venture"], "Copper is lost": []}
    found = {text: codes_by_label(engine(), engine().read_typed(text), "cooperation") for text in texts}
    assert found == texts
