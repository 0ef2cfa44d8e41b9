"""Who may see and do what with infrastructure projects.

The public sees those that are open to investors, and of them the cost and the gap; investors see the mix by source besides;
who gives or talks about what is for those who run the territory and for those who oversee it.
"""

from sqlalchemy import ColumnElement, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.organisations.models import Organisation
from matchmaker.territories import rules
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.models import Project

FUNDERS = ("investor", "bank", "international_financial_institution")


def may_see_all(actor: Actor, territory: Territory) -> bool:
    """Whoever runs the territory, officers and the ministry: every project with everything."""
    return rules.may_edit(actor, territory) or actor.is_officer


def may_see(actor: Actor, project: Project) -> bool:
    """Open projects everybody, the others those who see all."""
    return project.is_open or may_see_all(actor, project.territory)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.is_officer or rules.is_ministry(actor):
        return true()
    own = select(Territory.id).where(Territory.manager_id.in_(actor.organisations))
    is_own = Project.territory_id.in_(own) if actor.role == "operator" else Project.is_open
    return or_(Project.is_open, is_own)


def may_add(actor: Actor, territory: Territory) -> bool:
    """Whoever runs the territory."""
    return rules.may_run(actor, territory)


def may_edit(actor: Actor, project: Project) -> bool:
    """Whoever runs the territory."""
    return rules.may_run(actor, project.territory)


def may_fund(organisation: Organisation) -> bool:
    """Investors, banks and international institutions that an officer has verified."""
    return organisation.kind in FUNDERS and organisation.verified_at is not None
