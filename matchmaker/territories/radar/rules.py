"""Who watches the radar, and what it counts: needs published to everybody, and no others, whoever looks.

So a count tells no reader of a need that is meant for members or for invited organisations, or is not published, and an
anonymous need counts without its region (`postings.search.REGION`). A need that is hidden or taken back to be rewritten
later leaves past days as well.
"""

from sqlalchemy import ColumnElement

from matchmaker.accounts.actor import ANONYMOUS, Actor
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.territories.radar.models import DemandRun

UNPUBLISHED = ("draft", "in_review")


def may_watch(actor: Actor) -> bool:
    """Those who oversee."""
    return actor.is_overseer


def may_read_anew(actor: Actor, run: DemandRun | None = None) -> bool:
    """The same: a look costs computing time, nothing else."""
    return may_watch(actor)


def is_counted(posting: Posting) -> bool:
    """A need that everybody may see: it counts among the needs of today."""
    return posting.kind == "need" and rules.may_see(ANONYMOUS, posting)


def counted() -> ColumnElement[bool]:
    """The SQL twin of `is_counted`."""
    return (Posting.kind == "need") & rules.live() & rules.visible_to(ANONYMOUS)


def ever_counted() -> ColumnElement[bool]:
    """Needs that past days may count: over or at rest today, but meant for everybody, and no drafts."""
    return (Posting.kind == "need") & Posting.state.not_in(UNPUBLISHED) & rules.countable_for(ANONYMOUS)
