"""Writes of postings: the only place where they change."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, changes, clock, jobs
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.notifications.actions import send_mail
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import people_of
from matchmaker.postings import rules
from matchmaker.postings.draft import Draft, missing
from matchmaker.postings.models import Confidential, Invitation, Posting, PostingCode, PostingText
from matchmaker.postings.queries import confidential_text, first, rows, whole
from matchmaker.postings.states import STATES


def announce(db: Session, posting: Posting) -> None:
    """In the same transaction: tell every process, and ask for the posting to be embedded (law 3)."""
    transaction, told = db.info.get("told", (None, set()))
    if transaction is not db.get_transaction():
        transaction, told = db.get_transaction(), set()
        db.info["told"] = (transaction, told)
    if posting.id not in told:  # several steps in one transaction are one change to everybody else
        told.add(posting.id)
        changes.announce(db, posting.id)
        jobs.enqueue(db, "embed_posting", posting_id=posting.id)


def create_posting(
    actor: Actor,
    db: Session,
    organisation_id: int | None,
    draft: Draft,
    form_token: str | None = None,
    seed_key: str | None = None,
) -> Posting:
    """Save a new draft. The same form sent twice gives the same posting, with what was changed between the two."""
    if form_token and (twin := first(db, whole().where(Posting.form_token == form_token))):
        return twin if _holds(db, twin, draft) else edit_posting(actor, db, twin, draft, twin.version)
    require(rules.may_create(actor))
    _check_organisation(actor, db, organisation_id)
    posting = Posting(
        organisation_id=organisation_id, author_id=actor.user_id, form_token=form_token, seed_key=seed_key
    )
    posting.texts = []
    _apply(posting, draft)
    db.add(posting)
    db.flush()  # the other tables need the id
    _save_apart(db, posting, draft)
    audit.record(db, actor.user_id, "create", "posting", posting.id, {}, {"kind": posting.kind})
    return posting


def _holds(db: Session, posting: Posting, draft: Draft) -> bool:
    original = posting.text(posting.lang)
    same_columns = all(getattr(posting, name) == value for name, value in draft.columns.items())
    same_texts = all(getattr(original, name) == value for name, value in draft.texts.items())
    is_same = same_columns and same_texts and posting.codes == draft.codes
    return is_same and confidential_text(db, posting.id) == draft.confidential


def _check_organisation(actor: Actor, db: Session, organisation_id: int | None) -> None:
    known = organisation_id is not None and db.get(Organisation, organisation_id) is not None
    if not known or not (actor.is_officer or organisation_id in actor.organisations):
        raise Invalid({"organisation_id": _("Choose one of your organisations.")})


def _apply(posting: Posting, draft: Draft) -> None:
    for name, value in draft.columns.items():
        setattr(posting, name, value)
    posting.codes = dict(draft.codes)
    original = next((text for text in posting.texts if text.lang == draft.lang), None)
    if original is None:
        original = PostingText(lang=draft.lang)
        posting.texts.append(original)
    original.origin = "author"
    for name, value in draft.texts.items():
        setattr(original, name, value)


def _save_apart(db: Session, posting: Posting, draft: Draft) -> None:
    db.execute(delete(PostingCode).where(PostingCode.posting_id == posting.id))
    pairs = ((field, code) for field, codes in draft.codes.items() for code in codes)
    db.add_all(PostingCode(posting_id=posting.id, field=field, code=code) for field, code in pairs)
    db.execute(delete(Confidential).where(Confidential.posting_id == posting.id))
    if draft.confidential:
        db.add(Confidential(posting_id=posting.id, text=draft.confidential))
    db.execute(delete(Invitation).where(Invitation.posting_id == posting.id))
    known = select(Organisation.id).where(Organisation.id.in_(draft.invited))
    db.add_all(Invitation(posting_id=posting.id, organisation_id=known_id) for known_id in db.scalars(known))


def edit_posting(actor: Actor, db: Session, posting: Posting, draft: Draft, version: int) -> Posting:
    """Change a posting. A published one stays published and goes to the officer's desk for a second look.

    Raises Conflict when it was changed after `version` was shown, Invalid when a published one would become incomplete.
    """
    hold(db, posting, "version", "state")
    require(rules.may_edit(actor, posting))
    if version != posting.version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))
    if posting.state != "draft" and (faults := missing(draft.kind, draft.texts, vars(draft) | draft.codes)):
        raise Invalid(faults)
    before = {name: str(getattr(posting, name)) for name in draft.columns}
    _apply(posting, draft)
    posting.version += 1
    _save_apart(db, posting, draft)
    after = {name: str(value) for name, value in draft.columns.items()}
    changed = {name for name in after if after[name] != before[name]}
    audit.record(
        db, actor.user_id, "edit", "posting", posting.id, *({n: side[n] for n in changed} for side in (before, after))
    )
    announce(db, posting)
    return posting


def save_translation(
    actor: Actor, db: Session, posting: Posting, lang: str, texts: dict[str, str], origin: str = "author"
) -> PostingText:
    """Save the text in another language with its origin; an officer's mark `verified` needs an officer."""
    hold(db, posting, "version", "state")
    require(rules.may_edit(actor, posting) and (origin != "verified" or actor.is_officer))
    if lang not in LOCALES or lang == posting.lang or origin not in ("author", "machine", "verified"):
        raise Invalid({"lang": _("Choose another language than the original's.")})
    text = next((text for text in posting.texts if text.lang == lang), None)
    if text is None:
        text = PostingText(posting_id=posting.id, lang=lang)
        posting.texts.append(text)
    text.origin = origin
    for name, value in texts.items():
        setattr(text, name, value)
    posting.version += 1
    audit.record(db, actor.user_id, "translate", "posting", posting.id, {}, {"lang": lang, "origin": origin})
    announce(db, posting)
    return text


def remove_translation(actor: Actor, db: Session, posting: Posting, lang: str) -> None:
    """Take away the text in a language other than the original's, which then stands for it."""
    hold(db, posting, "version", "state")
    require(rules.may_edit(actor, posting) and lang != posting.lang)
    posting.texts = [text for text in posting.texts if text.lang != lang]
    posting.version += 1
    audit.record(db, actor.user_id, "remove_translation", "posting", posting.id, {"lang": lang}, {})
    announce(db, posting)


def faults_before_review(posting: Posting) -> dict[str, str]:
    """What a posting lacks before it can be submitted: field → what to do."""
    text = posting.text(posting.lang)
    texts = {name: getattr(text, name) for name in ("title", "summary", "description", "advantages", "expectations")}
    texts |= {"keywords": text.keywords, "equipment": text.equipment}
    columns = {name: getattr(posting, name) for name in ("trl", "ip_status", "deadline_on")}
    return missing(posting.kind, texts, columns | posting.codes)


def move_posting(actor: Actor, db: Session, posting: Posting, verb: str, note: str = "", days: int = 365) -> Posting:
    """Take one step of the posting's life: submit, publish, return, pause, renew… `days` is the validity granted.

    Raises Invalid when an incomplete draft is submitted or a posting is returned without a note.
    """
    if check := CHECKS.get(verb):
        check(db, posting, note)
    walk(db, STATES, actor, posting, verb, **({"note": note} if note else {}))
    _stamp(posting, verb, days)
    posting.review_note = clean(note)
    announce(db, posting)
    _tell(db, posting, verb, note)
    return posting


def _check_complete(db: Session, posting: Posting, note: str) -> None:
    if faults := faults_before_review(posting):
        raise Invalid(faults)


def _check_note(db: Session, posting: Posting, note: str) -> None:
    if not clean(note):
        raise Invalid({"note": _("Say in a sentence what is missing, so that the author can mend it.")})


def _check_verified(db: Session, posting: Posting, note: str) -> None:
    if db.get_one(Organisation, posting.organisation_id).verified_at is None:
        raise Invalid({"organisation_id": _("Verify the organisation first, then publish its posting.")})


CHECKS = {"submit": _check_complete, "return": _check_note, "publish": _check_verified}


def _stamp(posting: Posting, verb: str, days: int) -> None:
    now = clock.now()
    if verb == "submit":
        posting.submitted_at = now
    if verb in ("publish", "renew"):
        posting.published_at = posting.published_at or now
        posting.refreshed_at, posting.expires_at = now, now + timedelta(days=days)
    if verb == "publish":
        posting.reviewed_version = posting.version


def _tell(db: Session, posting: Posting, verb: str, note: str) -> None:
    kind = {"publish": "published", "return": "returned"}.get(verb)
    if kind:
        _write(db, posting, kind, note)


def _write(db: Session, posting: Posting, kind: str, note: str) -> None:
    for user in people_of(db, posting.organisation_id):
        title = posting.text(user.locale).title
        send_mail(db, user, kind, title=title, note=note, link=f"/postings/{posting.id}")


def approve_edit(actor: Actor, db: Session, posting: Posting) -> None:
    """An officer has looked at what was changed after publication."""
    require(rules.may_review(actor, posting))
    posting.reviewed_version = posting.version
    audit.record(db, actor.user_id, "approve_edit", "posting", posting.id)


def warn_expiring(actor: Actor, db: Session, days: int = 30) -> int:
    """Write once to the owners of what expires within so many days; returns how many postings that were."""
    soon = rules.live() & (Posting.expires_at < clock.now() + timedelta(days=days))
    unwarned = Posting.warned_at.is_(None) | (Posting.warned_at < Posting.refreshed_at)
    due = rows(db, whole().where(soon, unwarned))
    for posting in due:
        posting.warned_at = clock.now()
        _write(db, posting, "expiring", "")
    return len(due)


def expire_postings(actor: Actor, db: Session) -> int:
    """Move what has passed its date to `expired`; returns how many."""
    due = select(Posting).where(Posting.state.in_(("published", "paused")), Posting.expires_at <= clock.now())
    expired = list(db.scalars(due))
    for posting in expired:
        walk(db, STATES, actor, posting, "expire")
        changes.announce(db, posting.id)
    return len(expired)
