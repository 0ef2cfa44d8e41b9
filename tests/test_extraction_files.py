"""Reports as files: what is read of them, how much, and what is said of a file that cannot be read."""

import io
import zipfile

import pytest

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import use_locale
from matchmaker.postings.extraction import pdf, reading
from matchmaker.postings.extraction.cleaning import joined_words, paragraphs_of
from matchmaker.postings.extraction.reading import WORDS_MOST, Source, read_file, read_text, together
from tests.reports import LARGE, docx_of, locked, pdf_of, scanned

LIMIT = 2**20
LINES = {
    "kk": ["Мыс қалдығын флотациялау", "Ұсақ бөлшектерді ұстайтын жинағыш."],
    "ru": ["Флотация медных хвостов", "Собиратель для тонких частиц."],
    "en": ["Flotation of copper tailings", "A collector for fine particles."],
}


@pytest.mark.parametrize("lang", LINES)
def test_a_pdf_is_read_in_every_script(lang: str) -> None:
    pages = [LINES[lang], [f"{LINES[lang][0]} 2"]]
    count = sum(len(line.split()) for page in pages for line in page)
    assert read_file("a.pdf", pdf_of(pages, LINES[lang][0]), LIMIT) == Source(
        ("\n".join(pages[0]), pages[1][0]), LINES[lang][0], page_count=2, words_read=count, is_wrapped=True
    )


@pytest.mark.parametrize("lang", LINES)
def test_a_docx_is_read_with_its_tables_and_without_its_running_head(lang: str) -> None:
    content = docx_of(LINES[lang], "Name", [["TRL", "6"], ["x", "x"]], head="Journal of Ores")
    text = "\n".join((*LINES[lang], "TRL ; 6", "x"))
    assert read_file("A.DOCX", content, LIMIT) == Source((text,), "Name", words_read=len(text.split()))


ENCODED = {"utf-8": "utf-8", "with a mark": "utf-8-sig", "utf-16": "utf-16", "windows": "cp1251"}


@pytest.mark.parametrize("encoding", ENCODED.values(), ids=ENCODED)
def test_a_text_file_is_read_in_the_encodings_that_people_have(encoding: str) -> None:
    text = "Флотация медных хвостов"
    assert read_file("a.txt", text.encode(encoding), LIMIT).pages == (text,)


OLD = "This is an old .doc, or a file under a password. Save it as .docx without one, or paste its text."
DAMAGED = "The file is damaged. Save it again, or paste its text."
NO_WORDS = "There are no words in it. Write in a sentence what you can do or what you need."
TOO_LITTLE = "That is too little to find anything by. Write at least three words: what it is and what it is for."
ELSE = "The file is named .{0} but is something else inside. Open it in its program and save it as .{0}."
REPORT = pdf_of([LINES["en"]])


def archive_of(name: str, content: bytes) -> bytes:
    """An archive that looks like a DOCX from outside."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


REFUSED = {
    "scan.pdf": (scanned(), "This PDF holds pictures of pages and no text. Recognise the text first, or paste it."),
    "locked.pdf": (locked(REPORT), "The file is protected by a password. Save it without one, or paste its text."),
    "half.pdf": (REPORT[: len(REPORT) // 2], DAMAGED),
    "noise.pdf": (b"%PDF-1.7\n" + bytes(range(256)) * 8, DAMAGED),
    "half.docx": (docx_of(LINES["en"])[:-60], ELSE.format("docx")),
    "hollow.docx": (archive_of("word/document.xml", b"<x/>"), DAMAGED),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, OLD),
    "pdf.docx": (REPORT, ELSE.format("docx")),
    "empty.docx": (docx_of([]), NO_WORDS),
    "empty.pdf": (b"", "Choose a file that is not empty."),
    "binary.txt": (b"\x00\x01\x02", ELSE.format("txt")),
    "one.txt": (b"flotation", TOO_LITTLE),
    "digits.txt": (b"12 345 67890", NO_WORDS),
    "table.xlsx": (archive_of("xl/book.xml", b"<x/>"), "Files of type “xlsx” are not taken. Use pdf, docx, txt."),
    "large.pdf": (REPORT + b" " * LIMIT, "The file is larger than 1 MB. Make it smaller."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    content, text = REFUSED[name]
    with pytest.raises(Invalid) as caught:
        read_file(name, content, LIMIT)
    assert caught.value.errors == {"file": text}


@pytest.mark.parametrize("name", ["scan.pdf", "locked.pdf", "half.pdf", "locked.docx", "one.txt", "digits.txt"])
def test_the_reason_is_in_the_readers_language(name: str) -> None:
    said = set()
    for locale in ("kk", "ru", "en"):
        with use_locale(locale), pytest.raises(Invalid) as caught:
            read_file(name, REFUSED[name][0], LIMIT)
        said.add(caught.value.errors["file"])
    assert len(said) == 3


def test_a_small_archive_with_far_too_much_inside_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = docx_of(["word " * 50_000])
    assert len(content) < 100_000
    monkeypatch.setattr(reading, "UNPACKED_MOST", 200_000)
    with pytest.raises(Invalid) as caught:
        read_file("bomb.docx", content, LIMIT)
    assert caught.value.errors == {"file": DAMAGED}


PASTED = {
    "digits": ("2024 12 5", NO_WORDS),
    "emoji": ("🙂🚀 🙂🙂", NO_WORDS),
    "signs": ("… — !!! %", NO_WORDS),
    "nothing visible": (" \u200b\u200b \n", NO_WORDS),
    "one word": ("флотация", TOO_LITTLE),
    "two words": ("copper flotation", TOO_LITTLE),
}


@pytest.mark.parametrize("name", PASTED)
def test_a_text_that_says_nothing_is_told_so(name: str) -> None:
    text, fault = PASTED[name]
    with pytest.raises(Invalid) as caught:
        read_text(text)
    assert caught.value.errors == {"text": fault}


@pytest.mark.parametrize("text", ["лазер наплавка турбина 🙂", "תעלת מים דולפת", "用于铜矿尾矿浮选的新型捕收剂研究"])
def test_a_short_text_of_any_script_is_read(text: str) -> None:
    assert read_text(text).pages == (text,)


def test_of_a_long_report_the_beginning_is_read() -> None:
    line = "the collector binds to sulphide surfaces at a pulp potential of 250 mV and more of it"
    found = read_file("long.pdf", pdf_of([[line] * 40 for _page in range(200)]), 2**23)
    assert (found.page_count, found.words_read, found.is_cut) == (200, WORDS_MOST, True)
    assert len(found.pages) == -(-WORDS_MOST // (40 * len(line.split())))


def test_a_report_that_takes_too_long_is_read_as_far_as_it_went(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(100))
    monkeypatch.setattr(pdf.time, "monotonic", lambda: next(clock) * 9.0)
    found = read_file("slow.pdf", pdf_of([LINES["en"]] * 9), LIMIT)
    assert (found.page_count, len(found.pages), found.is_cut) == (9, 2, True)


def test_a_text_without_spaces_ends_somewhere_too() -> None:
    found = read_text("浮" * 500_000)
    assert (len(found.pages[0]), found.is_cut) == (reading.CHARACTERS_MOST, True)


def test_half_a_character_is_left_out() -> None:
    assert read_text("copper \ud800 flotation tailings").pages == ("copper  flotation tailings",)


def test_what_was_typed_leads_what_was_uploaded() -> None:
    filed = Source(("two three",), "Name", page_count=1, words_read=2, is_wrapped=True)
    assert together("", filed) == filed
    assert together("One", filed) == Source(("One", "two three"), "", page_count=1, words_read=3, is_wrapped=True)


HEAD = ["Journal of Ores, 2024", "Smith et al."]
METALS = ("copper", "nickel", "cobalt", "silver")


def body_of(metal: str) -> list[str]:
    """A page of a paper, a word parted at a line end, and a line of the contents."""
    return [
        f"Fine {metal} is lost in flotation because the particles are slower than the bub-",
        f"bles that should carry {metal}, and the low-cost reagents of today do not help. A",
        f"low-cost scheme for {metal} was tested.",
        f"Methods for {metal} ............ 12",
    ]


def test_a_paper_is_cleaned() -> None:
    last = {"silver": ["References", "1. Smith J. Ores. 2001.", "2. Doe K. Flotation. 2005."]}
    pages = [[*HEAD, *body_of(one), *last.get(one, []), f"- {number} -"] for number, one in enumerate(METALS)]
    paragraphs = paragraphs_of(read_file("paper.pdf", pdf_of(pages), LIMIT))
    assert paragraphs == [
        f"Fine {one} is lost in flotation because the particles are slower than the bubbles that should carry {one}, "
        f"and the low-cost reagents of today do not help. A low-cost scheme for {one} was tested."
        for one in METALS
    ]


def test_references_end_where_an_appendix_begins() -> None:
    text = "Флотация меди из хвостов.\nСписок использованных источников\n1 Иванов И.И. М., 2001.\n2 Петров П.П. 2005.\nПриложение А\nТаблица"
    assert paragraphs_of(read_text(text)) == ["Флотация меди из хвостов.", "Приложение А", "Таблица"]


def test_headings_stand_apart_and_the_largest_is_the_title() -> None:
    lines = [
        "Journal of the ores of the whole country, volume 7",
        f"{LARGE}Reagents for the fine particles",
        f"{LARGE}of copper ore",
    ]
    lines += [
        "A. Smith, B. Doe and all the others who did the work",
        f"{LARGE}Introduction",
        "Copper is lost in the tailings of plants.",
    ]
    source = read_file("paper.pdf", pdf_of([lines]), LIMIT)
    title = "Reagents for the fine particles of copper ore"
    assert source.heading == title
    assert paragraphs_of(source) == [lines[0], title, lines[3], "Introduction", lines[5]]


def test_the_word_references_in_a_text_takes_nothing_away() -> None:
    text = "Flotation of copper.\nReferences\nare given by two customers.\nAsk them."
    assert paragraphs_of(read_text(text)) == text.split("\n")


def test_a_pasted_page_flows_again() -> None:
    lines = [
        "Ұсақ мыс бөлшектері флотация кезінде қалдыққа кетіп қалады, өйткені олар",
        "көпіршікке баяу жабысады және қазіргі реагенттер бұған көмектеспейді әрі",
    ]
    text = "\n".join([*lines, *lines, "қымбат тұрады."])
    assert paragraphs_of(read_text(text)) == [" ".join([*lines, *lines, "қымбат тұрады."])]


COMPOUND = [
    ("техно-\nлогия меди", "технология меди"),
    ("научно-\nтехнический, и научно-технический", "научно-технический, и научно-технический"),
    ("from Alma-\nAta here", "from Alma-Ata here"),
]


@pytest.mark.parametrize(("text", "joined"), COMPOUND)
def test_words_parted_at_line_ends_are_joined(text: str, joined: str) -> None:
    assert joined_words(text) == joined
