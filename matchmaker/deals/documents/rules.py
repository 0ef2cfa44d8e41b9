"""Who may read, add, sign. `may_read_document` and `readable` are one rule in two readings (law 2).

A confidential document opens to the people named for the other side while the NDA of the deal is in force; `is_in_force` tells.
"""

from sqlalchemy import ColumnElement, false, or_

from matchmaker.accounts.actor import Actor
from matchmaker.deals.disclosure.rules import sides_open_to
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import is_signatory, side_of

SIGNED_KINDS = ("term_sheet", "mta", "licence", "agreement")  # an NDA is accepted in a room of its own
COMMON_KINDS = ("nda", *SIGNED_KINDS)  # both sides work on these


def may_read_document(actor: Actor, deal: Deal, document: DealDocument, is_in_force: bool) -> bool:
    """Officers; its own side; the other side when it is not confidential, or under an NDA in force."""
    if not side_of(actor, deal):
        return False
    return not document.is_confidential or document.side in sides_open_to(actor, deal, is_in_force)


def readable(actor: Actor, deal: Deal, is_in_force: bool) -> ColumnElement[bool]:
    """The SQL twin of `may_read_document`."""
    if not side_of(actor, deal):
        return false()
    sides = sides_open_to(actor, deal, is_in_force)
    return or_(DealDocument.is_confidential.is_(False), DealDocument.side.in_(sides))


def is_disclosed(actor: Actor, deal: Deal, document: DealDocument) -> bool:
    """Whether reading it opens a confidential part of the other side, which is written down for the owner."""
    return document.is_confidential and not actor.is_officer and side_of(actor, deal) != document.side


def may_add(actor: Actor, deal: Deal) -> bool:
    """Officers and both sides, at every stage: evidence comes after the end, too."""
    return side_of(actor, deal) != ""


def may_add_version(actor: Actor, deal: Deal, document: DealDocument, is_in_force: bool) -> bool:
    """Whoever reads it, when both sides work on its kind; otherwise officers and the side whose it is."""
    if not may_read_document(actor, deal, document, is_in_force):
        return False
    return document.kind in COMMON_KINDS or actor.is_officer or side_of(actor, deal) == document.side


def may_sign(actor: Actor, deal: Deal, document: DealDocument, is_in_force: bool) -> bool:
    """Signatories, under a document of a kind that is signed, when they may read it."""
    is_signed_kind = document.kind in SIGNED_KINDS
    return is_signed_kind and is_signatory(actor, deal) and may_read_document(actor, deal, document, is_in_force)
