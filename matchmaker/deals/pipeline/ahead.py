"""What can be done with a deal next: each step with where it leads, who takes it, and what it still needs."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import Invalid
from matchmaker.core.machine import Move
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline.actions import NEEDS_REASON
from matchmaker.deals.pipeline.stages import PIPELINES, VERBS


@dataclass(frozen=True)
class Step:
    """A step from the present stage. missing: what it still needs, in words, by the name of what is missing."""

    verb: str
    to: str
    is_allowed: bool
    missing: dict[str, str]

    @property
    def needs_reason(self) -> bool:
        """Whether a reason is chosen with it."""
        return self.verb in NEEDS_REASON

    @property
    def can_be_taken(self) -> bool:
        """Whether nothing stands in its way."""
        return self.is_allowed and not self.missing


def steps_ahead(actor: Actor, db: Session, deal: Deal) -> list[Step]:
    """The steps that the actor may take now, and the way forward also when somebody else takes it."""
    here = moves_from(deal)
    found = [Step(verb, move.to, move.rule(actor, deal), _missing(db, deal, move)) for verb, move in here.items()]
    return [one for one in found if one.is_allowed or one.verb == "advance"]


def moves_from(deal: Deal) -> dict[str, Move]:
    """The moves from the present stage by verb, the way forward first."""
    table = PIPELINES[deal.kind]
    return {verb: table[deal.stage, verb] for verb in VERBS if (deal.stage, verb) in table}


def _missing(db: Session, deal: Deal, move: Move) -> dict[str, str]:
    try:
        move.needs(db, deal)
    except Invalid as fault:
        return fault.errors
    return {}
