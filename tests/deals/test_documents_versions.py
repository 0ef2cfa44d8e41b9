"""Documents are kept for ever: versions and their numbers, hashes, names, who reads which, what is written down."""

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core.audit import trail
from matchmaker.core.errors import Forbidden, NotFound
from matchmaker.deals.disclosure.models import Nda, Opening
from matchmaker.deals.disclosure.text import parties
from matchmaker.deals.documents.actions import Sent, add_version, note_opening
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.deals.documents.queries import documents_shown, load_document
from matchmaker.deals.documents.rules import may_read_document, readable
from matchmaker.deals.models import Deal
from matchmaker.deals.queries import load_deal
from tests.cast import Cast
from tests.conftest import sign_in
from tests.deals.filing import PAPER, document_of, put
from tests.deals.making import make_deal
from tests.pages import soup, text_of

Browser = Callable[[str], FlaskClient]
READERS = ("author", "company", "officer", "outsider", "analyst", "operator", "anonymous")


def text(number: int) -> Sent:
    return Sent(f"{number}.txt", "text/plain", f"text {number}".encode())


def test_versions_are_counted_and_the_same_bytes_kept_once(any_app: Flask, any_cast: Cast) -> None:
    author = any_cast["author"]
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast)
        document = document_of(db, put(db, author, deal, "a.txt", content=b"text 0"))
        numbers = [add_version(author, db, deal, document, text(number)).number for number in (1, 1, 2, 0)]
        assert numbers == [2, 2, 3, 4]  # going back to the first is a step, too
        assert put(db, author, deal, "again.txt", content=b"text 0").document_id == document.id
        rows = db.execute(select(DocumentVersion.number, DocumentVersion.sha256).order_by(DocumentVersion.number)).all()
    expected = [(number + 1, hashlib.sha256(f"text {number}".encode()).hexdigest()) for number in (0, 1, 2)]
    expected.append((4, expected[0][1]))
    assert [tuple(row) for row in rows] == expected
    with any_app.extensions["database"].read() as db:
        assert [(one.verb, one.after) for one in trail(db, "deal", deal.id)] == [
            ("upload", {"document": document.id, "version": number}) for number in (1, 2, 3, 4)
        ]


def test_twenty_uploads_at_once_get_twenty_numbers(postgres_app: Flask) -> None:
    cast, database = postgres_app.extensions["cast"], postgres_app.extensions["database"]
    with database.write() as db:
        deal = make_deal(db, cast)
        document_id = put(db, cast["author"], deal).document_id

    def send(number: int) -> int:
        with database.write() as db:
            own = load_deal(cast["author"], db, deal.id)
            document = load_document(cast["author"], db, own, document_id)
            return add_version(cast["author"], db, own, document, text(number)).number

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(send, range(20))) == list(range(2, 22))


def test_a_name_that_is_taken_gets_a_number_and_the_mark_of_drafts_cannot_be_typed(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
        for number in range(3):
            put(db, cast["author"], deal, "report.txt", content=f"{number}".encode())
        put(db, cast["author"], deal, "=nda.txt", content=b"mine", kind="nda")
        assert list(db.scalars(select(DealDocument.name).order_by(DealDocument.id))) == [
            "report", "report (2)", "report (3)", "nda",
        ]  # fmt: skip


def nda(deal: Deal, state: str = "in_force") -> Nda:
    return Nda(deal_id=deal.id, **parties(deal), state=state, lang="en", text="Secret.", sha256="0" * 64)


@pytest.mark.parametrize("state", ["offered", "in_force", "ended"])
def test_who_reads_which_document(any_app: Flask, any_cast: Cast, state: str) -> None:
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast)
        for who in ("author", "company", "officer"):
            for secret in (True, False):
                put(
                    db,
                    any_cast[who],
                    deal,
                    f"{who}-{secret}.txt",
                    content=f"{who}{secret}".encode(),
                    is_confidential=secret,
                )
        db.add(nda(deal, state))
        db.flush()
        is_in_force = state == "in_force"
        documents = list(db.scalars(select(DealDocument)))
        for name in READERS:
            actor = any_cast[name]
            by_rule = {one.name for one in documents if may_read_document(actor, deal, one, is_in_force)}
            by_query = set(db.scalars(select(DealDocument.name).where(readable(actor, deal, is_in_force))))
            assert by_rule == by_query
            if name in ("author", "company", "officer"):
                shown = documents_shown(actor, db, deal)
                assert ({one.document.name for one in shown.rows}, shown.total) == (by_rule, len(by_rule))
                assert shown.hidden == 6 - len(by_rule)
            expected = {"outsider": 0, "analyst": 0, "operator": 0, "anonymous": 0, "officer": 6}
            assert len(by_rule) == expected.get(name, 6 if is_in_force else 4)


def test_the_other_side_opens_a_confidential_document_by_a_form_that_is_written_down(
    any_app: Flask, any_cast: Cast
) -> None:
    database, company = any_app.extensions["database"], sign_in(any_app, "company@example.org")
    with database.write() as db:
        deal = make_deal(db, any_cast)
        document_id = put(db, any_cast["author"], deal, "secret.pdf", is_confidential=True).document_id
    address = f"/deals/{deal.id}/documents/{document_id}/versions/1"
    assert (company.get(address).status_code, company.post(address).status_code) == (404, 404)
    listed = soup(company.get(f"/deals/{deal.id}/documents"))
    assert "secret" not in listed.get_text()
    assert "The other side has 1 confidential document here." in text_of(listed.select_one(".notice"))
    with database.write() as db:
        db.add(nda(deal))
    assert company.get(address).status_code == 403
    answer = company.post(address)
    assert (answer.status_code, answer.data) == (200, PAPER)
    assert sign_in(any_app, "author@example.org").get(address).status_code == 200
    with database.read() as db:
        rows = db.execute(select(Opening.what, Opening.what_id, Opening.side, Opening.user_id)).all()
        assert [tuple(row) for row in rows] == [("document", document_id, "recipient", any_cast["company"].user_id)]
        assert [one.verb for one in trail(db, "deal", deal.id)] == ["upload", "open"]
        assert "secret" not in str([one.after for one in trail(db, "deal", deal.id)])


def test_rules_hold_without_a_page(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
        secret = document_of(db, put(db, cast["author"], deal, "secret.pdf", is_confidential=True))
        report = document_of(db, put(db, cast["author"], deal, "report.txt", content=b"open", kind="evidence"))
        for deed in (
            lambda: note_opening(cast["company"], db, deal, secret, 1),
            lambda: add_version(cast["company"], db, deal, secret, text(1)),
            lambda: add_version(cast["company"], db, deal, report, text(1)),  # the provider's own kind of document
            lambda: put(db, cast["outsider"], deal),
        ):
            with pytest.raises(Forbidden):
                deed()
        with pytest.raises(NotFound):
            load_document(cast["company"], db, deal, secret.id)
        shared = document_of(db, put(db, cast["author"], deal, "agreement.txt", content=b"both", kind="agreement"))
        assert add_version(cast["company"], db, deal, shared, text(1)).number == 2


def test_the_hash_is_the_etag_and_spares_a_second_download(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
        put(db, cast["author"], deal)
    address, client = f"/deals/{deal.id}/documents/1/versions/1", browser("author")
    answer = client.get(address)
    assert answer.get_etag() == (hashlib.sha256(PAPER).hexdigest(), False)
    assert answer.headers["Cache-Control"] == "no-store"
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    denied = browser("outsider").get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert denied.status_code == 404


def test_a_document_of_another_deal_is_not_found_through_this_one(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        one, other = make_deal(db, cast), make_deal(db, cast, recipient_id=cast.laboratory)
        put(db, cast["author"], one)
    assert browser("author").get(f"/deals/{other.id}/documents/1/versions/1").status_code == 404
    assert browser("author").get(f"/deals/{one.id}/documents/1/versions/7").status_code == 404


def test_the_page_shows_all_versions_with_their_hashes(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal_id = make_deal(db, cast).id
    client = browser("author")
    for number in range(3):
        data = {"kind": "agreement", "file": (io.BytesIO(f"text {number}".encode()), f"{number}.txt")}
        address = f"/deals/{deal_id}/documents" + ("/1" if number else "")
        assert client.post(address, data=data).headers["Location"] == f"/deals/{deal_id}/documents/1"
    page = soup(client.get(f"/deals/{deal_id}/documents/1"))
    assert [text_of(one) for one in page.select(".document-number")] == ["3", "2", "1"]
    hashes = [hashlib.sha256(f"text {number}".encode()).hexdigest() for number in (2, 1, 0)]
    assert [text_of(one) for one in page.select(".row-body .document-hash")] == hashes
