"""The reference data: how many entries, in which scripts, from which source; and a broken file says where."""

import re
from collections import Counter
from pathlib import Path

import pytest

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, use_locale
from matchmaker.postings.fields import CODES
from matchmaker.vocabularies import Term, check_codes, label, names, read_vocabulary, source, terms, unknown

CYRILLIC, LATIN, KAZAKH = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z]"), re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
SIZES = {
    "cooperation": 12, "deal_end_reasons": 12, "deal_kinds": 9, "deal_sides": 3, "deal_stages": 11, "decline_reasons": 11,
    "document_kinds": 7, "funding_sources": 8, "glossary_domains": 41, "ip_status": 9, "langs": 3,
    "meeting_reasons": 7, "organisation_kinds": 14, "partner_sizes": 4, "parts_of_speech": 8, "pitch_states": 3,
    "posting_kinds": 2, "posting_states": 6, "programme_kinds": 6, "regions": 20, "registration_states": 7,
    "roles": 6, "sdg": 17, "sectors": 14, "session_modes": 3, "session_parts": 4, "session_states": 6,
    "table_equipment": 4, "trl": 9, "visibility": 4, "term_kinds": 7, "funding_forms": 10, "funding_applicants": 3,
    "territory_states": 4, "site_kinds": 8, "residency_states": 6, "residency_reasons": 8, "facility_kinds": 7, "facility_users": 2, "booking_states": 4, "project_kinds": 6, "project_stages": 6, "funding_states": 2, "frequencies": 3, "standings": 5, "value_states": 3, "submission_states": 4, "cycle_states": 3, "body_kinds": 2, "treatments": 4,
}  # fmt: skip
HEAD = "# source: nowhere\ncode,parent,kk,ru,en\n"


def levels(name: str) -> tuple[int, int]:
    """How many entries are at the top, how many below."""
    tops = sum(not term.parent for term in terms(name).values())
    return tops, len(terms(name)) - tops


def test_every_vocabulary_has_its_entries() -> None:
    flat = {name: len(terms(name)) for name in names() if name not in ("ford", "grnti", "oked")}
    assert flat == SIZES
    assert {name: levels(name) for name in ("ford", "oked")} == {"ford": (6, 42), "oked": (21, 88)}
    assert levels("grnti")[1] == 0
    assert len(terms("grnti")) > 60


def test_codes_are_those_of_the_standards() -> None:
    numbers = [
        "10",
        "11",
        "15",
        "19",
        "23",
        "27",
        "31",
        "33",
        "35",
        "39",
        "43",
        "47",
        "55",
        "59",
        "61",
        "62",
        "63",
        "71",
        "75",
        "79",
    ]
    assert list(terms("regions")) == [f"KZ-{number}" for number in numbers]
    assert list(terms("trl")) == [str(level) for level in range(1, 10)]
    assert list(terms("sdg")) == [str(goal) for goal in range(1, 18)]
    assert [code for code, term in terms("oked").items() if not term.parent] == list("ABCDEFGHIJKLMNOPQRSTU")
    assert [code for code in terms("grnti") if not re.fullmatch(r"\d\d", code)] == []


def test_the_second_level_lies_under_the_first() -> None:
    assert [
        code for code, term in terms("ford").items() if term.parent and not re.fullmatch(rf"{term.parent}\.\d+", code)
    ] == []
    divisions = {code: term.parent for code, term in terms("oked").items() if term.parent}
    assert [code for code in divisions if not re.fullmatch(r"\d\d", code)] == []
    expected = {"A": 3, "B": 5, "C": 24, "D": 1, "E": 4, "F": 3, "G": 3, "H": 5, "I": 2, "J": 6, "K": 3, "L": 1, "M": 7}
    expected |= {"N": 6, "O": 1, "P": 1, "Q": 3, "R": 4, "S": 3, "T": 2, "U": 1}
    assert Counter(divisions.values()) == expected
    assert list(divisions) == sorted(divisions)


@pytest.mark.parametrize("name", names())
def test_labels_are_in_the_right_scripts_and_differ(name: str) -> None:
    found = terms(name)
    assert [code for code, term in found.items() if CYRILLIC.search(term.labels["en"])] == []
    assert [code for code, term in found.items() if not LATIN.search(term.labels["en"])] == []
    assert [
        (code, lang) for code, term in found.items() for lang in ("kk", "ru") if not CYRILLIC.search(term.labels[lang])
    ] == []
    assert [
        code for code, term in found.items() for text in term.labels.values() if text != " ".join(text.split())
    ] == []
    if name != "regions":  # «область Жетісу» keeps its letter in Russian
        assert [code for code, term in found.items() if KAZAKH.search(term.labels["ru"])] == []
    for locale in LOCALES:
        repeated = [
            text for text, count in Counter((t.parent, t.labels[locale]) for t in found.values()).items() if count > 1
        ]
        assert repeated == []
    assert KAZAKH.search(" ".join(term.labels["kk"] for term in found.values()))


@pytest.mark.parametrize("name", names())
def test_every_vocabulary_names_its_source(name: str) -> None:
    assert len(source(name)) > 20
    assert "#" not in source(name)


def test_every_field_of_a_posting_has_a_vocabulary() -> None:
    assert set(CODES.values()) <= set(names())


BROKEN = [
    ("code,kk,ru,en\n", "line 1, column parent", "The header says “kk” where “parent” is expected."),
    (HEAD + "a,,А,А\n", "line 3, column en", "The cell is missing."),
    (HEAD + "a,,А,А,A\na,,Б,Б,B\n", "line 4, column code", "“a” is there twice."),
    (HEAD + "a,b,А,А,A\nb,,Б,Б,B\n", "line 3, column parent", "“b” is not a code above this line."),
    (HEAD + "a,,А,А,A\n\nb,, ,Б,B\n", "line 5, column kk", "The label is empty."),
]


@pytest.mark.parametrize(("content", "where", "message"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_file_names_file_line_and_column(tmp_path: Path, content: str, where: str, message: str) -> None:
    path = tmp_path / "colours.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        read_vocabulary(path)
    assert caught.value.errors == {f"colours.csv, {where}": message}


def test_a_whole_file_is_read_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "colours.csv"
    path.write_text(HEAD + 'b,,Көк,"Синий, голубой",Blue\na,b,Аспан,Небесный,Sky\n', encoding="utf-8")
    blue = Term("b", "", {"kk": "Көк", "ru": "Синий, голубой", "en": "Blue"})
    sky = Term("a", "b", {"kk": "Аспан", "ru": "Небесный", "en": "Sky"})
    assert list(read_vocabulary(path).items()) == [("b", blue), ("a", sky)]


def test_a_label_in_the_readers_language_or_the_code() -> None:
    shown = []
    for locale in LOCALES:
        with use_locale(locale):
            shown.append(label("regions", "KZ-71"))
    assert shown == ["Астана қаласы", "город Астана", "Astana City"]
    assert label("regions", "KZ-00") == "KZ-00"


def test_unknown_codes_are_named() -> None:
    assert unknown("trl", ["1", "12", "9"]) == ["12"]
    check_codes("trl", "trl", ["1", "9"])
    with pytest.raises(Invalid) as caught:
        check_codes("trl", "ripeness", ["12"])
    assert caught.value.errors == {"ripeness": "“12” is not in the list. Choose from the list."}
