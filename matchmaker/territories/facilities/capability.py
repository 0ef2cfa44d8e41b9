"""A facility as a capability: made from its own words in each language, so that needs are matched with it like any other.

The managing company that opens a facility answers for its words, so they are published at once; what is changed later lies on
the officers' desk for a second look, as every change of a published posting does.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.organisations.models import Organisation
from matchmaker.postings.actions import (
    create_posting,
    edit_posting,
    move_posting,
    remove_translation,
    save_translation,
)
from matchmaker.postings.draft import Draft
from matchmaker.postings.fields import CODES
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import first, whole
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.wording import posting_texts

COOPERATION = {"pilot_line": ["pilot", "services"], "test_site": ["pilot", "services"]}
IN_USE = 9  # TRL: what stands and works
WAYS = {
    "draft": ("submit", "publish"),
    "in_review": ("publish",),
    "published": (),
    "paused": ("resume",),
    "expired": ("renew",),
    "withdrawn": ("reopen", "submit", "publish"),
}


def publish_capability(actor: Actor, db: Session, facility: Facility, days: int = 365) -> Posting:
    """Let the facility be recommended, in its present words. Raises Invalid while its owner is not verified."""
    _check_verified(db, facility)
    acting = replace(
        actor, role="administrator"
    )  # the trail names the person; the rule asked was who runs the territory
    posting = _own(acting, db, facility)
    texts = {lang: posting_texts(facility, lang) for lang in languages(facility)}
    if posting is None:
        posting = create_posting(acting, db, facility.organisation_id, _draft(facility, texts))
        facility.posting_id = posting.id
    for verb in WAYS[posting.state]:
        move_posting(acting, db, posting, verb, days=days)
    _say(acting, db, posting, _draft(facility, texts), texts)
    return posting


def withdraw_capability(actor: Actor, db: Session, facility: Facility) -> None:
    """Let it be recommended no longer."""
    posting = _posting(db, facility)
    if posting and posting.state != "withdrawn":
        move_posting(replace(actor, role="administrator"), db, posting, "withdraw")


def languages(facility: Facility) -> list[str]:
    """Those in which it has a name and a description, the original's first."""
    return [lang for lang in LOCALES if facility.names.get(lang) and facility.descriptions.get(lang)]


def _check_verified(db: Session, facility: Facility) -> None:
    if db.get_one(Organisation, facility.organisation_id).verified_at is None:
        words = _("An officer verifies the owner's organisation first; then the facility can be opened.")
        raise Invalid({"organisation_id": words})


def _posting(db: Session, facility: Facility) -> Posting | None:
    return first(db, whole().where(Posting.id == facility.posting_id)) if facility.posting_id else None


def _own(actor: Actor, db: Session, facility: Facility) -> Posting | None:
    """Its capability; one of an owner before is withdrawn, for a posting stays with its organisation."""
    posting = _posting(db, facility)
    if posting and posting.organisation_id != facility.organisation_id:
        withdraw_capability(actor, db, facility)
        return None
    return posting


def _draft(facility: Facility, texts: dict[str, dict[str, str]]) -> Draft:
    codes: dict[str, list[str]] = {name: [] for name in CODES}
    codes |= {"fields": list(facility.fields), "regions": [facility.territory.region]}
    codes["cooperation"] = COOPERATION.get(facility.kind, ["services"])
    lang = next(iter(texts))
    return Draft(
        kind="capability", lang=lang, visibility="public", trl=IN_USE, ip_status="none", budget_min=None, budget_max=None,
        deadline_on=None, texts=texts[lang], codes=codes, confidential="",
    )  # fmt: skip


def _say(actor: Actor, db: Session, posting: Posting, draft: Draft, texts: dict[str, dict[str, str]]) -> None:
    """Give the posting these words, where it has others."""
    told = {text.lang: text for text in posting.texts}
    differing = [
        lang
        for lang, words in texts.items()
        if lang not in told or any(getattr(told[lang], name) != value for name, value in words.items())
    ]
    if draft.lang in differing or posting.lang != draft.lang or posting.codes != draft.codes:
        edit_posting(actor, db, posting, draft, posting.version)
    for lang in differing:
        if lang != draft.lang:
            save_translation(actor, db, posting, lang, texts[lang])
    for lang in told.keys() - texts.keys():
        remove_translation(actor, db, posting, lang)
