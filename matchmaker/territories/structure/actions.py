"""Writes of sites. Each holds the territory first, so that the same form sent twice makes one site."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import Territory
from matchmaker.territories.structure.draft import SiteDraft
from matchmaker.territories.structure.models import Site
from matchmaker.territories.structure.queries import load_site
from matchmaker.territories.structure.rules import may_build


def add_site(
    actor: Actor,
    db: Session,
    territory: Territory,
    draft: SiteDraft,
    form_token: str | None = None,
    seed_key: str | None = None,
) -> Site:
    """A new site."""
    _begin(actor, db, territory, draft)
    sent = select(Site).where(Site.form_token == form_token, Site.territory_id == territory.id)
    if form_token and (there := db.scalar(sent)):
        return there
    made = Site(territory_id=territory.id, form_token=form_token, seed_key=seed_key, **vars(draft))
    db.add(made)
    db.flush()  # the trail names it
    audit.record(db, actor.user_id, "add_site", "territory", territory.id, {}, {"site": made.id, "kind": made.kind})
    return made


def edit_site(actor: Actor, db: Session, territory: Territory, site_id: int, draft: SiteDraft, version: int) -> Site:
    """Change what the form holds. Raises Conflict when somebody else has saved since `version`."""
    _begin(actor, db, territory, draft)
    site = _as_seen(db, territory, site_id, version)
    before = {name: getattr(site, name) for name, value in vars(draft).items() if getattr(site, name) != value}
    for name in before:
        setattr(site, name, getattr(draft, name))
    after = {name: getattr(draft, name) for name in before}
    audit.record(db, actor.user_id, "edit_site", "territory", territory.id, before, {"site": site.id} | after)
    return site


def remove_site(actor: Actor, db: Session, territory: Territory, site_id: int, version: int) -> None:
    """Take it off. Facilities and projects on it stay, without a site."""
    _begin(actor, db, territory)
    site = _as_seen(db, territory, site_id, version)
    audit.record(db, actor.user_id, "remove_site", "territory", territory.id, {"site": site.id, "names": site.names})
    db.delete(site)


def _begin(actor: Actor, db: Session, territory: Territory, draft: SiteDraft | None = None) -> None:
    require(may_build(actor, territory))
    hold(db, territory, "version")
    if draft and draft.organisation_id and db.get(Organisation, draft.organisation_id) is None:
        raise Invalid({"organisation_id": _("Choose from the list.")})


def _as_seen(db: Session, territory: Territory, site_id: int, version: int) -> Site:
    site = load_site(db, territory.id, site_id)
    if site.version != version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))
    return site
