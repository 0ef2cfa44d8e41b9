"""The guide to kinds of agreements: its table is whole, its advice is what practice would give, its page shows why."""

from collections import Counter
from collections.abc import Callable
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.core.i18n import LOCALES
from matchmaker.deals.documents.guide.advice import BESIDE, advise, beside, known, questions, reasons
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.deals.making import make_deal
from tests.pages import soup, text_of

Browser = Callable[[str], FlaskClient]
ASKED = ("subject", "owner", "protected", "exclusivity", "payer", "material", "company", "testing")
# the answers in the order of ASKED, and the kind that practice gives
CASES = {
    "ready provider patent one recipient no no no": "exclusive_licence",
    "ready provider patent several recipient no no no": "non_exclusive_licence",
    "ready provider secret several recipient no no no": "non_exclusive_licence",
    "ready provider patent one recipient no no yes": "option",
    "ready provider none undecided recipient no no yes": "option",
    "ready recipient patent one recipient no no no": "assignment",
    "develop recipient none one recipient no no no": "sponsored_research",
    "develop provider none one recipient no no no": "sponsored_research",
    "develop both none undecided both no no no": "joint_development",
    "develop both none undecided grant yes no no": "joint_development",
    "service recipient secret several recipient yes no no": "service_contract",
    "service provider patent one recipient no no no": "service_contract",
    "ready provider secret undecided nobody yes no yes": "mta",
    "ready company patent one both no yes no": "spin_off",
    "develop company none one grant no yes yes": "spin_off",
}


def answers(case: str) -> dict[str, str]:
    return {name: f"{name}.{answer}" for name, answer in zip(ASKED, case.split(), strict=True)}


@pytest.mark.parametrize("case", CASES)
def test_the_advice_is_what_practice_gives(case: str) -> None:
    best, second, *_rest = advise(answers(case))
    assert best.kind == CASES[case]
    assert best.points > second.points
    assert best.pros


def test_the_table_is_whole() -> None:
    assert tuple(questions()) == ASKED
    codes = {option.code for options in questions().values() for option in options[1:]}
    assert {one.answer for one in reasons()} <= codes
    assert {one.kind for one in reasons()} == {*terms("deal_kinds"), *BESIDE}
    assert [one for one in reasons() if not all(one.texts[lang].strip() for lang in LOCALES)] == []
    assert [one for one in reasons() if (one.points == 0) != (one.kind in BESIDE)] == []
    assert len({(one.answer, one.kind) for one in reasons()}) == len(reasons())


def test_every_kind_can_be_the_advice() -> None:
    options = [[one.code for one in rest] for _question, *rest in questions().values()]
    found = Counter(advise(dict(zip(ASKED, given, strict=True)))[0].kind for given in product(*options))
    assert set(found) == set(terms("deal_kinds"))


def test_a_single_answer_and_nonsense() -> None:
    assert advise({}) == advise({"company": "owner.both", "who": "me"}) == []
    assert known({"company": "company.yes", "owner": "x"}) == {"company": "company.yes"}
    assert [(one.kind, one.points) for one in advise({"company": "company.yes"})[:1]] == [("spin_off", 8)]


def test_what_to_sign_beside_the_agreement() -> None:
    given = answers("develop both none undecided grant yes no no")
    assert [kind for kind, _reason in beside(given)] == ["nda", "mta"]
    assert [kind for kind, _reason in beside(given, "mta")] == ["nda"]


@pytest.mark.parametrize(
    ("lang", "kind", "reason"),
    [
        ("kk", "Спин-офф компания", "Технологияны нарыққа жаңа компания шығарады."),
        ("ru", "Спин-офф", "Технологию на рынок выводит новая компания."),
        ("en", "Spin-off", "A new company brings the technology to the market."),
    ],
)
def test_the_public_page_says_why(app: Flask, lang: str, kind: str, reason: str) -> None:
    client = app.test_client()
    client.post("/language", data={"lang": lang})
    page = soup(client.get("/deals/guide?company=company.yes&material=nonsense"))
    assert text_of(page.select_one(".guide-best h3")) == kind
    assert [text_of(one) for one in page.select(".guide-best li")] == [reason]
    assert [one["value"] for one in page.select("input[checked]")] == ["company.yes"]
    assert len(page.select("fieldset legend")) == len(ASKED)


def test_the_page_of_a_deal(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal_id = make_deal(db, cast, kind="spin_off").id
    client = browser("author")
    assert soup(client.get(f"/deals/{deal_id}/documents/guide")).select(".guide-best") == []
    page = soup(client.get(f"/deals/{deal_id}/documents/guide?company=company.yes"))
    assert "This deal is of that kind already." in text_of(page.select_one(".guide-best"))
