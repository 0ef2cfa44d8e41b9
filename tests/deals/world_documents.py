"""A deal with documents, in the world of the tests that visit every page."""

from matchmaker.core.db import Database
from tests.cast import Cast
from tests.deals.filing import put
from tests.deals.making import make_deal

Ids = dict[str, int | str]


def make_documents_world(database: Database, cast: Cast) -> Ids:
    """A paper that both sides sign, and a confidential one of the provider, without an NDA."""
    with database.write() as db:
        deal = make_deal(db, cast, stage="negotiation")
        paper = put(db, cast["author"], deal, kind="agreement")
        secret = put(db, cast["author"], deal, "secret.pdf", is_confidential=True)
        return {
            "doc_deal": deal.id, "doc_paper": paper.document_id, "doc_hash": paper.sha256, "doc_secret": secret.document_id,
        }  # fmt: skip


def fill_documents(database: Database, cast: Cast, rows: int) -> None:
    """A deal of the author with so many documents of the company."""
    with database.write() as db:
        deal = make_deal(db, cast)
        for number in range(rows):
            put(db, cast["company"], deal, f"{number}.txt", content=f"text {number}".encode())
