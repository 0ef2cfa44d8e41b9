"""What a draft is filled with: sides, technology, terms and dates of a deal, each a single line in the draft's language."""

from typing import Any

from babel.units import format_unit
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core import clock
from matchmaker.core.i18n import _, current_locale
from matchmaker.core.text import clean_line
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.documents.drafting.terms import SPACES, day, term_in_words
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.work.models import DealTask
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.vocabularies import label

BLANK = "____________"
NDA_YEARS = 5


def line(text: str) -> str:
    """A value fit to stand in a draft: one line, without the marks that begin lines and part columns."""
    return clean_line(text).replace("|", "/").lstrip("#>@=- ")


def facts_of(db: Session, deal: Deal) -> dict[str, Any]:
    """Everything the texts name, in the language in force. The deal is one of `load_deal`."""
    offer, need = _pair(db, deal)
    return {
        "number": deal.id,
        "note": _("Draft for discussion, not legal advice. Matchmaker, deal No. %(number)s, %(day)s",
                  day=day(clock.today()), number=deal.id),
        "kind": deal.kind,
        "kind_name": (kind_name := label("deal_kinds", deal.kind)),
        "kind_inside": kind_name[:1].lower() + kind_name[1:],
        "title": line(deal.title),
        "summary": line(deal.summary),
        "technology": line(offer.title if offer else deal.title),
        "need": line(need.title) if need else "",
        "ip": label("ip_status", offer.ip_status) if offer and offer.ip_status else "",
        "trl": f"{deal.trl} — {label('trl', str(deal.trl))}" if deal.trl else "",
        "provider": _side(deal, "provider", deal.provider),
        "recipient": _side(deal, "recipient", deal.recipient),
        "starts": day(deal.starts_on) if deal.starts_on else BLANK,
        "ends": day(deal.ends_on) if deal.ends_on else BLANK,
        "years": format_unit(_years(db, deal), "duration-year", "long", locale=current_locale()).translate(SPACES),
        "terms": [tuple(map(line, term_in_words(one))) for one in _terms(db, deal)],
        "milestones": [_milestone(one) for one in _milestones(db, deal)],
        "blank": BLANK,
    }  # fmt: skip


def _side(deal: Deal, side: str, organisation: Organisation) -> dict[str, str]:
    signatory = next((one.user.name for one in deal.people if one.side == side and one.is_signatory), "")
    return {
        "name": line(organisation.name),
        "bin": organisation.bin or BLANK,
        "region": label("regions", organisation.region),
        "signatory": line(signatory) or BLANK,
    }


def _pair(db: Session, deal: Deal) -> tuple[Posting | None, Posting | None]:
    """The capability and the need: of their text only the titles are told, never a confidential part."""
    query = select(Posting).where(Posting.id.in_([deal.capability_id, deal.need_id])).options(joinedload(Posting.texts))
    by_id = {one.id: one for one in db.scalars(query).unique()}
    return by_id.get(deal.capability_id or 0), by_id.get(deal.need_id or 0)


def _terms(db: Session, deal: Deal) -> list[Term]:
    query = select(Term).where(Term.deal_id == deal.id).options(joinedload(Term.milestone)).order_by(Term.id)
    return list(db.scalars(query))


def _milestones(db: Session, deal: Deal) -> list[DealTask]:
    query = select(DealTask).where(DealTask.deal_id == deal.id, DealTask.is_milestone)
    return list(db.scalars(query.order_by(DealTask.due_on, DealTask.id)))


def _milestone(task: DealTask) -> tuple[str, str]:
    return line(task.title), _("by %(day)s", day=day(task.due_on)) if task.due_on else BLANK


def _years(db: Session, deal: Deal) -> int:
    """As long as the deal's NDA keeps secrets; five years while there is none."""
    query = select(Nda.years).where(Nda.deal_id == deal.id).order_by(Nda.id.desc()).limit(1)
    return db.scalar(query) or NDA_YEARS
