"""Who may see residents and applications, who applies, who decides. Residents are public, applications are not.

A residency is read with its territory.
"""

from sqlalchemy import ColumnElement, Select, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.territories.models import Territory
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.rules import may_run

READERS = frozenset({"officer", "analyst", "administrator"})
TAKING = ("assessment", "designated")  # states of a territory in which it takes applications
PUBLIC = "admitted"


def takes_applications(territory: Territory) -> bool:
    """While it is assessed or designated, once there is a managing company to decide."""
    return territory.state in TAKING and territory.manager_id is not None


def applicants(actor: Actor, territory: Territory) -> frozenset[int]:
    """The organisations for which the actor may apply: those that they manage, but not the one that decides."""
    return actor.managed - {territory.manager_id}


def may_apply(actor: Actor, territory: Territory) -> bool:
    """Those who manage an organisation."""
    return bool(applicants(actor, territory)) and takes_applications(territory)


def may_speak(actor: Actor, residency: Residency) -> bool:
    """The managers of its organisation: they apply, mend, withdraw, leave."""
    return residency.organisation_id in actor.managed


def may_decide(actor: Actor, residency: Residency) -> bool:
    """Whoever runs the territory; of its own organisation nobody decides."""
    return may_run(actor, residency.territory) and residency.organisation_id not in actor.organisations


def may_read_plans(actor: Actor, residency: Residency) -> bool:
    """The whole application: its organisation, whoever runs the territory, officers and the ministry."""
    is_own = residency.organisation_id in actor.organisations
    return is_own or actor.role in READERS or may_run(actor, residency.territory)


def may_see(actor: Actor, residency: Residency) -> bool:
    """Residents are seen by everyone; what was never admitted or is over by those who may read the whole."""
    return residency.state == PUBLIC or may_read_plans(actor, residency)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.role in READERS:
        return true()
    seen = (Residency.state == PUBLIC) | Residency.organisation_id.in_(actor.organisations)
    return seen | Residency.territory_id.in_(run_by(actor)) if actor.role == "operator" else seen


def run_by(actor: Actor) -> Select[int]:
    """The ids of the territories that an operator's companies run."""
    return select(Territory.id).where(Territory.manager_id.in_(actor.organisations))
