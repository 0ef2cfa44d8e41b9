"""Deeds of documents: drafts of the house, files of seeds/deals/files, agreements written from a text there; signatures."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import select

from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.i18n import use_locale
from matchmaker.core.papers import pdf
from matchmaker.core.tables import Row
from matchmaker.deals.disclosure.queries import nda_in_force
from matchmaker.deals.documents import rules
from matchmaker.deals.documents.actions import Sent, add_document, add_version, note_opening, read_upload
from matchmaker.deals.documents.drafting.facts import facts_of
from matchmaker.deals.documents.drafting.paper import write_text
from matchmaker.deals.documents.drafting.terms import day
from matchmaker.deals.documents.generating import generate_document
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.deals.documents.signing import put_signature
from matchmaker.deals.rules import PARTIES, other_side
from matchmaker.deals.seeds.dates import day_from, needed_day
from matchmaker.deals.seeds.story import Deed, Story

DOCUMENTS = ("deal", "on", "who", "kind", "name", "source", "confidential", "provider_on", "recipient_on", "opened_on")
DRAFT, PAPER = "draft", ".paper"  # source: draft:LANG:FORM, a file, or a text NAME-LANG.paper that becomes a PDF
FILES, LIMIT = "files", 2**20
MAKE, SIGN, OPEN = 4, 5, 7


def document_deeds(row: Row) -> Iterator[Deed]:
    """A version of a document, and the signatures under it; a name that is there already gets its next version."""
    yield Deed(needed_day(row, "on"), MAKE, row, _make)
    for side in PARTIES:
        if on := day_from(row, f"{side}_on"):
            yield Deed(on, SIGN, row, lambda story, row, side=side: _sign(story, row, side))  # type: ignore[misc]
    if on := day_from(row, "opened_on"):
        yield Deed(on, OPEN, row, _open)


def _make(story: Story, row: Row) -> None:
    actor, there = story.actor(row), story.documents.get(row["name"])
    if row["source"].startswith(DRAFT):
        _draft, lang, form = row["source"].split(":")
        made = generate_document(actor, story.db, story.deal, kind=row["kind"], lang=lang, form=form)
    elif there:
        made = add_version(actor, story.db, story.deal, there, _sent(story, row))
    else:
        is_confidential = row["confidential"] == "1"
        made = add_document(
            actor, story.db, story.deal, _sent(story, row), kind=row["kind"], name=row["name"],
            is_confidential=is_confidential,
        )  # fmt: skip
    story.documents[row["name"]] = story.db.get_one(DealDocument, made.document_id)


def _sent(story: Story, row: Row) -> Sent:
    path = row.path.parent / FILES / row["source"]
    if path.suffix != PAPER:
        return read_upload(path.name, path.read_bytes(), LIMIT)
    return read_upload(f"{row['name']}.pdf", _paper(story, path), LIMIT)


def _paper(story: Story, path: Path) -> bytes:
    """A text as a PDF, filled in from the deal as it is on the day; its name ends with its language."""
    lang = path.stem.rpartition("-")[2]
    with use_locale(lang):
        sides = f"{story.deal.provider.name} — {story.deal.recipient.name}"
        facts = facts_of(story.db, story.deal) | {"note": sides, "on": day(clock.today())}
        return pdf("document", asdict(write_text(path.read_text(encoding="utf-8"), lang, facts)))


def _last(story: Story, row: Row) -> tuple[DealDocument, DocumentVersion]:
    document = story.documents[row["name"]]
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    return document, story.db.scalars(query.order_by(DocumentVersion.number.desc()).limit(1)).one()


def _sign(story: Story, row: Row, side: str) -> None:
    document, version = _last(story, row)
    actor, db, deal = story.signatory(row, side), story.db, story.deal
    require(rules.may_sign(actor, deal, document, nda_in_force(db, deal)))
    put_signature(actor, db, deal, document, version, seen=version.sha256)


def _open(story: Story, row: Row) -> None:
    """The signatory of the other side reads it."""
    document, version = _last(story, row)
    reader = story.signatory(row, other_side(document.side))
    note_opening(reader, story.db, story.deal, document, version.number)
