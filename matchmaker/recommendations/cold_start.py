"""Cold start: from a text alone to what it says, proposed codes and counterparts. Nothing is stored.

Codes are proposed by the postings that the text is like: on the demo's 266 postings, each left out in turn, such
proposals were right in 72 of 100 cases for fields of science, 78 for activities, 69 for forms of cooperation; the nearest
label of the vocabulary was right in 51 and 39. Proposals do not count in the ranking until somebody has looked at them:
proposals of that kind worsened it while unconfirmed (nDCG@10 of 112 judged needs 0.87 instead of 0.89).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.matching.profile import Profile
from matchmaker.postings.extraction.codes import codes_by_label
from matchmaker.postings.extraction.reading import Source
from matchmaker.postings.extraction.understanding import Understood, understand
from matchmaker.postings.search import Filters
from matchmaker.recommendations.content import profile_of
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.queries import permitted_ids, recommend_for_reading
from matchmaker.recommendations.wording import Recommendation

NEIGHBOURS = 8
FEW = 5  # neighbours below which they say nothing
VOTES = {"fields": 0.42, "sectors": 0.42, "cooperation": 0.5}  # the share of the neighbours' weight that a code needs
MOST = 3


@dataclass
class Start:
    """What a text was understood to say, and its counterparts."""

    understood: Understood
    recommendations: list[Recommendation]


def start_from(actor: Actor, db: Session, index: LiveIndex, kind: str, source: Source, limit: int = 10) -> Start:
    """Understand a text and rank its counterparts; `kind` is what the text is."""
    live = index.catch_up(db)
    seen = permitted_ids(actor, db, index, Filters())
    found = understand(live.engine, source, live.rarity(seen))
    own = live.engine.read_typed(text_of(found))
    if not found.is_foreign:
        like = live.neighbours(own, seen, NEIGHBOURS)
        found.codes = proposed_codes(like, lambda name: codes_by_label(live.engine, own, name))
    stated = profile_of(kind, found.trl, {})
    return Start(found, recommend_for_reading(actor, db, index, live, kind, own, stated, limit))


def text_of(found: Understood) -> str:
    """What is read of it: the same as of a form with these values, but for keywords that only repeat the text."""
    keywords = ", ".join(found.keywords) if found.origins["keywords"] == "stated" else ""
    body = "\n".join(text for text in (found.summary, found.description, keywords) if text)
    return f"{found.title}. {body}"


def proposed_codes(
    neighbours: list[tuple[Profile, float]], by_label: Callable[[str], list[str]]
) -> dict[str, list[str]]:
    """Codes that many of the neighbours carry; where there are few neighbours or no agreement, the nearest labels."""
    voters = neighbours if len(neighbours) >= FEW else []
    return {name: _agreed(voters, name) or by_label(name) for name in VOTES}


def _agreed(voters: list[tuple[Profile, float]], name: str) -> list[str]:
    votes: Counter[str] = Counter()
    for profile, weight in voters:
        votes.update(dict.fromkeys(getattr(profile, name), weight))
    enough = VOTES[name] * sum(weight for _profile, weight in voters)
    return [code for code, weight in votes.most_common(MOST) if weight >= enough]
