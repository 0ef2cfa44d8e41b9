"""What an organisation that gives money looks for: its profile, read and written by its own people."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.core.i18n import _
from matchmaker.deals.money.draft import amount, currency
from matchmaker.organisations.models import Organisation
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.territories.projects.investors.matching import Offer, Wish
from matchmaker.territories.projects.mix import mix_of
from matchmaker.territories.projects.models import InvestorProfile, Project
from matchmaker.territories.projects.rules import FUNDERS, may_fund
from matchmaker.vocabularies import terms

LISTS = {
    "sources": "funding_sources", "regions": "regions", "sectors": "oked", "kinds": "project_kinds", "stages": "project_stages",
}  # fmt: skip
# the money of a kind of organisation, until its profile says otherwise
USUAL = {"investor": ["private_investor", "ppp"], "bank": ["bank"], "international_financial_institution": ["ifi"]}


@dataclass
class ProfileDraft:
    """What the form says; the names are those of the columns."""

    sources: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    currency: str = "KZT"
    least_minor: int | None = None
    most_minor: int | None = None


def own_funders(actor: Actor, db: Session) -> list[Organisation]:
    """The verified investors, banks and international institutions that the actor speaks for."""
    return list(db.scalars(_funders(actor).order_by(Organisation.id)))


def _funders(actor: Actor) -> Select[Organisation]:
    query = select(Organisation).where(Organisation.id.in_(actor.organisations), Organisation.kind.in_(FUNDERS))
    return query.where(Organisation.verified_at.is_not(None))


def waiting_projects(actor: Actor) -> dict[str, Select[Any]]:
    """A scalar select of how many projects are open to people of funders; 0 for everybody else."""
    is_open = select(func.count()).select_from(Project).where(Project.is_open)
    return {"open_projects": is_open.where(_funders(actor).exists())}


def load_funder(
    actor: Actor, db: Session, organisation_id: int | None = None
) -> tuple[Organisation, list[Organisation]]:
    """The organisation that the actor looks for, the first one when none is named, and all of them. Raises Forbidden."""
    found = own_funders(actor, db)
    if not found:
        raise Forbidden(
            _("This page is for people of investors, banks and international financial institutions that are verified.")
        )
    return next((one for one in found if one.id == organisation_id), found[0]), found


def profile_of(db: Session, organisation: Organisation) -> InvestorProfile:
    """The stored profile, else one of the usual money of its kind, not stored."""
    found = db.get(InvestorProfile, organisation.id)
    return found or InvestorProfile(
        organisation_id=organisation.id, sources=USUAL.get(organisation.kind, []), regions=[], sectors=[], kinds=[],
        stages=[], currency="KZT", version=0,
    )  # fmt: skip


def wish_of(profile: InvestorProfile) -> Wish:
    """A profile as the matcher takes it."""
    lists = {name: frozenset(getattr(profile, name)) for name in LISTS}
    return Wish(**lists, currency=profile.currency, least_minor=profile.least_minor, most_minor=profile.most_minor)


def offer_of(project: Project) -> Offer:
    """A project, with territory and funding loaded, as the matcher takes it."""
    return Offer(
        project_id=project.id, region=project.territory.region, sector=project.sector, kind=project.kind,
        stage=project.stage, currency=project.currency, gap_minor=mix_of(project.cost_minor, project.funding).gap_minor,
        wanted_sources=frozenset(project.wanted_sources),
    )  # fmt: skip


def read_profile(values: Values) -> ProfileDraft:
    """Raises Invalid with each field that cannot be taken."""
    reader = FormReader(values)
    code = currency(reader, "currency")
    lists = {name: reader.choices(name, terms(vocabulary)) for name, vocabulary in LISTS.items()}
    draft = ProfileDraft(
        **lists, currency=code,
        least_minor=amount(reader, "least", code, least=0), most_minor=amount(reader, "most", code, least=0),
    )  # fmt: skip
    if draft.least_minor and draft.most_minor is not None and draft.most_minor < draft.least_minor:
        reader.errors.setdefault("most", _("The upper bound is below the lower one."))
    reader.finish()
    return draft


def save_profile(actor: Actor, db: Session, organisation: Organisation, draft: ProfileDraft, version: int) -> None:
    """Store the profile. Raises Conflict when somebody else has saved since `version`."""
    require(may_fund(organisation) and organisation.id in actor.organisations)
    hold(db, organisation, "kind")
    stored = db.get(InvestorProfile, organisation.id, populate_existing=True)
    if version != (stored.version if stored else 0):
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    if stored is None:
        db.add(InvestorProfile(organisation_id=organisation.id, **vars(draft)))
    else:
        for name, value in vars(draft).items():
            setattr(stored, name, value)
    audit.record(db, actor.user_id, "profile", "organisation", organisation.id, {}, {"profile": "investor"})
