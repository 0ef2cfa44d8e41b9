"""Signatures under versions: by signatories, by password, of what was seen; and what the stage “signed” needs."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid
from matchmaker.deals.documents.actions import Sent, add_version
from matchmaker.deals.documents.models import DocumentSignature
from matchmaker.deals.documents.signing import sign_version
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline.actions import move_deal
from tests.cast import PASSWORD, Cast
from tests.deals.filing import document_of, put, put_signed
from tests.deals.making import make_deal
from tests.pages import errors_of, soup, text_of

Browser = Callable[[str], FlaskClient]
UPLOAD = "Upload the agreement first: a document of the kind “Agreement”."
SIGN = "The signatories of both sides must sign the last version of the agreement first."
NEWER = "There is a newer version of this document. Read it, and sign that one."


def needed(db: object, cast: Cast, deal: Deal) -> dict[str, str]:
    """What the step to “signed” still needs; nothing when it is taken."""
    try:
        move_deal(cast["officer"], db, deal, "advance", seen=deal.stage)  # type: ignore[arg-type]
    except Invalid as fault:
        return fault.errors
    return {}


def test_the_deal_is_signed_only_under_an_agreement_whose_last_version_both_sides_have_signed(
    any_app: Flask, any_cast: Cast
) -> None:
    author, company = any_cast["author"], any_cast["company"]
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast, stage="negotiation")
        put_signed(db, author, deal, kind="term_sheet")
        assert needed(db, any_cast, deal) == {"documents": UPLOAD}
        first = put(db, author, deal, "agreement.txt", content=b"one", kind="agreement")
        document = document_of(db, first)
        sign_version(author, db, deal, document, first, seen=first.sha256, password=PASSWORD)
        assert needed(db, any_cast, deal) == {"documents": SIGN}
        second = add_version(company, db, deal, document, Sent("b.txt", "text/plain", b"two"))
        sign_version(company, db, deal, document, second, seen=second.sha256, password=PASSWORD)
        assert needed(db, any_cast, deal) == {"documents": SIGN}
        sign_version(author, db, deal, document, second, seen=second.sha256, password=PASSWORD)
        assert needed(db, any_cast, deal) == {}
        assert deal.stage == "signed"


def test_a_transfer_of_materials_is_its_own_agreement(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        licence, transfer = (
            make_deal(db, cast, stage="negotiation", kind=kind) for kind in ("exclusive_licence", "mta")
        )
        for deal in (licence, transfer):
            put_signed(db, cast["author"], deal, kind="mta")
        assert needed(db, cast, licence) == {"documents": UPLOAD}
        assert needed(db, cast, transfer) == {}


def test_who_signs_what_and_when(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, stage="negotiation")
        version = put(db, cast["author"], deal, kind="agreement")
        document = document_of(db, version)
        evidence = put(db, cast["author"], deal, "report.txt", content=b"report", kind="evidence")

        def outcome(who: str, *, seen: str = version.sha256, password: str = PASSWORD) -> object:
            try:
                made = sign_version(cast[who], db, deal, document, version, seen=seen, password=password)
            except DomainError as fault:
                return type(fault)
            return made.side, made.name, made.sha256, made.method

        assert outcome("officer") is outcome("outsider") is Forbidden
        assert outcome("author", password="wrong password") is Invalid
        assert outcome("author", seen="0" * 64) is Conflict
        assert outcome("author") == ("provider", "Author", version.sha256, "password")
        assert outcome("author") is Conflict
        with pytest.raises(Forbidden):
            sign_version(
                cast["author"], db, deal, document_of(db, evidence), evidence, seen=evidence.sha256, password=PASSWORD
            )
        add_version(cast["author"], db, deal, document, Sent("b.txt", "text/plain", b"two"))
        assert outcome("company") is Conflict
        assert list(db.scalars(select(DocumentSignature.side))) == ["provider"]


def test_signing_on_the_page(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, stage="negotiation")
        version = put(db, cast["author"], deal, kind="agreement")
    address, company = f"/deals/{deal.id}/documents/1", browser("company")
    assert version.sha256 in text_of(soup(company.get(address)).select_one(".document-sign"))
    assert soup(browser("officer").get(address)).select(".document-sign") == []
    wrong = company.post(f"{address}/versions/1/sign", data={"seen": version.sha256, "password": "not mine"})
    assert (wrong.status_code, errors_of(wrong)) == (
        422, {"password": "The password is wrong. Type the password of your account."},
    )  # fmt: skip
    stale = company.post(f"{address}/versions/1/sign", data={"seen": "0" * 64, "password": PASSWORD})
    assert stale.status_code == 409
    assert NEWER in stale.text
    done = company.post(f"{address}/versions/1/sign", data={"seen": version.sha256, "password": PASSWORD})
    assert done.headers["Location"] == address
    page = soup(company.get(address))
    assert text_of(page.select_one(".document-signature")).startswith("Signed for “Technology recipient” by Company, ")
    assert page.select(".document-sign") == []
