"""Drafts made from the deal's data: NDA, term sheet, material transfer agreement, heads of terms of a licence."""

from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core.db import hold
from matchmaker.core.errors import Invalid
from matchmaker.core.files import TYPES
from matchmaker.core.i18n import LOCALES, _, use_locale
from matchmaker.core.papers import pdf
from matchmaker.deals.documents import rules
from matchmaker.deals.documents.actions import GENERATED, Sent, put_version
from matchmaker.deals.documents.drafting.facts import facts_of
from matchmaker.deals.documents.drafting.paper import Paper, write_paper
from matchmaker.deals.documents.drafting.word import word
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import side_of

DRAFTS = ("nda", "term_sheet", "mta", "licence")
WITHOUT_LICENCE = ("service_contract", "mta", "assignment")  # kinds of deals in which nobody is licensed


def _as_pdf(paper: Paper) -> bytes:
    return pdf("document", asdict(paper))


FORMS: dict[str, Callable[[Paper], bytes]] = {"docx": word, "pdf": _as_pdf}


def drafts_for(deal: Deal) -> list[str]:
    """The kinds of documents that the house drafts for a deal of this kind."""
    return [kind for kind in DRAFTS if kind != "licence" or deal.kind not in WITHOUT_LICENCE]


def draft(db: Session, deal: Deal, kind: str, lang: str) -> Paper:
    """The draft of a document from what the deal holds now, in a language."""
    with use_locale(lang):
        return write_paper(kind, lang, facts_of(db, deal))


def generate_document(actor: Actor, db: Session, deal: Deal, *, kind: str, lang: str, form: str) -> DocumentVersion:
    """A draft as the next version of the deal's document of that kind, in Word (docx) or PDF.

    Both sides see it. Made twice from the same data on one day, it is kept once. Raises Invalid for a kind, language or form that is not offered.
    """
    require(rules.may_add(actor, deal))
    _check(deal, kind, lang, form)
    with use_locale(lang):
        content = FORMS[form](draft(db, deal, kind, lang))
    sent = Sent(f"{kind.replace('_', '-')}-{deal.id}-{lang}.{form}", TYPES[form], content, "generated", lang)
    hold(db, deal, "stage")
    return put_version(actor, db, deal, _document(actor, db, deal, kind), sent, "generate")


def _check(deal: Deal, kind: str, lang: str, form: str) -> None:
    offered = {"kind": (kind, drafts_for(deal)), "lang": (lang, LOCALES), "form": (form, FORMS)}
    wrong = {name: _("Please choose.") for name, (value, among) in offered.items() if value not in among}
    if wrong:
        raise Invalid(wrong)


def _document(actor: Actor, db: Session, deal: Deal, kind: str) -> DealDocument:
    name = f"{GENERATED}{kind}"
    there = db.scalar(select(DealDocument).where(DealDocument.deal_id == deal.id, DealDocument.name == name))
    if there is None:
        there = DealDocument(deal_id=deal.id, kind=kind, name=name, side=side_of(actor, deal), is_confidential=False)
        db.add(there)
    return there
