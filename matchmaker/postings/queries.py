"""Reads of postings; a loader returns a posting only to someone who may see it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.models import Attachment, Confidential, Invitation, Posting


def whole() -> Select[Posting]:
    """A select of postings with texts and organisation: one query for any number of rows."""
    return select(Posting).options(joinedload(Posting.texts), joinedload(Posting.organisation))


def rows(db: Session, query: Select[Posting]) -> list[Posting]:
    """The postings of a `whole()` query."""
    return list(db.scalars(query).unique())


def first(db: Session, query: Select[Posting]) -> Posting | None:
    """The first posting of a `whole()` query."""
    return next(iter(rows(db, query)), None)


def load_posting(actor: Actor, db: Session, posting_id: int) -> Posting:
    """A posting the actor may see. Raises NotFound for absent and forbidden alike."""
    posting = first(db, whole().where(Posting.id == posting_id, rules.visible_to(actor)))
    if posting is None:
        raise NotFound(_("There is no such posting."))
    return posting


def load_own(actor: Actor, db: Session, posting_id: int) -> Posting:
    """A posting the actor may edit. Raises NotFound otherwise."""
    posting = load_posting(actor, db, posting_id)
    if not rules.is_own(actor, posting):
        raise NotFound(_("There is no such posting."))
    return posting


def postings_by_id(actor: Actor, db: Session, ids: Iterable[int]) -> dict[int, Posting]:
    """The permitted ones of these postings by id, with all they hold: one fetch by key."""
    found = whole().where(Posting.id.in_(list(ids)), rules.visible_to(actor))
    return {posting.id: posting for posting in rows(db, found)}


def own_postings(actor: Actor, db: Session, kind: str = "", state: str = "") -> list[Posting]:
    """The postings of the actor's organisations, latest first."""
    query = whole().where(rules.belongs_to(actor))
    if kind:
        query = query.where(Posting.kind == kind)
    if state:
        query = query.where(Posting.state == state)
    return rows(db, query.order_by(Posting.id.desc()))


def postings_of(actor: Actor, db: Session, organisation_id: int, limit: int = 50) -> list[Posting]:
    """What the actor may see of an organisation; an anonymous posting does not betray its owner here."""
    query = whole().where(Posting.organisation_id == organisation_id, rules.visible_to(actor), rules.live())
    if not (actor.is_officer or organisation_id in actor.organisations):
        query = query.where(Posting.visibility != "anonymous")
    return rows(db, query.order_by(Posting.published_at.desc()).limit(limit))


def confidential_text(db: Session, posting_id: int) -> str:
    """The confidential part. Callers have asked whether it is open to the actor first."""
    found = db.get(Confidential, posting_id)
    return found.text if found else ""


def has_confidential() -> ColumnElement[bool]:
    """Of a posting: whether it has a confidential text or file at all."""
    text = exists(select(Confidential.posting_id).where(Confidential.posting_id == Posting.id).correlate(Posting))
    file = select(Attachment.id).where(Attachment.posting_id == Posting.id, Attachment.is_confidential)
    return or_(text, exists(file.correlate(Posting)))


def holds_confidential(db: Session, posting_id: int) -> bool:
    """Whether this posting has a confidential text or file at all."""
    return db.scalar(select(Posting.id).where(Posting.id == posting_id, has_confidential())) is not None


def invited_organisations(db: Session, posting_id: int) -> list[Organisation]:
    """Who is invited to see the posting."""
    query = select(Organisation).join(Invitation).where(Invitation.posting_id == posting_id)
    return list(db.scalars(query.order_by(Organisation.id)))


def attachments(db: Session, posting_id: int, with_confidential: bool) -> list[Attachment]:
    """The files of a posting, without their bytes."""
    query = select(Attachment).where(Attachment.posting_id == posting_id)
    if not with_confidential:
        query = query.where(Attachment.is_confidential.is_(False))
    return list(db.scalars(query.order_by(Attachment.id)))


def load_attachment(db: Session, attachment_id: int) -> Attachment | None:
    """A file with its bytes. Callers have asked whether the actor may see its posting."""
    return db.scalar(select(Attachment).where(Attachment.id == attachment_id).options(undefer(Attachment.content)))


def review_queue(db: Session) -> list[Posting]:
    """What waits for an officer: submitted drafts first come first served, then edits of published postings."""
    edited = rules.live() & (Posting.reviewed_version < Posting.version)
    query = whole().where((Posting.state == "in_review") | edited)
    return rows(db, query.order_by(Posting.state, Posting.submitted_at, Posting.id))


def region_told(actor: Actor) -> ColumnElement[str]:
    """The region of a posting's organisation; empty where the actor may not know whose posting it is."""
    return case((rules.organisation_shown_to(actor), Organisation.region), else_="")


def count_by_region(actor: Actor, db: Session) -> dict[tuple[str, str], int]:
    """How many live postings the actor may see, by kind and region."""
    by = region_told(actor)
    query = select(Posting.kind, by, func.count()).join(Organisation, Posting.organisation_id == Organisation.id)
    query = query.where(rules.live(), rules.visible_to(actor)).group_by(Posting.kind, by)
    return {(kind, region): count for kind, region, count in db.execute(query)}
