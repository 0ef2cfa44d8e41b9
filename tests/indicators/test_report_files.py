"""The report as files: each opens in every language and holds the whole tables; the data package keeps to its specification."""

import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from babel.dates import format_date
from docx import Document
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select, update

from matchmaker.deals.money.standing import today
from matchmaker.indicators.models import IndicatorTarget
from matchmaker.indicators.report.models import ReportCycle, Submission
from matchmaker.indicators.values.models import IndicatorValue
from tests.cast import Cast
from tests.indicators.packages import read_package
from tests.indicators.reporting import TEXT, YEAR, ReportRoom, report_room, texts

LANGS = ("kk", "ru", "en")
HASH = hashlib.sha256(TEXT).hexdigest()
DASH = "–"


@pytest.fixture(scope="module")
def words() -> dict[str, dict[str, Any]]:
    """What the report says in each language, written down by hand. The company's figure is demo."""
    days = {lang: format_date(today(), "long", locale=lang) for lang in LANGS}
    return {
        "en": {
            "title": "Annual report on target indicators for 2030",
            "summary": [["Standing", "Indicators"], ["Below critical", "0"], ["At risk", "1"], ["On course", "1"],
                        ["No target", "0"], ["No data", "0"]],
            "overview": [
                ["Code", "Indicator", "Target", "Actual value", "Standing"],
                ["1.1", "Volume of services 1.1, million tenge", "20.0", "12.5 (demo)", "At risk"],
                ["1.2", "Volume of services 1.2, million tenge (Karaganda Region)", "12.0", "12.5", "On course"],
            ],
            "first": [
                ["Actual value", "12.5 (demo), million tenge"], ["Target", "20.0"], ["Standing", "At risk"],
                ["Evidence", "[1] act.txt"], ["Explanation", "By the act."], ["Baseline", "10.0 (2025)"],
                ["Critical level", "5.0"], ["Better", "more is better"], ["Frequency", "Yearly"], ["Formula", "A + B"],
                ["Source of data", "Administrative data"], ["Answers for it", "Copper Works"],
            ],
            "places": [
                ["Where it applies", "Actual value, million tenge", "Target", "Standing", "Evidence"],
                ["Karaganda Region", "12.5", "12.0", "On course", "[2] act.txt. By the act."],
            ],
            "bodies": [["Body", "State", "Submitted on"], ["Akimat", "Accepted", days["en"]], ["Agency", "Accepted", days["en"]]],
            "register": [["No.", "Document", "SHA-256"], ["1", "act.txt", HASH], ["2", "act.txt", HASH]],
        },
        "ru": {
            "title": "Годовой отчёт по целевым индикаторам за 2030 год",
            "summary": [["Состояние", "Индикаторы"], ["Хуже критического уровня", "0"], ["Под угрозой", "1"],
                        ["По плану", "1"], ["Цель не задана", "0"], ["Нет данных", "0"]],
            "overview": [
                ["Код", "Индикатор", "Целевое значение", "Фактическое значение", "Состояние"],
                ["1.1", "Объём услуг 1.1, млн тенге", "20,0", "12,5 (демо)", "Под угрозой"],
                ["1.2", "Объём услуг 1.2, млн тенге (Карагандинская область)", "12,0", "12,5", "По плану"],
            ],
            "first": [
                ["Фактическое значение", "12,5 (демо), млн тенге"], ["Целевое значение", "20,0"],
                ["Состояние", "Под угрозой"], ["Подтверждающий документ", "[1] act.txt"], ["Пояснение", "By the act."],
                ["Базовое значение", "10,0 (2025)"], ["Критический уровень", "5,0"],
                ["Лучшее направление", "больше — лучше"], ["Периодичность", "Ежегодно"], ["Формула", "А + Б"],
                ["Источник данных", "Административные данные"], ["Ответственный", "Copper Works"],
            ],
            "places": [
                ["Территория", "Фактическое значение, млн тенге", "Целевое значение", "Состояние", "Подтверждающий документ"],
                ["Карагандинская область", "12,5", "12,0", "По плану", "[2] act.txt. By the act."],
            ],
            "bodies": [["Орган", "Статус", "Дата представления"], ["Akimat орган", "Принято", days["ru"]],
                       ["Agency орган", "Принято", days["ru"]]],
            "register": [["№", "Документ", "SHA-256"], ["1", "act.txt", HASH], ["2", "act.txt", HASH]],
        },
        "kk": {
            "title": "Нысаналы индикаторлар бойынша 2030 жылғы есеп",
            "summary": [["Жай-күйі", "Индикаторлар"], ["Шекті деңгейден төмен", "0"], ["Тәуекел бар", "1"],
                        ["Жоспарға сай", "1"], ["Нысаналы мән қойылмаған", "0"], ["Деректер жоқ", "0"]],
            "overview": [
                ["Код", "Индикатор", "Нысаналы мән", "Нақты мәні", "Жай-күйі"],
                ["1.1", "Қызмет көлемі 1.1, млн теңге", "20,0", "12,5 (демо)", "Тәуекел бар"],
                ["1.2", "Қызмет көлемі 1.2, млн теңге (Қарағанды облысы)", "12,0", "12,5", "Жоспарға сай"],
            ],
            "first": [
                ["Нақты мәні", "12,5 (демо), млн теңге"], ["Нысаналы мән", "20,0"], ["Жай-күйі", "Тәуекел бар"],
                ["Растайтын құжат", "[1] act.txt"], ["Түсіндірме", "By the act."], ["Базалық мән", "10,0 (2025)"],
                ["Шекті деңгей", "5,0"], ["Қай бағыт жақсы", "көп болғаны жақсы"], ["Кезеңділігі", "Жыл сайын"],
                ["Формула", "А + Ә"], ["Дереккөзі", "Әкімшілік деректер"], ["Жауапты орган", "Copper Works"],
            ],
            "places": [
                ["Аумағы", "Нақты мәні, млн теңге", "Нысаналы мән", "Жай-күйі", "Растайтын құжат"],
                ["Қарағанды облысы", "12,5", "12,0", "Жоспарға сай", "[2] act.txt. By the act."],
            ],
            "bodies": [["Орган", "Күйі", "Ұсынылған күні"], ["Akimat ұйымы", "Қабылданды", days["kk"]],
                       ["Agency ұйымы", "Қабылданды", days["kk"]]],
            "register": [["№", "Құжат", "SHA-256"], ["1", "act.txt", HASH], ["2", "act.txt", HASH]],
        },
    }  # fmt: skip


@pytest.fixture
def room(app: Flask, cast: Cast) -> ReportRoom:
    """A published report: the author's figure for a region, the company's for the country, which is made up."""
    made = report_room(app, cast, preface=texts("Алғысөз.", "Предисловие.", "Preface."))
    with made.database.write() as db:
        db.execute(update(Submission).where(Submission.id == made.company).values(is_demo=True))
    made.submit_all()
    for verb in ("freeze", "publish"):
        assert made.turn(verb).status_code == 302
    return made


def get(room: ReportRoom, name: str) -> bytes:
    """A file of the report."""
    answer = room.browser("anonymous").get(f"/reports/{YEAR}/{name}")
    assert answer.status_code == 200
    return answer.data


TABLES = ("summary", "overview", "first", "second", "places", "bodies", "register")


def second(words: dict[str, Any]) -> list[list[str]]:
    """The facts of the second indicator: those of the first that hold for every place, and nobody answers for it."""
    return [*words["first"][5:-1], [words["first"][-1][0], DASH]]


@pytest.mark.parametrize("lang", LANGS)
def test_word_holds_every_table(room: ReportRoom, words: dict[str, Any], lang: str) -> None:
    document = Document(io.BytesIO(get(room, f"report-{lang}.docx")))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    wanted = words[lang] | {"second": second(words[lang])}
    assert tables == [wanted[name] for name in TABLES]
    told = [paragraph.text for paragraph in document.paragraphs]
    preface = texts("Алғысөз.", "Предисловие.", "Preface.")[lang]
    assert (told[0], preface in told, told.count("We worked.")) == (words[lang]["title"], True, 2)
    assert document.core_properties.language == {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}[lang]


def squeezed(text: str) -> str:
    """Without white space and the places where a line may break."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


@pytest.mark.parametrize("lang", LANGS)
def test_pdf_holds_every_table(room: ReportRoom, words: dict[str, Any], lang: str) -> None:
    reader = PdfReader(io.BytesIO(get(room, f"report-{lang}.pdf")))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    wanted = words[lang] | {"second": second(words[lang])}
    missing = [row for name in TABLES for row in wanted[name] if squeezed("".join(row)) not in text]
    assert missing == []
    assert reader.metadata is not None and reader.metadata.title == words[lang]["title"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_holds_every_figure_with_what_it_rests_on(
    room: ReportRoom, words: dict[str, Any], lang: str
) -> None:
    book = load_workbook(io.BytesIO(get(room, f"report-{lang}.xlsx")))
    sheets = [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]
    said, figures = words[lang], sheets[2]
    assert sheets[1][1:] == [[name, int(number)] for name, number in said["summary"][1:]]
    assert sheets[3] == said["bodies"]
    assert sheets[4][1:] == [["act.txt", HASH, len(TEXT)]] * 2
    regional, formula, source = said["places"][1], said["first"][9][1], said["first"][10][1]
    yes, unit = {"kk": "иә", "ru": "да", "en": "yes"}[lang], said["first"][0][1].partition(", ")[2]
    country, body = (
        {"kk": "Қазақстан", "ru": "Казахстан", "en": "Kazakhstan"}[lang],
        {"kk": "орган", "ru": "орган", "en": "a body"}[lang],
    )
    direction = {"kk": "Ғылым science", "ru": "Наука science", "en": "Science science"}[lang]
    names = [row[1].partition(",")[0] for row in said["overview"][1:]]
    rest = [5.0, 10.0, 2025, None, 1, body, formula, source]
    assert figures[1:] == [
        [direction, "1.1", names[0], unit, country, 12.5, yes, 20.0, said["first"][2][1], *rest, "Copper Works",
         "By the act.", "act.txt", HASH],
        [direction, "1.2", names[1], unit, regional[0], 12.5, None, 12.0, regional[3], *rest, None,
         "By the act.", "act.txt", HASH],
    ]  # fmt: skip
    assert figures[0][1] in ("Code", "Код") and len(figures[0]) == len(figures[1]) == 21


def test_words_that_look_like_formulas_stay_words(app: Flask, cast: Cast) -> None:
    made = report_room(app, cast)
    for whose in ("author", "company"):
        key = made.key if whose == "author" else f"{made.owned}-KZ"
        assert made.fill(whose, **{f"note_{key}": '=HYPERLINK("http://evil")'}).status_code == 302
        assert made.step("analyst", "accept", whose) == 302
    assert [made.turn(verb).status_code for verb in ("freeze", "publish")] == [302, 302]
    book = load_workbook(io.BytesIO(get(made, "report-en.xlsx")))
    cells = [cell for row in book.worksheets[2].iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", '\'=HYPERLINK("http://evil")')] * 2


def test_one_click_gives_everything(room: ReportRoom) -> None:
    with zipfile.ZipFile(io.BytesIO(get(room, "report.zip"))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        data = {name: archive.read(name) for name in names}
    reports = [f"report-{YEAR}-{lang}.{form}" for form in ("pdf", "docx", "xlsx") for lang in LANGS]
    tables = [f"data/{name}.csv" for name in ("directions", "indicators", "figures", "evidence", "bodies")]
    assert names == [*reports, "datapackage.json", *tables]
    assert data[f"report-{YEAR}-kk.pdf"] == get(room, "report-kk.pdf")
    with zipfile.ZipFile(io.BytesIO(get(room, "data.zip"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: content for name, content in data.items() if name not in reports
        }


def test_the_data_package_keeps_to_its_specification(room: ReportRoom) -> None:
    head, tables = read_package(get(room, "data.zip"))
    assert (head["name"], head["profile"]) == (f"annual-report-{YEAR}", "tabular-data-package")
    assert head["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "title": "Creative Commons Attribution 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]
    assert head["sources"] == [{"title": "Administrative data"}]
    figures = [
        {name: row[name] for name in ("indicator", "place", "year", "value", "target", "standing", "is_demo")}
        for row in tables["figures"]
    ]
    assert figures == [
        {"indicator": "1.1", "place": "KZ", "year": YEAR, "value": 12.5, "target": 20.0, "standing": "at_risk", "is_demo": True},
        {"indicator": "1.2", "place": "KZ-35", "year": YEAR, "value": 12.5, "target": 12.0, "standing": "on_course", "is_demo": False},
    ]  # fmt: skip
    assert [row["sha256"] for row in tables["evidence"]] == [HASH, HASH]
    formulas = [(row["formula_kk"], row["formula_ru"], row["formula_en"]) for row in tables["indicators"]]
    assert formulas == [("А + Ә", "А + Б", "A + B")] * 2


def test_the_licence_is_a_setting(app: Flask, room: ReportRoom) -> None:
    app.extensions["config"] = type(app.extensions["config"])(
        home=app.extensions["config"].home, secret_key="test", rate_limit="", report_licence="KZ-OPEN"
    )
    head, _tables = read_package(get(room, "data.zip"))
    assert head["licenses"] == [{"name": "KZ-OPEN", "title": "KZ-OPEN"}]


def test_a_report_with_nothing_in_it_opens(app: Flask, cast: Cast) -> None:
    made = ReportRoom(app, cast, 0, 0, 0, 0)
    assert made.browser("analyst").post("/reports/new", data={"year": str(YEAR)}).status_code == 302
    assert [made.turn(verb).status_code for verb in ("freeze", "publish")] == [302, 302]
    for lang in LANGS:
        for form in ("pdf", "docx", "xlsx"):
            assert get(made, f"report-{lang}.{form}")
    head, tables = read_package(get(made, "data.zip"))
    assert {name: rows for name, rows in tables.items() if rows} == {}
    assert head["sources"] == [{"title": "Matchmaker"}]
    with made.database.read() as db:
        assert json.dumps(db.scalars(select(ReportCycle.frozen)).one())


def test_an_indicator_of_several_places_stands_as_its_worst_place(app: Flask, cast: Cast) -> None:
    made = report_room(app, cast)
    with made.database.write() as db:
        db.add(IndicatorTarget(indicator_id=made.regional, place="KZ-10", year=YEAR, value=8.0))
        more = {"indicator_id": made.regional, "place": "KZ-10", "year": YEAR, "version": 1, "state": "published"}
        db.add(IndicatorValue(value=1.0, **more))
    made.submit_all()
    assert [made.turn(verb).status_code for verb in ("freeze", "publish")] == [302, 302]
    document = Document(io.BytesIO(get(made, "report-en.docx")))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert tables[1][2] == ["1.2", "Volume of services 1.2, million tenge", DASH, "by place, see below", "At risk"]
    assert [row[:4] for row in tables[4][1:]] == [
        ["Abai Region", "1.0", "8.0", "At risk"], ["Karaganda Region", "12.5", "12.0", "On course"]
    ]  # fmt: skip
