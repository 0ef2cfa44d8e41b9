"""Drafts made from a deal's data, opened again: whole headings in three languages, sides, terms, in Word and in PDF."""

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import use_locale
from matchmaker.deals.documents.checking import check_document
from matchmaker.deals.documents.drafting.terms import term_in_words
from matchmaker.deals.documents.generating import DRAFTS, drafts_for, generate_document
from matchmaker.deals.documents.models import DocumentVersion
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.pipeline.stages import SKIPPED
from matchmaker.deals.queries import load_deal
from matchmaker.deals.work.models import DealTask
from matchmaker.organisations.models import Organisation
from tests.cast import Cast, publish_posting
from tests.deals.making import make_deal

Browser = Callable[[str], FlaskClient]
SECTION = re.compile(r"^\d+\. \S.*$")
HEADINGS = {
    ("nda", "kk"): """Мәні және мақсаты; Құпия ақпарат; Алушы Тараптың міндеттері; Ақпаратқа құқықтар; Қайтару және жою;
        Қолданылу мерзімі; Жауапкершілік және даулар; Қорытынды ережелер; Тараптардың деректемелері мен қолдары""",
    ("nda", "ru"): """Предмет и цель; Конфиденциальная информация; Обязанности Получающей Стороны; Права на информацию;
        Возврат и уничтожение; Срок действия; Ответственность и споры; Заключительные положения;
        Реквизиты и подписи Сторон""",
    ("nda", "en"): """Subject and purpose; Confidential information; Duties of the Receiving Party;
        Rights in the information; Return and destruction; Term; Liability and disputes; Final provisions;
        Details and signatures of the Parties""",
    (
        "term_sheet",
        "kk",
    ): """Тараптар; Мәміленің мәні; Құқықтардың көлемі; Қаржылық талаптар; Кезеңдер; Зияткерлік меншік;
        Келіссөздер тәртібі; Заңдық күші; Тараптардың қолдары""",
    (
        "term_sheet",
        "ru",
    ): """Стороны; Предмет сделки; Объём прав; Финансовые условия; Этапы; Интеллектуальная собственность;
        Порядок переговоров; Юридическая сила; Подписи Сторон""",
    ("term_sheet", "en"): """Parties; Subject of the deal; Scope of rights; Financial terms; Milestones;
        Intellectual property; Course of the negotiations; Legal effect; Signatures of the Parties""",
    ("mta", "kk"): """Келісімнің мәні; Материалдарды пайдалану; Материалдар мен нәтижелерге құқықтар;
        Құпиялылық және жарияланымдар; Шығындар; Жауапкершілік; Мерзімі және қайтару; Қолданылатын құқық және даулар;
        Тараптардың деректемелері мен қолдары""",
    ("mta", "ru"): """Предмет Соглашения; Использование Материалов; Права на Материалы и результаты;
        Конфиденциальность и публикации; Расходы; Ответственность; Срок и возврат; Право и споры;
        Реквизиты и подписи Сторон""",
    (
        "mta",
        "en",
    ): """Subject; Use of the Materials; Rights in Materials and results; Confidentiality and publication; Costs;
        Liability; Term and return; Governing law and disputes; Details and signatures of the Parties""",
    ("licence", "kk"): """Лицензияның мәні; Лицензияның түрі мен көлемі; Аумағы мен мерзімі; Төлемдер;
        Есептілік және тексеру; Енгізу; Жетілдірулер және техникалық көмек; Құқықтарды қорғау; Кепілдіктер және жауапкершілік;
        Тіркеу, қолданылатын құқық және даулар; Заңдық күші; Тараптардың деректемелері мен қолдары""",
    (
        "licence",
        "ru",
    ): """Предмет лицензии; Вид и объём лицензии; Территория и срок; Платежи; Отчётность и проверка; Внедрение;
        Улучшения и техническое содействие; Охрана и защита прав; Гарантии и ответственность; Регистрация, право и споры;
        Юридическая сила; Реквизиты и подписи Сторон""",
    (
        "licence",
        "en",
    ): """Subject of the licence; Kind and scope of the licence; Territory and term; Payments; Reports and audit;
        Putting the technology to use; Improvements and technical assistance; Protection and enforcement;
        Warranties and liability; Registration, governing law and disputes; Legal effect;
        Details and signatures of the Parties""",
}
TITLES = {
    "nda": ("Құпиялылық туралы келісім", "Соглашение о конфиденциальности", "Non-disclosure agreement"),
    "term_sheet": ("Мәміленің негізгі шарттары", "Основные условия сделки", "Term sheet"),
    "mta": ("Материалдарды беру туралы келісім", "Соглашение о передаче материалов", "Material transfer agreement"),
    "licence": (
        "Лицензиялық шарттың негізгі талаптары", "Основные условия лицензионного договора",
        "Heads of terms of a licence agreement",
    ),
}  # fmt: skip
NOTES = {"kk": "заң кеңесі емес", "ru": "не юридическая консультация", "en": "not legal advice"}


def headings(kind: str, lang: str) -> list[str]:
    words = [" ".join(one.split()) for one in HEADINGS[kind, lang].split(";")]
    return [f"{number}. {text}" for number, text in enumerate(words, 1)]


def full_deal(db: Session, cast: Cast, **values: object) -> Deal:
    """A deal with hostile names, a term of each kind and a milestone."""
    deal = make_deal(db, cast, stage="negotiation", starts_on=date(2027, 3, 1), **values)
    db.get_one(Organisation, cast.laboratory).bin = "941340000193"
    db.get_one(Organisation, cast.enterprise).name_en = "- Copper | Works & <Sons> {{ 7 * 7 }} Қ"
    milestone = DealTask(deal_id=deal.id, title="Pilot line runs", is_milestone=True, due_on=date(2027, 9, 1))
    db.add(milestone)
    db.flush()
    for number, term in enumerate(terms()):
        db.add(term)
        term.deal_id, term.milestone_id = deal.id, milestone.id if number == 1 else None
        db.flush()
    return load_deal(cast["author"], db, deal.id)


def terms() -> list[Term]:
    tiers = [{"from_minor": 0, "rate_bp": 500}, {"from_minor": 10_000_000_000, "rate_bp": 350}]
    return [
        Term(kind="upfront", currency="KZT", amount_minor=1_500_000_050, due_on=date(2027, 4, 1)),
        Term(kind="milestone", currency="USD", amount_minor=2_550_000, payment_days=30),
        Term(kind="royalty", currency="KZT", tiers=tiers, period="quarter", payment_days=30,
             starts_on=date(2027, 4, 1), ends_on=date(2032, 3, 31), minimum_minor=500_000_000),
        Term(kind="equity", currency="KZT", share_bp=1250),
    ]  # fmt: skip


def made(db: Session, cast: Cast, deal: Deal, kind: str, lang: str, form: str) -> bytes:
    version = generate_document(cast["author"], db, deal, kind=kind, lang=lang, form=form)
    check_document(version.filename, version.content, 2**20)  # what the house makes passes its own check
    return version.content


def test_word_documents_open_with_their_headings(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = full_deal(db, cast)
        for kind, lang in HEADINGS:
            opened = Document(io.BytesIO(made(db, cast, deal, kind, lang, "docx")))
            assert [one.text for one in opened.paragraphs if one.style.name == "Heading 1"] == headings(kind, lang)
            assert [one.text for one in opened.paragraphs if one.style.name == "Title"] == [
                TITLES[kind][["kk", "ru", "en"].index(lang)]
            ]
            assert NOTES[lang] in opened.sections[0].header.paragraphs[0].text
            whole = opened.element.xml
            assert "{%" not in whole
            assert "Copper / Works &amp; &lt;Sons&gt; {{ 7 * 7 }} Қ" in whole
            last = [[cell.text for cell in row.cells] for row in opened.tables[-1].rows]
            assert last[1] == ["Flotation Laboratory", "Copper / Works & <Sons> {{ 7 * 7 }} Қ"]
            assert last[2][0].endswith(": 941340000193")
            assert [one.partition(": ")[2] for one in last[6]] == ["Author", "Company"]


def test_papers_open_with_their_headings(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = full_deal(db, cast)
        for kind, lang in HEADINGS:
            pages = PdfReader(io.BytesIO(made(db, cast, deal, kind, lang, "pdf"))).pages
            lines = [line.strip() for page in pages for line in page.extract_text().splitlines()]
            assert [line for line in lines if SECTION.match(line)] == headings(kind, lang)
            assert TITLES[kind][["kk", "ru", "en"].index(lang)] in lines
            assert sum(NOTES[lang] in line for line in lines) == len(pages)
            assert "941340000193" in " ".join(lines)


def test_terms_are_told_in_words(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        full_deal(db, cast)
        stored = list(db.scalars(select(Term).order_by(Term.id)))
        for one in stored:
            db.refresh(one, ["milestone"])
        found = {}
        for lang in ("kk", "ru", "en"):
            with use_locale(lang):
                found[lang] = [term_in_words(one)[1] for one in stored]
    assert found["en"] == [
        "15,000,000.50 tenge; due by April 1, 2027",
        "25,500 USD; due within 30 days after the milestone “Pilot line runs” is met",
        "5 % of net sales from the start of an agreement year; 3.5 % of net sales above 100,000,000 tenge accumulated in an "
        "agreement year; counted each quarter, paid within 30 days after it; on sales from April 1, 2027 to March 31, 2032; "
        "at least 5,000,000 tenge a year",
        "a share of 12.5 % in the charter capital of the company",
    ]
    assert found["ru"][0] == "15 000 000,50 тенге; срок уплаты — до 1 апреля 2027 г."
    assert found["kk"][0] == "15 000 000,50 теңге; төлеу мерзімі: 2027 ж. 1 сәуір"
    assert found["kk"][3] == "компанияның жарғылық капиталындағы үлес: 12,5 %"


def test_a_draft_is_a_version_and_the_same_data_give_the_same_bytes(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        deal = load_deal(any_cast["author"], db, make_deal(db, any_cast).id)
        for lang, form in (("kk", "docx"), ("kk", "docx"), ("ru", "docx"), ("ru", "pdf"), ("ru", "pdf")):
            generate_document(any_cast["author"], db, deal, kind="term_sheet", lang=lang, form=form)
        deal.title = "Another title"
        generate_document(any_cast["company"], db, deal, kind="term_sheet", lang="ru", form="pdf")
        query = select(
            DocumentVersion.document_id, DocumentVersion.number, DocumentVersion.lang, DocumentVersion.filename
        )
        rows = [tuple(row) for row in db.execute(query.where(DocumentVersion.source == "generated"))]
    name = f"term-sheet-{deal.id}-"
    assert rows == [
        (1, 1, "kk", f"{name}kk.docx"), (1, 2, "ru", f"{name}ru.docx"), (1, 3, "ru", f"{name}ru.pdf"),
        (1, 4, "ru", f"{name}ru.pdf"),
    ]  # fmt: skip


def test_what_is_not_offered_is_refused(app: Flask, cast: Cast) -> None:
    asked = {"kind": "licence", "lang": "en", "form": "docx"}
    with app.extensions["database"].write() as db:
        deal, service = (
            load_deal(cast["author"], db, make_deal(db, cast, kind=kind).id)
            for kind in ("spin_off", "service_contract")
        )
        for where, wrong in (
            (deal, {"kind": "evidence"}),
            (deal, {"lang": "de"}),
            (deal, {"form": "odt"}),
            (service, {}),
        ):
            with pytest.raises(Invalid) as fault:
                generate_document(cast["author"], db, where, **(asked | wrong))
            assert fault.value.errors == dict.fromkeys(wrong or {"kind": ""}, "Please choose.")


def test_every_kind_of_deal_has_its_drafts_and_its_words(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        for kind in SKIPPED:
            deal = load_deal(cast["author"], db, make_deal(db, cast, kind=kind).id)
            assert set(drafts_for(deal)) >= {"nda", "term_sheet", "mta"}
            for draft in drafts_for(deal):
                for lang in ("kk", "ru", "en"):
                    assert made(db, cast, deal, draft, lang, "docx")
    assert set(DRAFTS) == set(TITLES)


def test_nothing_confidential_of_the_postings_is_told(app: Flask, cast: Cast) -> None:
    database = app.extensions["database"]
    ids = [publish_posting(database, cast, who, kind, confidential="XYZZY-5") for who, kind in
           (("author", "capability"), ("company", "need"))]  # fmt: skip
    with database.write() as db:
        deal = make_deal(db, cast, capability_id=ids[0], need_id=ids[1])
        deal = load_deal(cast["author"], db, deal.id)
        for kind in DRAFTS:
            opened = Document(io.BytesIO(made(db, cast, deal, kind, "en", "docx"))).element.xml
            assert "Flotation reagent for fine copper particles" in opened
            assert "XYZZY" not in opened


def test_drafting_on_the_page(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal_id = make_deal(db, cast).id
    client = browser("company")
    answer = client.post(f"/deals/{deal_id}/documents/draft", data={"draft": "nda", "lang": "kk", "form": "pdf"})
    assert answer.headers["Location"] == f"/deals/{deal_id}/documents/1"
    file = browser("author").get(f"/deals/{deal_id}/documents/1/versions/1")  # both sides see it, before any NDA
    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")
    assert client.post(f"/deals/{deal_id}/documents/draft", data={"draft": "x"}).status_code == 422


def test_terms_of_a_licence_do_not_stand_in_its_transfer_of_materials(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deals = {kind: full_deal(db, cast, kind=kind) for kind in ("exclusive_licence", "mta")}
        for kind, deal in deals.items():
            for draft, is_told in (("mta", kind == "mta"), ("term_sheet", True)):
                whole = Document(io.BytesIO(made(db, cast, deal, draft, "en", "docx"))).element.xml
                assert ("15,000,000.50 tenge" in whole) == is_told
