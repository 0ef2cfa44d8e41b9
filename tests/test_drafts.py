"""A posting as typed: what is read, every fault at once, and what the linter says of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import use_locale
from matchmaker.postings.draft import Draft, missing, read_draft, read_texts
from matchmaker.postings.fields import CODES, TEXT_NAMES, TEXTS
from matchmaker.postings.linter import Criterion, Lint, lint
from tests.cast import TEXTS as WRITTEN
from tests.cast import form

CHOOSE = "“%s” is not in the list. Choose from the list."
TRL = "TRL is a whole number from 1 to 9."
MONEY = "Write a whole number of tenge, at most 10 trillion."
DATE = "Write the date as year-month-day, for example 2027-03-31."
SUMMARY = WRITTEN["summary"] + " It also suits old dumps of copper plants."
PASSED = "The deadline has passed already. Choose a date from today on."
EMPTY = "Please fill this in."


def faults_of(read: Callable[[MultiDict[str, object]], object], values: MultiDict[str, object]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read(values)
    return caught.value.errors


def test_a_whole_form_is_read_and_typed() -> None:
    values = form(
        budget_min="1 500 000",
        budget_max="2000000",
        fields=["2.5", "1.4", "2.5", ""],
        regions=["KZ-35"],
        invited=["3", "x"],
    )
    assert read_draft(values) == Draft(
        kind="capability",
        lang="en",
        visibility="public",
        trl=6,
        ip_status="patent_granted",
        budget_min=150_000_000,
        budget_max=200_000_000,
        deadline_on=clock.today() + timedelta(days=90),
        texts={name: text.strip() for name, text in WRITTEN.items()},
        codes={name: [] for name in CODES}
        | {
            "fields": ["1.4", "2.5"],
            "sectors": ["07"],
            "cooperation": ["licence"],
            "partner_kinds": ["enterprise"],
            "regions": ["KZ-35"],
        },
        confidential="",
        invited=[3],
    )


def test_a_title_alone_is_a_draft() -> None:
    draft = read_draft(MultiDict({"title": "Copper"}))
    assert draft.texts == dict.fromkeys(TEXT_NAMES, "") | {"title": "Copper"}
    assert draft.columns == {
        "kind": "capability", "lang": "ru", "visibility": "public", "trl": None, "ip_status": "",
        "budget_min": None, "budget_max": None, "deadline_on": None,
    }  # fmt: skip


SINGLE = [
    ({"trl": "12"}, {"trl": TRL}),
    ({"trl": "0"}, {"trl": TRL}),
    ({"trl": "-1"}, {"trl": TRL}),
    ({"trl": "5.5"}, {"trl": TRL}),
    ({"trl": "six"}, {"trl": TRL}),
    ({"trl": "²"}, {"trl": TRL}),
    ({"trl": "9" * 5000}, {"trl": TRL}),
    ({"deadline_on": "2020-01-31"}, {"deadline_on": PASSED}),
    ({"deadline_on": "31.01.2030"}, {"deadline_on": DATE}),
    ({"deadline_on": "2030-02-30"}, {"deadline_on": DATE}),
    ({"budget_min": "lots"}, {"budget_min": MONEY}),
    ({"budget_min": "-5"}, {"budget_min": MONEY}),
    ({"budget_max": "10000000000001"}, {"budget_max": MONEY}),
    ({"budget_min": "10", "budget_max": "9"}, {"budget_max": "The upper bound is below the lower one."}),
    ({"kind": "wish"}, {"kind": CHOOSE % "wish"}),
    ({"lang": "fr"}, {"lang": CHOOSE % "fr"}),
    ({"visibility": "secret"}, {"visibility": CHOOSE % "secret"}),
    ({"ip_status": "stolen"}, {"ip_status": CHOOSE % "stolen"}),
    ({"fields": ["2.5", "9.9"]}, {"fields": CHOOSE % "9.9"}),
    ({"regions": ["KZ-ALA"]}, {"regions": CHOOSE % "KZ-ALA"}),
    ({"sdg": ["18"]}, {"sdg": CHOOSE % "18"}),
    ({"sectors": ["<script>" * 20]}, {"sectors": CHOOSE % ("<script>" * 5)}),
    ({"title": " \u200b\u200b "}, {"title": EMPTY}),
    ({"summary": "s" * 1001}, {"summary": "Too long: 1001 characters. Keep to 1000."}),
]


@pytest.mark.parametrize(("changes", "faults"), SINGLE, ids=range(len(SINGLE)))
def test_a_fault_names_its_field(changes: dict[str, object], faults: dict[str, str]) -> None:
    assert faults_of(read_draft, form(**changes)) == faults


def test_all_faults_come_at_once() -> None:
    values = form(
        trl="12",
        deadline_on="2020-01-31",
        budget_min="x",
        fields=["0"],
        kind="wish",
        title="",
        description="d" * 5 * 2**20,
    )
    assert faults_of(read_draft, values) == {
        "trl": TRL,
        "deadline_on": PASSED,
        "budget_min": MONEY,
        "fields": CHOOSE % "0",
        "kind": CHOOSE % "wish",
        "title": EMPTY,
        "description": "Too long: 5242880 characters. Keep to 12000.",
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_a_text_may_be_as_long_as_its_bound(text: object) -> None:
    name, most = text.name, text.most
    assert read_texts(form(**{name: "x" * most}))[name] == "x" * most
    assert list(faults_of(read_texts, form(**{name: "x" * (most + 1)}))) == [name]


def test_texts_are_cleaned() -> None:
    texts = read_texts(form(title=" Флoтация\u200b\n меди ", description="a\r\nb\x00", keywords="one,\n two"))
    assert {name: texts[name] for name in ("title", "description", "keywords")} == {
        "title": "Флотация меди",
        "description": "a\nb",
        "keywords": "one, two",
    }


def test_a_deadline_of_today_or_the_stored_one_may_stay() -> None:
    today, past = clock.today(), date(2020, 1, 31)
    assert read_draft(form(deadline_on=today.isoformat())).deadline_on == today
    assert read_draft(form(deadline_on=past.isoformat()), deadline_before=past).deadline_on == past


def test_strange_invitations_are_passed_over() -> None:
    assert read_draft(form(invited=["²", "-1", "7", "9" * 30, "9" * 5000])).invited == [7]


def test_faults_speak_the_readers_language() -> None:
    said = set()
    for locale in ("kk", "ru", "en"):
        with use_locale(locale):
            said.add(faults_of(read_draft, form(trl="12"))["trl"])
    assert len(said) == 3


def test_nothing_is_missing_from_a_whole_posting() -> None:
    for kind in ("capability", "need"):
        draft = read_draft(form(kind))
        assert missing(kind, draft.texts, vars(draft) | draft.codes) == {}


def test_what_is_missing_before_review() -> None:
    draft = read_draft(MultiDict({"title": "Copper"}))
    lacking = dict.fromkeys(("summary", "description", "advantages", "expectations", "keywords"), EMPTY)
    lacking["title"] = "Too short: 6 characters. Write at least 10."
    chosen = {
        "capability": ("trl", "ip_status", "fields", "cooperation"),
        "need": ("trl", "fields", "cooperation", "deadline_on"),
    }
    for kind, names in chosen.items():
        found = missing(kind, draft.texts, vars(draft) | draft.codes)
        assert found == lacking | dict.fromkeys(names, "Please choose.")


def verdict(lang: str = "en", kind: str = "capability", **changes: str) -> Lint:
    draft = read_draft(form(kind))
    return lint(kind, lang, draft.texts | changes, draft.codes)


def named(found: Lint, name: str) -> Criterion:
    return next(criterion for criterion in found.criteria if criterion.name == name)


def test_a_good_draft_has_full_marks() -> None:
    description = "The collector binds to sulphide surfaces at a pulp potential of 250 mV. " * 6
    advantages = WRITTEN["advantages"] + " It needs no new cells and saves water."
    expectations = WRITTEN["expectations"] + " It should run a concentrator of its own."
    found = verdict(description=description, advantages=advantages, expectations=expectations, summary=SUMMARY)
    assert [(one.name, one.score, one.advice) for one in found.criteria] == [
        ("advantages", 5, []), ("clarity", 5, []), ("partner", 5, []), ("language", 5, []),
    ]  # fmt: skip
    assert found.score == 100


def test_an_empty_draft_is_told_everything() -> None:
    found = lint("need", "ru", dict.fromkeys(TEXT_NAMES, ""), {})
    assert [(one.name, one.score, len(one.advice)) for one in found.criteria] == [
        ("advantages", 0, 4), ("clarity", 1, 5), ("partner", 0, 4), ("language", 4, 1),
    ]  # fmt: skip
    assert found.score == 25
    assert named(found, "advantages").advice[0] == "Say what the solutions tried so far lack."


ADVICE = [
    ("advantages", {"advantages": "It is simply good " * 10}, ["Give figures: by how much, in which units.", "Compare with something: than what, since when, at what cost."]),
    ("clarity", {"title": "Reagent"}, ["Let the title name the thing in 20 to 120 characters."]),
    ("clarity", {"keywords": "flotation, copper"}, ["Give at least three keywords, parted by commas."]),
    ("clarity", {"description": "word " * 90 + "5"}, ["Shorten sentences of over 40 words: the longest begins “word word word word word word word word …”."]),
    ("language", {"title": "FLOTATION REAGENT"}, ["Write the title in ordinary letters, not in capitals."]),
    ("language", {"advantages": "A unique reagent: 12 % higher recovery than xanthate!!!"}, ["Replace praise such as “unique” by a figure.", "Leave out exclamation marks."]),
    ("partner", {"expectations": "Anybody."}, ["Say what the partner is to do: its role and task.", "Say more of the partner: field, experience, what it brings."]),
]  # fmt: skip


@pytest.mark.parametrize(("criterion", "changes", "advice"), ADVICE, ids=range(len(ADVICE)))
def test_advice_says_what_to_mend(criterion: str, changes: dict[str, str], advice: list[str]) -> None:
    good = {"summary": SUMMARY, "expectations": WRITTEN["expectations"] + " With its own mill, please."}
    assert named(verdict(**good | changes), criterion).advice == advice


@pytest.mark.parametrize(("lang", "score"), [("en", 5), ("ru", 4), ("kk", 4)])
def test_the_language_is_compared_with_the_one_chosen(lang: str, score: int) -> None:
    assert named(verdict(lang), "language").score == score


PRAISE = [
    ("Уникальный реагент", "Уникальный"),
    ("Теңдесі жоқ әдіс", "Теңдесі жоқ"),
    ("не имеющий аналогов в мире", "не имеющий аналогов"),
]


@pytest.mark.parametrize(("text", "praise"), PRAISE)
def test_praise_is_seen_in_each_language(text: str, praise: str) -> None:
    quoted = [advice for advice in named(verdict(description=text), "language").advice if "praise" in advice]
    assert quoted == [f"Replace praise such as “{praise}” by a figure."]


def test_a_comparison_is_seen_in_each_language() -> None:
    texts = [
        "Извлечение на 12 % выше, чем у ксантогената. ",
        "Мыс шығымы 12 % артық, ксантогенатпен салыстырғанда. ",
        WRITTEN["advantages"] + " ",
    ]
    assert [named(verdict(advantages=text * 3), "advantages").advice for text in texts] == [[], [], []]
